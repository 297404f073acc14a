import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { answered, type Book, begun, opened, tally } from "./book";
import { errandOf, Sender, waitAfter } from "./sender";
import { type Body, judge, type Reply } from "./wire";

const AT = "2026-11-26T01:00:00.000Z";
const RECEIPT = { format: "zhifa-receipt/1", handed_at: AT };

/** Numbers from 0 to 1 that a seed decides (mulberry32). */
function seeded(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4294967296;
  };
}

interface Row {
  device: string;
  turn: number;
  position: string;
  answer: string[];
}

/** The contract's rules on answers, for the network to lead to: (device, turn) once, the highest (turn, device) counts. */
class Keeping {
  rows: Row[] = [];
  handed = false;

  take(device: string, saves: Omit<Row, "device">[], handIn: boolean): string {
    const fresh = saves.filter(
      (one) => !this.rows.some((row) => row.device === device && row.turn === one.turn),
    );
    if (fresh.length && this.handed)
      return JSON.stringify({ ...this.told(), code: "attempt-over", handed: AT });
    this.rows.push(...fresh.map((one) => ({ ...one, device })));
    this.handed ||= handIn;
    const kept = saves.map((one) => ({
      turn: one.turn,
      number: 1,
      current: this.counts(one.position)?.turn === one.turn,
    }));
    const others = saves.filter((one) => this.counts(one.position)?.device !== device);
    const newer = Object.fromEntries(
      others.map((one) => [one.position, this.counts(one.position)?.answer ?? []]),
    );
    return JSON.stringify({ ...this.told(), kept, newer, ...(handIn ? { receipt: RECEIPT } : {}) });
  }

  counts(position: string): Row | undefined {
    const rows = this.rows.filter((row) => row.position === position);
    return rows.sort((one, other) => other.turn - one.turn || (other.device > one.device ? 1 : -1))[0];
  }

  private told(): Body {
    return { zhifa: "sittings/1", now: AT, turn: Math.max(0, ...this.rows.map((row) => row.turn)) };
  }
}

/** One device on a network of the given faults: dropped on the way there or back, doubled, delayed, a portal's page. */
function device(name: string, keeping: Keeping, random: () => number, faults: number) {
  let book: Book = begun(
    opened({
      attempt: "a1",
      device: name,
      ticket: "t",
      title: "",
      candidate: "",
      opensAt: 0,
      closesAt: 9,
      minutes: 60,
    }),
    { zhifa: "sittings/1", now: AT, key: "k", started_at: AT },
  );
  const net = { faults };
  const wait = (most: number) => new Promise((resolve) => setTimeout(resolve, random() * most));
  const sender = new Sender({
    change: async (decide) => {
      const next = decide(book);
      if (next) book = next;
      return next;
    },
    go: async (errand, one, saves): Promise<Reply> => {
      const sent = saves.map(({ turn, position, answer }) => ({ turn, position, answer }));
      if (random() < net.faults / 3) return judge(200, "<html>欢迎使用无线网络</html>");
      if (random() < net.faults) return { kind: "silence", why: "offline" };
      await wait(3_000);
      const text = keeping.take(one.device, sent, errand === "hand-in");
      if (random() < net.faults) setTimeout(() => keeping.take(one.device, sent, false), random() * 30_000);
      if (random() < net.faults) return { kind: "silence", why: "offline" };
      await wait(3_000);
      return judge(text.includes("attempt-over") ? 409 : 200, text);
    },
    told: (_way, after) => {
      for (const [position, answer] of Object.entries(after?.answers ?? {})) {
        if (answer.sent)
          expect(
            keeping.rows.some((row) => row.position === position && `${row.answer}` === `${answer.answer}`),
          ).toBe(true);
      }
    },
    random,
    later: (ms, work) => {
      const timer = setTimeout(work, ms);
      return () => clearTimeout(timer);
    },
  });
  return {
    sender,
    net,
    book: () => book,
    answer: (position: string, letter: string) => {
      book = answered(book, position, [letter], AT);
      sender.soon();
    },
    handIn: () => {
      book = { ...book, handing: true };
      sender.now();
    },
  };
}

beforeEach(() => vi.useFakeTimers());
afterEach(() => vi.useRealTimers());

