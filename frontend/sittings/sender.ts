/**
 * Brings what waits in the book to the server: soon after each answer, then the hand-in, then for the receipt; ever less often while nobody
 * answers, at once when the network seems back. What it may say twice is the same thing twice, so several tabs need not agree.
 */
import { BATCH, type Book, batch, closed, handedIn, kept, type Save, taken } from "./book";
import type { Reply, Silence } from "./wire";

export type Errand = "save" | "hand-in" | "receipt";

/** How the way to the server stands: never tried, good, silent, or shut until the candidate does something. */
export type Way = "unknown" | "good" | Silence | "ticket" | "gone";

export interface World {
  change(decide: (book: Book | undefined) => Book | undefined): Promise<Book | undefined>;
  go(errand: Errand, book: Book, saves: readonly Save[], keepalive: boolean): Promise<Reply>;
  told(way: Way, book: Book | undefined): void;
  random(): number; // 0 up to 1
  later(milliseconds: number, work: () => void): () => void; // answers what calls it off
}

const SOON = 250; // milliseconds in which answers gather
const LIFE = 15_000; // between signs of life
const FIRST_WAIT = 1_000;
const LAST_WAIT = 20_000;

/** How long to wait after so many silences in a row: doubled each time, up to 20 s, and spread by half so that devices do not come in step. */
export function waitAfter(silences: number, random: number): number {
  return Math.min(LAST_WAIT, FIRST_WAIT * 2 ** Math.max(0, silences - 1)) * (0.75 + random / 2);
}

/** What is to be done next for a book. */
export function errandOf(book: Book): Errand | undefined {
  if (book.receipt) return undefined;
  if (book.handing) return book.saves.length <= BATCH || book.over ? "hand-in" : "save";
  if (book.over) return book.handedAt === undefined ? undefined : "receipt";
  return book.startedAt === undefined ? undefined : "save";
}

export class Sender {
  way: Way = "unknown";
  private silences = 0;
  private busy = false;
  private again = false;
  private cancel: (() => void) | undefined;

  constructor(private readonly world: World) {}

  /** Something new is to be sent. */
  soon(): void {
    if (this.silences === 0) this.plan(SOON);
  }

  /** The network may be back, or the candidate asks: do not wait for the next try. */
  now(): void {
    this.plan(0);
  }

  /** The page may be gone in a moment: send what waits, without waiting for anything. */
  async leave(): Promise<void> {
    const book = await this.world.change((one) => (one?.saves.length ? taken(one) : undefined));
    if (book && errandOf(book) === "save") await this.deliver("save", book, true);
  }

  stop(): void {
    this.cancel?.();
  }

  private plan(wait: number): void {
    this.cancel?.();
    this.cancel = this.world.later(wait, () => this.run());
  }

  private async run(): Promise<void> {
    if (this.busy) {
      this.again = true;
      return;
    }
    this.busy = true;
    try {
      const book = await this.world.change(
        (one) => one && (one.saves.some((save) => !save.tried) ? taken(one) : one),
      );
      const errand = book && errandOf(book);
      if (!book || !errand) return;
      const after = await this.deliver(errand, book, false);
      const next = after && errandOf(after);
      if (this.way === "ticket" || this.way === "gone" || !next) return;
      this.plan(this.pause(next, after));
    } finally {
      this.busy = false;
      if (this.again) {
        this.again = false;
        this.plan(SOON);
      }
    }
  }

  private pause(next: Errand, after: Book): number {
    if (this.silences) return waitAfter(this.silences, this.world.random());
    if (next === "receipt") return FIRST_WAIT * (1 + this.world.random());
    return next === "hand-in" || after.saves.length ? SOON : LIFE * (0.75 + this.world.random() / 2);
  }

  private async deliver(errand: Errand, book: Book, keepalive: boolean): Promise<Book | undefined> {
    const saves = errand === "receipt" ? [] : batch(book);
    const reply = await this.world.go(errand, book, saves, keepalive);
    const after = await this.world.change((one) => one && settled(one, errand, saves, reply));
    this.silences = wentWell(reply) ? 0 : this.silences + 1;
    this.way = wayOf(reply);
    this.world.told(this.way, after);
    return after;
  }
}

/** The book after an errand. */
export function settled(book: Book, errand: Errand, saves: readonly Save[], reply: Reply): Book {
  if (reply.kind === "silence") return book;
  if (reply.kind === "ok") {
    const next = errand === "receipt" ? book : kept(book, saves, reply.body);
    return reply.body.receipt || reply.body.promise ? handedIn(next, reply.body) : next;
  }
  if (reply.code === "attempt-over") return closed(book, saves, reply.body, errand === "hand-in");
  return book;
}

/** Whether the next errand may follow at once: an answer, or the end of the attempt. Anything else is asked again later. */
function wentWell(reply: Reply): boolean {
  return reply.kind === "ok" || (reply.kind === "refused" && reply.code === "attempt-over");
}

/** How the way stands after a reply. */
export function wayOf(reply: Reply): Way {
  if (reply.kind === "silence") return reply.why;
  if (reply.kind === "refused" && reply.status === 401) return "ticket";
  if (reply.kind === "refused" && reply.status === 404) return "gone";
  return "good";
}
