/** The player: on its page a candidate sits an exam, whatever the network does. */
import "./player.scss";
import { words } from "../kernel/islands/words";
import { answered, type Book, begun, opened as openedBook, type Save, type Terms } from "./book";
import { hands, ServerClock } from "./clock";
import { download, handInFile } from "./file";
import { readPaper, type Sheet, sheetsOf } from "./paper";
import { answering, type Step } from "./parts/answering";
import type { Desk } from "./parts/desk";
import { el } from "./parts/small";
import { resumeSize, StateBar } from "./parts/state";
import { handed, handing, over, review, stuck, waiting } from "./parts/steps";
import { opened } from "./sealing";
import { type Errand, Sender, type Way, wayOf } from "./sender";
import { openStore, type Store } from "./store";
import { ask, type Body, type Reply } from "./wire";

/** What the page of an attempt says; the shell that opens without a network says nothing. */
interface Told {
  ticket: string;
  title: string;
  candidate: string;
  opens_at: string;
  closes_at: string;
  minutes: number;
  begun: boolean; // on whatever device
}

const START_AGAIN = 30_000; // milliseconds after which a page that is looked at again asks what other devices answered

class Player implements Desk {
  book!: Book;
  sheets: Sheet[] = [];
  way: Way = "unknown";
  sealed = false;
  shelled = false;
  private readonly clock = new ServerClock();
  private readonly sender: Sender;
  private bar: StateBar | undefined;
  private step: Step | undefined;
  private shown = "";
  private reviewing = false;
  private pending = 0;
  private unsaved = false;
  private asked = 0;
  private readonly place = el("div", { class: "sit-step" });

  constructor(
    private readonly root: HTMLElement,
    private readonly store: Store,
    private readonly attempt: string,
    readonly addresses: Desk["addresses"],
    private readonly live: string,
  ) {
    this.sender = new Sender({
      change: (decide) => this.store.change(this.attempt, decide),
      go: (errand, book, saves, keepalive) => this.send(errand, book, saves, keepalive),
      told: (way, book) => this.told(way, book),
      random: Math.random,
      later: (milliseconds, work) => {
        const timer = setTimeout(work, milliseconds);
        return () => clearTimeout(timer);
      },
    });
  }

  get lasts(): boolean {
    return this.store.lasts;
  }

  get writing(): boolean {
    return this.unsaved || this.pending > 0;
  }

  /** Open the book of this attempt, show where it stands, and begin to talk with the server. */
  async begin(told: Told | undefined): Promise<void> {
    const device = await this.store.device();
    const known = await this.store.change(this.attempt, (book) => {
      if (!told) return book;
      return openedBook(termsOf(told, this.attempt, device), book);
    });
    this.book =
      known ??
      openedBook(
        termsOf(
          { ticket: "", title: "", candidate: "", opens_at: "", closes_at: "", minutes: 0, begun: false },
          this.attempt,
          device,
        ),
      );
    this.clock.resume(this.book.clock, hands());
    this.bar = new StateBar(this);
    this.root.replaceChildren(this.bar.element, this.place);
    if (!known) {
      this.render("unknown");
      return;
    }
    await this.unseal();
    this.refresh();
    this.watch();
    await this.enter();
    if (told?.begun && this.book.startedAt === undefined) await this.start();
  }

  left(): { milliseconds: number; sure: boolean } | undefined {
    const at = this.clock.at(hands());
    if (!at || this.book.endsAt === undefined || this.book.receipt) return undefined;
    return { milliseconds: this.book.endsAt - at.now, sure: at.sure };
  }

  untilOpen(): number | undefined {
    const at = this.clock.at(hands());
    return at && this.book.opensAt - at.now;
  }

  async start(): Promise<void> {
    await this.ask(
      "start",
      { device: this.book.device, device_at: new Date().toISOString(), seen: this.book.seen },
      (book, body) => begun(book, body),
    );
    await this.unseal();
    this.refresh();
    this.sender.now();
  }

  async answer(position: string, answer: string[]): Promise<void> {
    const stands = this.book.answers[position]?.answer ?? [];
    this.unsaved = false;
    if (stands.length === answer.length && stands.every((text, at) => text === answer[at])) {
      this.refresh();
      return;
    }
    this.pending += 1;
    this.bar?.update();
    try {
      const book = await this.store.change(
        this.attempt,
        (one) => one && answered(one, position, answer, new Date().toISOString()),
      );
      if (book) this.book = book;
      this.sender.soon();
    } finally {
      this.pending -= 1;
    }
    this.refresh();
  }

  typing(): void {
    this.unsaved = true;
    this.bar?.update();
  }

