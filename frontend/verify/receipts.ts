/** Receipts of exams: that a hand-in stands in the district's signed log with just these answers, and nothing of it was changed since.
 *
 * See `verify/zhifa_verify/receipts.py`, of which this is the second reading.
 */

import { ENTRY, ENTRY_FORMAT, type Finding, type Verdict } from "./check";
import { fingerprint, type Head, headOf, leafHash, mustBeSigned, rootByPath } from "./log";
import {
  canonical,
  digestOf,
  encoded,
  equal,
  hasOnly,
  list,
  object,
  type Row,
  readLoosely,
  same,
  text,
  Wrong,
  whole,
} from "./reading";

const FORMAT = "zhifa-receipt/1";
const PROMISE = "zhifa-promise/1";
const SAID = ["attempt", "head", "links", "handed_at"];
const ENDS = ["sittings.hand_in", "sittings.accept_file", "sittings.collect"];
const PARTS: Record<string, string[]> = {
  [FORMAT]: ["format", ...SAID, "entry", "index", "path", "checkpoint"],
  [PROMISE]: ["format", ...SAID, "seal"],
};
const MARK = "demonstration: ";
const LIMITS =
  "回执不说题目、答案和成绩，也不证明答题的是谁（it does not tell questions, answers or marks, nor who answered）";

/** Whether a file says of itself that it is a receipt or a promise, and so is to be read as one. */
export function isReceipt(content: Uint8Array): boolean {
  try {
    const told = JSON.parse(new TextDecoder().decode(content)) as unknown;
    return partsOf(told as Row | null) !== undefined;
  } catch {
    return false;
  }
}

/** Check a receipt or a promise; with a C2SP verifier key also who signed it. */
export function checkReceipt(content: Uint8Array, verifier: string | undefined): Verdict {
  let mark = "";
  let findings: Finding[];
  try {
    const told = readLoosely(content) as Row | null;
    const parts = partsOf(told);
    if (told === null || parts === undefined)
      throw new Wrong("这不是考试回执（this is no receipt of an exam）");
    if (!hasOnly(told, parts)) {
      throw new Wrong("回执缺项或多项（the receipt has parts missing or too many）");
    }
    mustBeWellSaid(told);
    const note = text(told.format === FORMAT ? told.checkpoint : told.seal);
    const head = headOf(note);
    mark = head.extensions.find((line) => line.startsWith(MARK))?.slice(MARK.length) ?? "";
    const found = told.format === FORMAT ? proven(told, head) : promised(told, head);
    if (verifier !== undefined) mustBeSigned(note, verifier);
    findings = [...found, LIMITS].map((line) => ({ state: "fits", text: line }));
  } catch (error) {
    const unread = "回执里有读不懂的内容（the receipt holds something that cannot be read）";
    findings = [{ state: "wrong", text: error instanceof Wrong ? error.message : unread }];
  }
  const wrong = findings[0]?.state === "wrong";
  return { status: wrong ? 1 : verifier === undefined ? 2 : 0, mark, findings };
}

function partsOf(told: Row | null): string[] | undefined {
  const format = typeof told === "object" && told !== null && !Array.isArray(told) ? told.format : undefined;
  return typeof format === "string" && Object.hasOwn(PARTS, format) ? PARTS[format] : undefined;
}

function mustBeWellSaid(told: Row): void {
  digestOf(told.head);
  if (typeof told.links !== "number" || told.links < 0) {
    throw new Wrong("作答次数写得不对（the number of answers is no number）");
  }
  for (const name of ["attempt", "handed_at"]) {
    if (typeof told[name] !== "string" || !told[name]) {
      throw new Wrong("答卷号或交卷时间写得不对（the attempt or its time is misspelt）");
    }
  }
}

/** The entry says what the receipt says, and stands in the log. */
function proven(told: Row, head: Head): string[] {
  const entry = object(told.entry);
  if (
    !hasOnly(entry, ENTRY) ||
    entry.format !== ENTRY_FORMAT ||
    entry.schema !== 1 ||
    !ENDS.includes(text(entry.act))
  ) {
    throw new Wrong("回执里的记录不是交卷记录（the entry is not one of a hand-in）");
  }
  const facts = object(entry.facts);
  if (!same(entry.subject, ["exam-attempt", text(told.attempt)])) {
    throw new Wrong("记录的不是这份答卷（the entry is about another attempt）");
  }
  const spoken = { head: "答卷内容", links: "作答次数", handed_at: "交卷时间" };
  for (const [name, words] of Object.entries(spoken)) {
    if (!same(facts[name], told[name])) {
      throw new Wrong(`回执上的${words}与存证记录不符（the ${name} is not the one in the log）`);
    }
  }
  const index = whole(told.index);
  const path = list(told.path).map(digestOf);
  if (!equal(rootByPath(leafHash(encoded(canonical(entry))), index, head.size, path), head.root)) {
    throw new Wrong("这条交卷记录不在日志里，或者被改动过（the entry is not in the log, or was changed）");
  }
  if (facts.late === undefined) throw new Wrong("记录缺项（the entry has parts missing）");
  return [
    handedIn(told) + (facts.late === true ? "，迟交（late）" : ""),
    `交卷记录是 ${head.origin} 第 ${index} 条，在 ${head.size} 条的日志里（the entry is in the log）`,
  ];
}

/** The seal is a head of the log with one line more, the hash of the rest. */
function promised(told: Row, head: Head): string[] {
  const { seal: _seal, ...rest } = told;
  if (head.extensions.at(-1) !== `bundle: ${fingerprint(canonical(rest))}`) {
    throw new Wrong("承诺的内容不是签名时的内容（the promise is not what was signed）");
  }
  return [
    handedIn(told),
    `这是 ${head.origin} 签名的承诺，可以换取回执（a promise, to be redeemed for a receipt）`,
  ];
}

function handedIn(told: Row): string {
  return `答卷 ${told.attempt} 于 ${told.handed_at} 交卷，保存作答 ${told.links} 次（handed in, ${told.links} answers saved）`;
}
