import { ed25519 } from "@noble/curves/ed25519.js";
import { sha256 } from "@noble/hashes/sha2.js";
import { expect, test } from "vitest";
import { checkCertificate, isPdf } from "./certificates";
import { canonical, encoded, hex } from "./reading";

const NAME = "zhifa/1";
const FIELDS = {
  format: "zhifa-certificate/1",
  origin: NAME,
  number: "2026-K7QM-3FZT-9H",
  name: "许宁",
  exam: "学法考试",
  organiser: "区司法局",
  held: "2026-11-01",
  result: "合格",
  issued: "2026-11-20",
};
const secret = (byte: number) => new Uint8Array(32).fill(byte);
const url = (bytes: Uint8Array) =>
  btoa(String.fromCharCode(...bytes))
    .replace(/\+/g, "-")
    .replace(/\//g, "_")
    .replace(/=+$/, "");
const glued = (...parts: Uint8Array[]) => Uint8Array.from(parts.flatMap((part) => [...part]));

function verifier(byte: number): string {
  const raw = Uint8Array.from([1, ...ed25519.getPublicKey(secret(byte))]);
  const mark = sha256(glued(encoded(`${NAME}\n`), raw)).slice(0, 4);
  return `${NAME}+${hex(mark)}+${btoa(String.fromCharCode(...raw))}`;
}

function certificate(fields: Record<string, string> = FIELDS, byte = 7): Uint8Array {
  const sign = (content: Uint8Array) => url(ed25519.sign(content, secret(byte)));
  const payload = encoded(canonical(fields));
  const token = `${url(payload)}.${sign(glued(encoded("zhifa-certificate/1\n"), payload))}`;
  const page = encoded("%PDF-1.7\nwords\n%%EOF\n");
  const over = glued(encoded("zhifa-certificate-file/1\n"), sha256(page), encoded(token));
  return glued(page, encoded(`%zhifa-certificate/1 ${token} ${sign(over)}\n`));
}

test("a certificate of the key holds and says what it certifies", () => {
  const file = certificate();
  expect(isPdf(file)).toBe(true);
  const told = checkCertificate(file, verifier(7));
  expect(told.status).toBe(0);
  expect(told.findings.map((one) => one.text)).toContain("姓名（name）：许宁");
  expect(checkCertificate(certificate({ ...FIELDS, mark: "示例" }), verifier(7)).mark).toBe("示例");
});

test("no byte can be changed, added or taken", { timeout: 30_000 }, () => {
  const file = certificate();
  for (let at = 0; at < file.length; at += 1) {
    const changed = file.slice();
    changed[at] = (changed[at] as number) ^ 1;
    expect(checkCertificate(changed, verifier(7)).status, `byte ${at}`).toBe(1);
  }
  expect(checkCertificate(glued(file, encoded("\n")), verifier(7)).status).toBe(1);
  expect(checkCertificate(file.slice(0, -1), verifier(7)).status).toBe(1);
  expect(checkCertificate(new Uint8Array(), verifier(7)).status).toBe(1);
});

test("another key, another log, more or less than a certificate says: refused", () => {
  expect(checkCertificate(certificate(FIELDS, 8), verifier(7)).status).toBe(1);
  expect(checkCertificate(certificate(), undefined).status).toBe(1);
  expect(checkCertificate(certificate({ ...FIELDS, origin: "zhifa/2" }), verifier(7)).status).toBe(1);
  expect(checkCertificate(certificate({ ...FIELDS, more: "x" }), verifier(7)).status).toBe(1);
  const { name: _name, ...less } = FIELDS;
  expect(checkCertificate(certificate(less), verifier(7)).status).toBe(1);
});
