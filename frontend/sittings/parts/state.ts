/** What always stands at the top: the time that is left, and what is saved where. */
import { words } from "../../kernel/islands/words";
import { tally } from "../book";
import { countdown, minuteToSay } from "../clock";
import type { Way } from "../sender";
import type { Desk } from "./desk";
import { button, el, say } from "./small";

const SIZES = ["", "large", "larger"] as const;

export class StateBar {
  private readonly clock = el("span", { class: "sit-clock", role: "timer" });
  private readonly unsure = el("span", { class: "sit-unsure muted" });
  private readonly network = el("span", { class: "sit-network" });
  private readonly saved = el("span", { class: "sit-saved" });
  private readonly retry: HTMLButtonElement;
  private readonly signIn: HTMLAnchorElement;
  private readonly aloud = el("p", { class: "visually-hidden", role: "status", "aria-live": "polite" });
  private readonly news = el("div", { class: "sit-news", role: "status", "aria-live": "polite" });
  private before = Number.POSITIVE_INFINITY;
  private lastWay: Way | undefined;
  private told = 0;
  readonly element: HTMLElement;

  constructor(private readonly desk: Desk) {
    this.retry = button(words("try-now"), () => desk.retry(), "btn-link");
    this.signIn = el("a", { href: desk.addresses.signIn }, words("sign-in"));
    this.element = el(
      "div",
      { class: "sit-top" },
      el(
        "div",
        { class: "sit-bar" },
        el("h1", { class: "sit-title", tabindex: -1 }, desk.book.title || words("exam")),
        el("span", { class: "sit-time" }, this.unsure, this.clock),
        sizes(),
      ),
      el("div", { class: "sit-state" }, this.network, this.saved, this.retry, this.signIn),
      this.news,
      this.aloud,
    );
    this.update();
  }

  /** Show how things stand now; said aloud only when they change. */
  update(): void {
    const { book, way } = this.desk;
    const { here, there } = tally(book);
    const running = book.startedAt !== undefined && !book.receipt;
    this.element.dataset.way = way === "good" || way === "unknown" ? "good" : "bad";
    const bad = this.desk.lasts ? words(`way-${way}`) : words("not-kept");
    say(this.network, bad);
    say(
      this.saved,
      !running
        ? ""
        : this.desk.writing
          ? words("writing")
          : words(here ? "saved" : "saved-none", { here, there }),
    );
    this.retry.hidden = way === "good" || way === "unknown" || way === "ticket" || way === "gone";
    this.signIn.hidden = way !== "ticket";
    if (this.lastWay !== undefined && this.lastWay !== way) say(this.aloud, words(`way-${way}`));
    this.lastWay = way;
    this.tick();
    this.tellNews();
  }

  /** The countdown, each second. */
  tick(): void {
    const left = this.desk.book.over || this.desk.book.receipt ? undefined : this.desk.left();
    say(this.clock, left ? countdown(left.milliseconds) : "");
    this.clock.setAttribute(
      "aria-label",
      left ? words("time-left", { time: countdown(left.milliseconds) }) : "",
    );
    say(this.unsure, left && !left.sure ? words("time-unsure") : left ? words("time-word") : "");
    if (!left) return;
    this.clock.classList.toggle("is-short", left.milliseconds < 300_000);
    const minute = minuteToSay(this.before, left.milliseconds);
    if (minute) say(this.aloud, words("minutes-left", { n: minute }));
    this.before = left.milliseconds;
  }

  private tellNews(): void {
    const fresh = this.desk.book.broadcasts.slice(this.told);
    this.told += fresh.length;
    for (const one of fresh) {
      const box = el("p", {}, el("strong", {}, words("broadcast")), ` ${one.words} `);
      box.append(button(words("read"), () => box.remove(), "btn-link"));
      this.news.append(box);
    }
  }
}

function sizes(): HTMLElement {
  const root = document.documentElement;
  const made = button("", () => {
    const next = SIZES[(SIZES.indexOf((root.dataset.size ?? "") as "") + 1) % SIZES.length] ?? "";
    setSize(next);
    label();
  });
  made.className = "btn btn-small sit-size";
  const label = () => {
    say(made, words("size"));
    made.setAttribute("aria-label", words(`size-${root.dataset.size || "normal"}`));
  };
  label();
  return made;
}

function setSize(size: string): void {
  document.documentElement.dataset.size = size;
  try {
    localStorage.setItem("zhifa-size", size);
  } catch {
    // a browser that keeps nothing: the size lasts as long as the page
  }
}

/** The size of text that was chosen here before. */
export function resumeSize(): void {
  try {
    document.documentElement.dataset.size = localStorage.getItem("zhifa-size") ?? "";
  } catch {
    document.documentElement.dataset.size = "";
  }
}
