/** The page of the checker: takes files, shows the verdict. */

import "./check.scss";
import { checkCertificate, isPdf } from "./certificates";
import { type Aids, check, type Finding, type Verdict } from "./check";
import { checkReceipt, isReceipt } from "./receipts";

const SIGNS = { fits: "✓", declared: "✓", wrong: "×" } as const;
const HEADLINES = {
  0: ["✓ 全部相符", "Everything fits"],
  1: ["× 有不符之处", "Something does not fit"],
  2: ["一致，但没有核对签名", "Consistent, signer not verified"],
} as const;

const form = element<HTMLFormElement>("ask");
const result = element("result");

form.addEventListener("submit", (event) => {
  event.preventDefault();
  say(paragraph("正在核对…", "Checking …"));
  // The words above must be painted before a long computation begins.
  requestAnimationFrame(() => setTimeout(() => void run(), 0));
});

async function run(): Promise<void> {
  try {
    const files = [...(element<HTMLInputElement>("bundle").files ?? [])];
    const given = await aids();
    const [first] = files;
    if (!first) return;
    if (files.length === 1) tell(checked(await bytes(first), given));
    else tellAll(await Promise.all(files.map(named)), given);
  } catch {
    say(paragraph("× 文件打不开，请重新选择。", "A file cannot be read; choose it again."));
  }
}

/** A certificate, a receipt or a bundle: whichever the file is. */
function checked(content: Uint8Array, given: Aids): Verdict {
  if (isPdf(content)) return checkCertificate(content, given.key);
  return isReceipt(content) ? checkReceipt(content, given.key) : check(content, given);
}

async function aids(): Promise<Aids> {
  const found: Aids = {};
  const pasted = element<HTMLTextAreaElement>("key").value.trim();
  const file = pasted ? null : await bytesOf("key-file");
  if (pasted) found.key = pasted;
  else if (file) found.key = new TextDecoder().decode(file);
  const rows = await bytesOf("rows");
  if (rows) found.rows = rows;
  const number = Number(element<HTMLInputElement>("sample").value);
  if (number >= 1) found.sample = { number, seed: element<HTMLInputElement>("seed").value };
  return found;
}

function tell({ status, mark, findings }: Verdict): void {
  const [chinese, english] = HEADLINES[status];
  const parts: HTMLElement[] = [headline(status, chinese, english)];
  if (mark) parts.unshift(marked(mark));
  const declared = findings.filter((finding) => finding.state === "declared").length;
  if (declared) {
    const words = `其中 ${declared} 个数字依据申报的总数，参加者的逐行记录不在包内。`;
    parts.push(
      paragraph(words, `${declared} figures rest on declared totals; the rows are not in the bundle.`),
    );
  }
  const list = document.createElement("ul");
  list.id = "findings";
  list.append(...findings.map(line));
  say(...parts, list);
  result.focus();
}

/** Several files at once: how many fit, and of each a line; the first thing that does not fit says why. */
function tellAll(files: readonly (readonly [name: string, content: Uint8Array])[], given: Aids): void {
  const lines = files.map(([name, content]): [status: Verdict["status"], text: string] => {
    const { status, mark, findings } = checked(content, given);
    const why = findings.find((finding) => finding.state === "wrong")?.text;
    return [status, [mark && `【${mark}】`, name, why && `：${why}`].join("")];
  });
  const count = (status: Verdict["status"]) => lines.filter(([one]) => one === status).length;
  const worst = count(1) ? 1 : count(2) ? 2 : 0;
  const all = files.length;
  const [chinese, english] = {
    0: [`✓ ${all} 份全部相符`, `All ${all} fit`],
    1: [`× ${all} 份里有 ${count(1)} 份不符`, `${count(1)} of ${all} do not fit`],
    2: [`${all} 份一致，但没有核对签名`, `All ${all} are consistent, signers not verified`],
  }[worst] as [string, string];
  const list = document.createElement("ul");
  list.id = "findings";
  list.append(...lines.map(([status, text]) => line({ state: status === 1 ? "wrong" : "fits", text })));
  say(headline(worst, chinese, english), list);
  result.focus();
}

function headline(status: Verdict["status"], chinese: string, english: string): HTMLElement {
  const found = paragraph(chinese, english);
  found.className = `verdict status-${status}`;
  found.id = "verdict";
  found.dataset.status = String(status);
  return found;
}

function marked(mark: string): HTMLElement {
  const banner = document.createElement("p");
  banner.className = "mark";
  banner.id = "mark";
  banner.textContent = `【${mark}】`;
  return banner;
}

function line(finding: Finding): HTMLElement {
  const item = document.createElement("li");
  item.className = finding.state;
  item.dataset.state = finding.state;
  item.textContent = `${SIGNS[finding.state]} ${finding.text}`;
  return item;
}

function paragraph(chinese: string, english: string): HTMLElement {
  const found = document.createElement("p");
  const small = document.createElement("small");
  small.lang = "en";
  small.textContent = english;
  found.append(`${chinese} `, small);
  return found;
}

function say(...parts: HTMLElement[]): void {
  result.hidden = false;
  result.replaceChildren(...parts);
}

async function bytesOf(id: string): Promise<Uint8Array | null> {
  const file = element<HTMLInputElement>(id).files?.[0];
  return file ? bytes(file) : null;
}

async function named(file: File): Promise<[name: string, content: Uint8Array]> {
  return [file.name, await bytes(file)];
}

async function bytes(file: File): Promise<Uint8Array> {
  return new Uint8Array(await file.arrayBuffer());
}

function element<T extends HTMLElement = HTMLElement>(id: string): T {
  return document.getElementById(id) as T;
}
