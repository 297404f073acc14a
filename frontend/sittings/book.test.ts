import { describe, expect, test } from "vitest";
import { answered, type Book, batch, begun, closed, handedIn, kept, opened, taken, tally } from "./book";
import { progress, readPaper, says, sheetsOf } from "./paper";
import type { Body } from "./wire";

const AT = "2026-11-26T01:00:00.000Z";
const TERMS = {
  attempt: "a1",
  device: "D".repeat(22),
  ticket: "t",
  title: "考试",
  candidate: "陈某",
  opensAt: 0,
  closesAt: 9,
  minutes: 60,
};
const body = (more: Partial<Body> = {}): Body => ({ zhifa: "sittings/1", now: AT, ...more });
const started = () =>
  begun(opened(TERMS), body({ key: "k", file_key: "f", started_at: AT, ends_at: AT, turn: 0, answers: {} }));
const give = (book: Book, ...answers: [string, string][]) =>
  answers.reduce((one, [position, letter]) => answered(one, position, [letter], AT), book);

test("an answer counts up, and takes the place of one that nobody has seen", () => {
  const book = give(started(), ["1", "A"], ["1", "B"], ["2", "C"]);
  expect(book.saves.map((one) => [one.turn, one.position, one.answer])).toEqual([
    [2, "1", ["B"]],
    [3, "2", ["C"]],
  ]);
  const again = give(taken(book), ["1", "D"]);
  expect(batch(again).map((one) => [one.turn, one.tried])).toEqual([
    [2, true],
    [3, true],
    [4, false],
  ]);
});

test("saved on the server is only what the server said it keeps, and only while it stands here", () => {
  const first = taken(give(started(), ["1", "A"]));
  const changed = give(first, ["1", "B"]);
  const after = kept(changed, batch(first), body({ kept: [{ turn: 1, number: 1, current: true }], turn: 1 }));
  expect(tally(after)).toEqual({ here: 1, there: 0 });
  expect(after.saves.map((one) => one.turn)).toEqual([2]);
  const sent = kept(after, batch(after), body({ kept: [{ turn: 2, number: 2, current: true }] }));
  expect(tally(sent)).toEqual({ here: 1, there: 1 });
});

test("another device's later answer is learned, unless one of here is still under way", () => {
  const book = taken(give(started(), ["1", "A"], ["2", "A"]));
  const sent = batch(book);
  const more = give(book, ["2", "D"]);
  const reply = body({
    kept: sent.map((one) => ({ turn: one.turn, number: 9, current: false })),
    newer: { "1": ["C"], "2": ["C"] },
    turn: 40,
  });
  const after = kept(more, sent, reply);
  expect(after.answers["1"]).toMatchObject({ answer: ["C"], sent: true });
  expect(after.answers["2"]).toMatchObject({ answer: ["D"], sent: false });
  expect(answered(after, "3", ["A"], AT).turn).toBe(41);
});

test("a reply that was held up says nothing of answers any more", () => {
  const before = taken(give(started(), ["1", "A"]));
  const first = kept(
    before,
    batch(before),
    body({ kept: [{ turn: 1, number: 1, current: true }], links: 1 }),
  );
  const second = taken(give(first, ["1", "B"]));
  const after = kept(
    second,
    batch(second),
    body({ kept: [{ turn: 2, number: 2, current: true }], links: 2 }),
  );
  const late = begun(after, body({ key: "k", started_at: AT, answers: { "1": ["A"] }, links: 1 }));
  expect(late.answers["1"]).toEqual({ answer: ["B"], turn: 2, sent: true });
});

test("a new device gets the answers from the server", () => {
  const book = begun(
    opened(TERMS),
    body({ key: "k", started_at: AT, answers: { "1": ["A"], "2": [] }, turn: 7 }),
  );
  expect(tally(book)).toEqual({ here: 1, there: 1 });
  expect(book.turn).toBe(7);
});

describe("the end", () => {
  test("what came too late goes along with the hand-in, once", () => {
    const book = taken(give(started(), ["1", "A"]));
    const over = closed(book, batch(book), body({ code: "attempt-over", kept: [] }), false);
    expect(over).toMatchObject({ over: "time", handing: true });
    expect(closed(over, batch(over), body({ code: "attempt-over" }), true)).toMatchObject({ handing: false });
    expect(over.saves).toHaveLength(1);
  });
  test("with the receipt the device forgets paper and answers, but nothing that the server lacks", () => {
    const receipt = { format: "zhifa-receipt/1", handed_at: AT };
    expect(handedIn(started(), body({ receipt }))).not.toHaveProperty("key");
    expect(handedIn(give(started(), ["1", "A"]), body({ receipt }))).toMatchObject({
      fileKey: "f",
      over: "handed",
    });
    expect(handedIn(started(), body({ promise: receipt }))).toMatchObject({ key: "k", promise: receipt });
  });
});

test("the paper's places, and how far each question is answered", () => {
  const paper = readPaper(JSON.stringify({ format: "zhifa-paper/1", paper: "a-1", full: 10, sections: [
    { kind: "fill", points: 2, questions: [{ position: 1, stem: "____和____", blanks: 2 }] },
    { kind: "case", points: 8, questions: [{ position: 2, stem: "甲", parts: [{ kind: "judge", stem: "乙" }, { kind: "short", stem: "丙" }] }] },
  ] })); // biome-ignore format: a paper at a glance
  const [fill, group] = sheetsOf(paper);
  expect(group?.places.map((one) => one.position)).toEqual(["2.1", "2.2"]);
  const given: Record<string, string[]> = { "1": ["宪法", ""], "2.1": ["T"], "2.2": ["因为"] };
  expect(fill && progress(fill, (one) => given[one])).toBe("part");
  expect(group && progress(group, (one) => given[one])).toBe("whole");
  expect([says([]), says([" "]), says(["T"])]).toEqual([false, false, true]);
});