  async go(question: number): Promise<void> {
    await this.step?.flush?.();
    this.reviewing = false;
    await this.change((book) => ({ ...book, here: question }));
  }

  async flag(question: number): Promise<void> {
    await this.change((book) => ({
      ...book,
      flags: book.flags.includes(question)
        ? book.flags.filter((one) => one !== question)
        : [...book.flags, question],
    }));
  }

  async review(open: boolean): Promise<void> {
    await this.step?.flush?.();
    this.reviewing = open;
    this.refresh();
  }

  async handIn(): Promise<void> {
    await this.step?.flush?.();
    await this.change((book) => ({ ...book, handing: true }));
    this.sender.now();
  }

  async goOn(): Promise<void> {
    this.reviewing = false;
    await this.change((book) => (book.over ? book : { ...book, handing: false }));
    this.sender.now();
  }

  retry(): void {
    this.enter();
  }

  async writeFile(): Promise<void> {
    await this.step?.flush?.();
    const madeAt = new Date();
    const text = await handInFile(this.book, madeAt.toISOString());
    if (!text) return;
    download(`${words("file-name")}-${this.attempt}.json`, text);
    await this.change((book) => ({ ...book, fileMadeAt: madeAt.getTime() }));
  }

  keepReceipt(): void {
    download(`${words("receipt-name")}-${this.attempt}.json`, JSON.stringify(this.book.receipt, null, 2));
  }

  /** Fetch what is not here yet; begun already, ask again what the server keeps. */
  private async enter(): Promise<void> {
    this.asked = Date.now();
    if (this.book.receipt) return;
    if (this.book.startedAt === undefined || !(await this.store.paper(this.attempt))) await this.fetchPaper();
    if (this.book.startedAt !== undefined && !this.book.over) await this.start();
    else if (this.book.over || this.book.handing) this.sender.now();
    this.refresh();
  }

  private async fetchPaper(): Promise<void> {
    const reply = await this.ask("paper", undefined, (book, body) => ({
      ...book,
      opensAt: body.opens_at ? Date.parse(body.opens_at) : book.opensAt,
      closesAt: body.closes_at ? Date.parse(body.closes_at) : book.closesAt,
      minutes: body.minutes ?? book.minutes,
    }));
    if (reply.kind !== "ok" || !reply.body.sealed) {
      if (reply.kind === "silence")
        setTimeout(() => this.book.startedAt === undefined && this.enter(), 5_000);
      return;
    }
    await this.store.keepPaper(this.attempt, reply.body.sealed);
    await this.unseal();
  }

  /** Read the paper, as soon as it and its key are here. */
  private async unseal(): Promise<void> {
    const sealed = await this.store.paper(this.attempt);
    this.sealed = sealed !== undefined;
    if (!sealed || !this.book.key || this.sheets.length) return;
    this.sheets = sheetsOf(readPaper(await opened(sealed, this.book.key, this.attempt)));
  }

  private async ask(act: string, body: unknown, change: (book: Book, body: Body) => Book): Promise<Reply> {
    const reply = await this.exchange(act, body, false);
    if (reply.kind === "ok") await this.change((book) => change(book, reply.body));
    this.told(wayOf(reply), this.book);
    return reply;
  }

  private send(errand: Errand, book: Book, saves: readonly Save[], keepalive: boolean): Promise<Reply> {
    if (errand === "receipt") return this.exchange("receipt", undefined, false);
    const told = saves.map(({ turn, position, answer, device_at }) => ({
      turn,
      position,
      answer,
      device_at,
    }));
    return this.exchange(errand, { device: book.device, saves: told, seen: book.seen }, keepalive);
  }

  /** One exchange with the server, from which its clock is learned. */
  private async exchange(act: string, body: unknown, keepalive: boolean): Promise<Reply> {
    const asked = hands();
    const reply = await ask(`${this.live}${this.attempt}/${act}`, {
      ticket: this.book.ticket,
      keepalive,
      ...(body === undefined ? {} : { body }),
    });
    if (reply.kind !== "silence") {
      const learned = this.clock.learn(Date.parse(reply.body.now), asked, hands());
      await this.store.change(this.attempt, (book) => book && { ...book, clock: learned });
    }
    return reply;
  }

  private told(way: Way, book: Book | undefined): void {
    this.way = way;
    if (book) this.book = book;
    if (this.book.receipt && !this.book.saves.length) this.store.dropPaper(this.attempt);
    this.refresh();
    this.endInTime();
  }

