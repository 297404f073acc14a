/**
 * All that a device knows of one attempt, and what becomes of it: plain data and pure changes, so that a store can read, change and write
 * it as one step whichever tab asks.
 */
import type { Learned } from "./clock";
import { says } from "./paper";
import type { Body, Receipt, Said } from "./wire";

export const BATCH = 200; // saves in one request

/** An answer under way: one turn of this device's counter. `tried` says that it may have reached the server: it never changes any more. */
export interface Save {
  turn: number;
  position: string;
  answer: string[];
  device_at: string;
  tried: boolean;
}

/** What stands at a position here; `sent` when the server said that it keeps it. */
export interface Answer {
  answer: string[];
  turn: number;
  sent: boolean;
  elsewhere?: boolean; // a later one of another device took the place of one that was given here
}

export interface Book {
  attempt: string;
  device: string; // 22 characters, one per browser profile
  ticket: string;
  title: string;
  candidate: string; // the name, as the page greets
  opensAt: number; // milliseconds since 1970, of the server
  closesAt: number;
  minutes: number;
  key?: string; // base64, from the start on
  fileKey?: string;
  startedAt?: number;
  endsAt?: number;
  links: number; // of the server's chain, as far as it was heard of: what an overtaken reply says of answers is stale
  turn: number; // the highest seen, its own or the server's
  answers: Record<string, Answer>;
  saves: Save[];
  flags: number[];
  here: number; // the question on the screen, from 0
  seen: number; // the last broadcast shown
  broadcasts: Said[];
  clock?: Learned;
  handing: boolean; // handed in here; goes on until the server has it
  over?: "time" | "handed"; // the server takes no more answers
  handedAt?: number;
  promise?: Receipt;
  receipt?: Receipt;
  fileMadeAt?: number;
}

export type Terms = Pick<
  Book,
  "attempt" | "device" | "ticket" | "title" | "candidate" | "opensAt" | "closesAt" | "minutes"
>;

/** A book for an attempt that this device did not know; a known one takes the newer terms and ticket. */
export function opened(terms: Terms, known?: Book): Book {
  const bare: Book = {
    ...terms,
    links: 0,
    turn: 0,
    answers: {},
    saves: [],
    flags: [],
    here: 0,
    seen: 0,
    broadcasts: [],
    handing: false,
  };
  return known ? { ...known, ...terms, device: known.device } : bare;
}

/** The book after an answer was given here. An earlier one of the position that no request has taken along goes; the turns count on. */
export function answered(book: Book, position: string, answer: string[], device_at: string): Book {
  const turn = book.turn + 1;
  const waiting = book.saves.filter((one) => one.tried || one.position !== position);
  return {
    ...book,
    turn,
    answers: { ...book.answers, [position]: { answer, turn, sent: false } },
    saves: [...waiting, { turn, position, answer, device_at, tried: false }],
  };
}

/** The book with the next batch marked as tried, so that a retry says the same. */
export function taken(book: Book): Book {
  return { ...book, saves: book.saves.map((one, at) => (at < BATCH ? { ...one, tried: true } : one)) };
}

/** The next saves to send. */
export function batch(book: Book): Save[] {
  return book.saves.slice(0, BATCH);
}

/** The book after the attempt was begun, or begun again: what the server keeps stands, but for what is still under way. */
export function begun(book: Book, body: Body): Book {
  const next: Book = { ...told(book, body), ...(body.key ? { key: body.key } : {}) };
  if (body.file_key) next.fileKey = body.file_key;
  if (body.started_at) next.startedAt = Date.parse(body.started_at);
  return learned(next, isStale(book, body) ? {} : (body.answers ?? {}), []);
}

/** The book after the server kept a batch. `newer` answers of other devices take the place of those here. */
export function kept(book: Book, sent: readonly Save[], body: Body): Book {
  const turns = new Set(body.kept?.map((one) => one.turn) ?? []);
  const answers = { ...book.answers };
  for (const one of sent) {
    const here = answers[one.position];
    if (turns.has(one.turn) && here?.turn === one.turn) answers[one.position] = { ...here, sent: true };
  }
  const next = { ...told(book, body), answers, saves: book.saves.filter((one) => !turns.has(one.turn)) };
  return learned(next, isStale(book, body) ? {} : (body.newer ?? {}), sent);
}

/** What the server has of other devices; a position whose answer is still under way here keeps it, and the server decides. */
function learned(book: Book, others: Record<string, string[]>, sent: readonly Save[]): Book {
  const answers = { ...book.answers };
  const waiting = new Set(book.saves.map((one) => one.position));
  const turn = Math.max(book.turn, ...sent.map((one) => one.turn));
  for (const [position, answer] of Object.entries(others)) {
    const here = answers[position];
    if (waiting.has(position)) continue;
    const same = here !== undefined && alike(here.answer, answer);
    answers[position] = { answer, turn: same ? here.turn : turn, sent: true };
    if (!same && here !== undefined) answers[position].elsewhere = true;
  }
  return { ...book, answers, turn };
}

/** Whether a later reply was heard before this one, which was held up on its way. */
function isStale(book: Book, body: Body): boolean {
  return body.links !== undefined && body.links < (book.links ?? 0);
}

/** What every answer may bring: the end, which may have moved, the turn, words to all, that it was handed in. */
function told(book: Book, body: Body): Book {
  const next = {
    ...book,
    turn: Math.max(book.turn, body.turn ?? 0),
    links: Math.max(book.links ?? 0, body.links ?? 0),
  };
  if (body.ends_at) next.endsAt = Date.parse(body.ends_at);
  const known = new Set(book.broadcasts.map((one) => one.id));
  const fresh = (body.broadcasts ?? []).filter((one) => !known.has(one.id));
  if (fresh.length) {
    next.broadcasts = [...book.broadcasts, ...fresh];
    next.seen = Math.max(book.seen, ...fresh.map((one) => one.id));
  }
  if (typeof body.handed === "string") {
    next.handedAt = Date.parse(body.handed);
    next.over = "handed";
  }
  return next;
}

/** The book after the hand-in arrived: the receipt, or the promise of one. With the receipt the device forgets paper and answers. */
export function handedIn(book: Book, body: Body): Book {
  const paper = body.receipt ?? body.promise;
  const next: Book = { ...told(book, body), handing: false, over: "handed" };
  if (paper?.handed_at) next.handedAt = Date.parse(paper.handed_at);
  if (body.promise) next.promise = body.promise;
  if (!body.receipt) return next;
  const { key: _key, fileKey: _file, ...bare } = { ...next, receipt: body.receipt };
  return next.saves.length
    ? { ...next, receipt: body.receipt }
    : { ...bare, answers: {}, flags: [], here: 0 };
}

/** The book after the server said that it takes no more answers. What it kept of the batch is kept; the rest goes into the hand-in. */
export function closed(book: Book, sent: readonly Save[], body: Body, asHandIn: boolean): Book {
  const next = kept(book, sent, body);
  if (next.handedAt !== undefined || asHandIn) return { ...next, over: next.over ?? "time", handing: false };
  return { ...next, over: "time", handing: true };
}

/** How many positions are answered here, and of how many of these the server has the same. */
export function tally(book: Book): { here: number; there: number } {
  const given = Object.values(book.answers).filter((one) => says(one.answer));
  return { here: given.length, there: given.filter((one) => one.sent).length };
}

function alike(one: readonly string[], other: readonly string[]): boolean {
  return one.length === other.length && one.every((text, at) => text === other[at]);
}
