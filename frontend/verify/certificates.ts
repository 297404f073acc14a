/** Certificates of exams: that the district's key signed what one says, and that no byte of its file was changed since.
 *
 * The file is a PDF with one more line after its end; see `verify/zhifa_verify/certificates.py`, of which this is the second reading.
 */

import { sha256 } from "@noble/hashes/sha2.js";
import type { Finding, Verdict } from "./check";
import { isSigned, keyOf } from "./log";
import { encoded, hasOnly, object, read, unpacked, Wrong } from "./reading";

const FORMAT = "zhifa-certificate/1";
const FILE_FORMAT = "zhifa-certificate-file/1";
const LINE = /^%zhifa-certificate\/1 ([\w-]+\.[\w-]+) ([\w-]+)$/;
const NAMES: Record<string, string> = {
  origin: "日志（log）",
  number: "编号（number）",
  name: "姓名（name）",
  exam: "考试（exam）",
  organiser: "组织单位（organiser）",
  held: "考试日期（held）",
  result: "成绩（result）",
  issued: "发证日期（issued）",
};
const FEED = 10;

/** Whether a file is a PDF, and so to be read as a certificate. */
export function isPdf(content: Uint8Array): boolean {
  return new TextDecoder("latin1").decode(content.slice(0, 5)) === "%PDF-";
}

/** Check a certificate's file by a C2SP verifier key; without one nothing can be said of it. */
export function checkCertificate(content: Uint8Array, verifier: string | undefined): Verdict {
  let mark = "";
  let findings: Finding[];
  try {
    if (verifier === undefined) {
      throw new Wrong("核对证书要有公钥（a certificate is checked by a public key: give one）");
    }
    const { page, token, signature } = partsOf(content);
    const fields = fieldsOf(token, verifier);
    const signed = joined(encoded(`${FILE_FORMAT}\n`), sha256(page), encoded(token));
    if (!isSigned(keyOf(verifier), signature, signed)) {
      throw new Wrong("文件被改过（the file was changed）");
    }
    mark = fields.mark ?? "";
    const said = Object.entries(NAMES).map(([name, words]) => `${words}：${fields[name]}`);
    said.push(
      "文件一个字节也没有改过（not a byte of the file was changed）",
      "有没有撤销，要在区里的网页上查（whether it was revoked only the district's page can say）",
    );
    findings = said.map((text) => ({ state: "fits", text }));
  } catch (error) {
    const unread = "证书里有读不懂的内容（the certificate holds something that cannot be read）";
    findings = [{ state: "wrong", text: error instanceof Wrong ? error.message : unread }];
  }
  return { status: findings[0]?.state === "wrong" ? 1 : 0, mark, findings };
}

/** The bytes before the last line, and what that line says. */
function partsOf(content: Uint8Array): { page: Uint8Array; token: string; signature: Uint8Array } {
  const refusal =
    "文件末尾没有证书的签名行，或者签名行后面又加了内容（no line of a certificate ends the file）";
  const last = content.length - 1;
  const begin = content.lastIndexOf(FEED, last - 1) + 1;
  const found = LINE.exec(new TextDecoder("latin1").decode(content.slice(begin, last)));
  if (content[last] !== FEED || begin === 0 || found === null) throw new Wrong(refusal);
  const [, token, signature] = found as unknown as [string, string, string];
  return { page: content.slice(0, begin), token, signature: loose(signature) };
}

/** What a compact certificate says, if the key signed it. */
export function fieldsOf(token: string, verifier: string): Record<string, string> {
  const [payload, signature] = token.split(".") as [string, string];
  const told = loose(payload);
  const key = keyOf(verifier);
  if (!isSigned(key, loose(signature), joined(encoded(`${FORMAT}\n`), told))) {
    throw new Wrong("签名不是这把公钥的，或者内容被改过（not signed by this key, or changed）");
  }
  const fields = object(read(told));
  if (fields.format !== FORMAT || !Object.values(fields).every((one) => typeof one === "string")) {
    throw new Wrong("这不是证书（this is no certificate）");
  }
  const { mark: _mark, ...rest } = fields;
  if (!hasOnly(rest, ["format", ...Object.keys(NAMES)])) {
    throw new Wrong("证书缺项或多项（the certificate has parts missing or too many）");
  }
  if (fields.origin !== key.name) {
    throw new Wrong(`证书不是 ${key.name} 的（the certificate is of another log）`);
  }
  return fields as Record<string, string>;
}

/** Bytes from their one spelling in base64url without padding. */
function loose(text: string): Uint8Array {
  const padded = text.replace(/-/g, "+").replace(/_/g, "/");
  return unpacked(padded + "=".repeat((4 - (padded.length % 4)) % 4));
}

function joined(...parts: Uint8Array[]): Uint8Array {
  const whole = new Uint8Array(parts.reduce((length, part) => length + part.length, 0));
  let at = 0;
  for (const part of parts) {
    whole.set(part, at);
    at += part.length;
  }
  return whole;
}