describe.each([1, 2, 3, 4, 5, 6, 7, 8])("a faulty network, seed %i", (seed) => {
  test("everything arrives once, and nothing is called saved that is not", async () => {
    const random = seeded(seed);
    const keeping = new Keeping();
    const phone = device("P".repeat(22), keeping, random, 0.4);
    const last = new Map<string, string>();
    for (let at = 0; at < 150; at += 1) {
      const [position, letter] = [
        String(1 + Math.floor(random() * 50)),
        "ABCD"[Math.floor(random() * 4)] ?? "A",
      ];
      last.set(position, letter);
      phone.answer(position, letter);
      await vi.advanceTimersByTimeAsync(random() * 4_000);
      if (at % 40 === 20) phone.net.faults = 1; // out of reach for a while
      if (at % 40 === 30) phone.net.faults = 0.4;
    }
    phone.net.faults = 0.4;
    phone.handIn();
    await vi.advanceTimersByTimeAsync(600_000);
    expect(keeping.handed).toBe(true);
    expect(phone.book().receipt).toEqual(RECEIPT);
    expect(phone.book().saves).toEqual([]);
    for (const [position, letter] of last) expect(keeping.counts(position)?.answer).toEqual([letter]);
    const names = keeping.rows.map((row) => `${row.device}/${row.turn}`);
    expect(new Set(names).size).toBe(names.length);
  });

  test("of two devices the later answer wins and the other learns it", async () => {
    const keeping = new Keeping();
    const phone = device("P".repeat(22), keeping, seeded(seed), 0);
    const desk = device("A".repeat(22), keeping, seeded(seed + 99), 0);
    for (let at = 0; at < 3; at += 1) phone.answer("1", "A");
    await vi.advanceTimersByTimeAsync(10_000);
    phone.answer("2", "B");
    await vi.advanceTimersByTimeAsync(10_000);
    desk.answer("2", "C"); // its first turn: the phone's is later
    await vi.advanceTimersByTimeAsync(10_000);
    expect(desk.book().answers["2"]).toMatchObject({ answer: ["B"], sent: true });
    desk.answer("2", "D"); // knows the turns now
    await vi.advanceTimersByTimeAsync(10_000);
    expect(keeping.counts("2")?.answer).toEqual(["D"]);
  });
});

test("an answer is on the server within two seconds when there is a network", async () => {
  const keeping = new Keeping();
  const phone = device("P".repeat(22), keeping, () => 0.1, 0);
  phone.answer("1", "A");
  await vi.advanceTimersByTimeAsync(2_000);
  expect(tally(phone.book())).toEqual({ here: 1, there: 1 });
});

test("silence makes the waits longer, to twenty seconds and spread; the network's return ends them", async () => {
  expect([1, 2, 3, 4, 5, 6, 60].map((one) => waitAfter(one, 0.5))).toEqual([
    1e3, 2e3, 4e3, 8e3, 16e3, 20e3, 20e3,
  ]);
  expect([waitAfter(9, 0), waitAfter(9, 1)]).toEqual([15_000, 25_000]);
  const keeping = new Keeping();
  const phone = device("P".repeat(22), keeping, () => 0.1, 1);
  phone.answer("1", "A");
  await vi.advanceTimersByTimeAsync(120_000);
  expect(phone.sender.way).toBe("portal");
  phone.net.faults = 0;
  phone.sender.now();
  await vi.advanceTimersByTimeAsync(1_000);
  expect(phone.sender.way).toBe("good");
  expect(keeping.rows).toHaveLength(1);
});

test("what is to be done next", () => {
  const book = begun(
    opened({
      attempt: "a",
      device: "d",
      ticket: "t",
      title: "",
      candidate: "",
      opensAt: 0,
      closesAt: 1,
      minutes: 1,
    }),
    { zhifa: "sittings/1", now: AT, started_at: AT },
  );
  expect(errandOf(book)).toBe("save");
  expect(errandOf({ ...book, handing: true })).toBe("hand-in");
  expect(errandOf({ ...book, over: "handed", handedAt: 1 })).toBe("receipt");
  expect(errandOf({ ...book, over: "handed", handedAt: 1, receipt: RECEIPT })).toBeUndefined();
  expect(errandOf({ ...book, over: "time" })).toBeUndefined();
});