  /** With the server's answer at hand and the time over, hand in what is here: the end may have moved while nobody answered. */
  private endInTime(): void {
    const left = this.left();
    if (this.way !== "good" || !left?.sure || left.milliseconds > 0 || this.book.over || this.book.handing)
      return;
    this.handIn();
  }

  private async change(decide: (book: Book) => Book): Promise<void> {
    const book = await this.store.change(this.attempt, (one) => one && decide(one));
    if (book) this.book = book;
    this.refresh();
  }

  private refresh(): void {
    this.render(this.where());
    this.step?.update();
    this.bar?.update();
  }

  /** The name of the screen that belongs to how things stand. */
  private where(): string {
    const { book } = this;
    if (book.receipt || book.over === "handed") return `handed-${book.receipt ? "receipt" : "promise"}`;
    if ((this.way === "ticket" || this.way === "gone") && !this.sheets.length) return this.way; // else answering goes on
    if (book.handing) return "handing";
    if (book.startedAt === undefined) return "waiting";
    if (!this.sheets.length) return "no-paper";
    const left = this.left();
    if (book.over === "time" || (left?.sure && left.milliseconds <= 0)) return "over";
    return this.reviewing ? "review" : `answering-${book.here}`;
  }

  private render(name: string): void {
    if (name === this.shown) return;
    const first = this.shown === "";
    this.step?.flush?.();
    this.shown = name;
    this.step = this.made(name);
    this.place.replaceChildren(this.step.element);
    document.title = `${words(name.startsWith("answering") ? "answering" : "exam")} · ${this.book.title}`;
    if (!first) {
      this.step.focus.focus({ preventScroll: true });
      window.scrollTo({ top: 0 });
    }
  }

  private made(name: string): Step {
    if (name.startsWith("answering")) return answering(this);
    if (name.startsWith("handed")) return handed(this);
    if (name === "review") return review(this);
    if (name === "handing") return handing(this);
    if (name === "over") return over(this);
    if (name === "waiting") return waiting(this);
    return stuck(this, name as "unknown" | "ticket" | "gone" | "no-paper");
  }

  private watch(): void {
    this.store.listen(this.attempt, async () => {
      const book = await this.store.read(this.attempt);
      if (!book) return;
      const here = this.book.here; // each tab stays at its own question
      this.book = { ...book, here };
      await this.unseal();
      this.refresh();
    });
    setInterval(() => {
      this.bar?.tick();
      const left = this.left();
      if (this.book.startedAt === undefined) this.step?.update();
      else if (left && left.milliseconds <= 0 && left.milliseconds > -1_100) this.sender.now();
      if (left && left.milliseconds <= 0) this.refresh();
    }, 1_000);
    window.addEventListener("online", () => this.retry());
    window.addEventListener("offline", () => this.told("offline", undefined));
    window.addEventListener("pagehide", () => this.leave());
    document.addEventListener("visibilitychange", () => {
      if (document.visibilityState === "hidden") this.leave();
      else if (Date.now() - this.asked > START_AGAIN) this.enter();
      else this.sender.now();
    });
    this.keepPage();
  }

  private async leave(): Promise<void> {
    await this.step?.flush?.();
    await this.sender.leave();
  }

  /** Let the browser keep this page, so that it opens again without a network. */
  private async keepPage(): Promise<void> {
    const worker = this.root.dataset.worker;
    if (!("serviceWorker" in navigator) || !worker) return;
    try {
      await navigator.serviceWorker.register(worker, { scope: this.root.dataset.scope ?? "./" });
      const ready = await navigator.serviceWorker.ready;
      this.shelled = ready.active !== null;
      this.refresh();
    } catch {
      this.shelled = false; // no secure context, or switched off: the page says so
    }
  }
}

function termsOf(told: Told, attempt: string, device: string): Terms {
  return {
    attempt,
    device,
    ticket: told.ticket,
    title: told.title,
    candidate: told.candidate,
    opensAt: Date.parse(told.opens_at),
    closesAt: Date.parse(told.closes_at),
    minutes: told.minutes,
  };
}

async function wake(): Promise<void> {
  const root = document.querySelector<HTMLElement>("#player");
  if (!root) return;
  resumeSize();
  document.documentElement.classList.add("has-script");
  const told = document.querySelector("#sitting")?.textContent;
  const attempt = location.pathname.split("/").filter(Boolean).pop() ?? "";
  const { mine = "/", file = "/", signIn = "/", live = "/" } = root.dataset;
  const addresses = { mine, file, signIn: `${signIn}?next=${encodeURIComponent(location.pathname)}` };
  const player = new Player(root, await openStore(), attempt, addresses, live);
  await player.begin(told ? (JSON.parse(told) as Told) : undefined);
}

wake();
