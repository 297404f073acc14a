/** The other screens: before the start, the look over everything before the hand-in, on the way, the end. */
import { words } from "../../kernel/islands/words";
import { tally } from "../book";
import { countdown } from "../clock";
import { type Step, stateOf } from "./answering";
import type { Desk } from "./desk";
import { atTime, atTimes, button, el, say } from "./small";

function panel(
  title: string,
  ...children: (Node | string | undefined | false)[]
): { element: HTMLElement; focus: HTMLElement } {
  const focus = el("h2", { tabindex: -1 }, title);
  return { element: el("section", { class: "sit-panel" }, focus, ...children), focus };
}

/** Before the start: when it opens, for how long, what is ready on this device; then the button that starts the clock. */
export function waiting(desk: Desk): Step {
  const { book } = desk;
  const ready = el("ul", { class: "sit-ready" });
  const line = el("p", { class: "sit-opens", role: "timer" });
  const trouble = el("p", { class: "error-text", role: "alert" });
  const start = button(
    words("start"),
    async () => {
      start.disabled = true;
      await desk.start();
      start.disabled = false;
      say(trouble, book === desk.book ? words("not-started") : "");
    },
    "btn btn-primary",
  );
  const made = panel(
    words("before"),
    el(
      "dl",
      { class: "sit-terms" },
      el("div", {}, el("dt", {}, words("window")), el("dd", {}, atTimes(book.opensAt, book.closesAt))),
      el("div", {}, el("dt", {}, words("length")), el("dd", {}, words("minutes", { n: book.minutes }))),
      el("div", {}, el("dt", {}, words("candidate")), el("dd", {}, book.candidate)),
    ),
    el(
      "ul",
      { class: "sit-rules" },
      ...["rule-saved", "rule-offline", "rule-clock", "rule-end"].map((one) => el("li", {}, words(one))),
    ),
    ready,
    line,
    trouble,
    start,
  );
  const update = () => {
    const left = desk.untilOpen();
    const closed = left !== undefined && left <= book.opensAt - book.closesAt;
    start.hidden = left === undefined || left > 0 || closed;
    say(
      line,
      left === undefined
        ? words("asking-time")
        : closed
          ? words("closed")
          : left > 0
            ? words("opens-in", { time: countdown(left) })
            : words("open-now"),
    );
    const facts = [
      desk.sealed ? "ready-paper" : "no-paper",
      desk.lasts ? "ready-store" : "not-kept",
      desk.shelled ? "ready-page" : "no-page",
    ];
    const told = facts.map((one) => words(one));
    if (ready.dataset.told !== told.join()) {
      ready.dataset.told = told.join();
      ready.replaceChildren(
        ...facts.map((one, at) =>
          el("li", { "data-ready": String(one.startsWith("ready")) }, told[at] ?? ""),
        ),
      );
    }
  };
  update();
  return { ...made, update };
}

/** Before the hand-in: what is unanswered first, then what is flagged. */
export function review(desk: Desk): Step {
  const hand = button(words("hand-in"), () => desk.handIn(), "btn btn-primary");
  const open = el("div");
  const saved = el("p");
  const offline = el("p", { class: "sit-note" });
  const made = panel(
    words("review"),
    open,
    saved,
    offline,
    el(
      "div",
      { class: "sit-acts" },
      hand,
      button(words("back"), () => desk.review(false)),
    ),
    fileOffer(desk),
  );
  let before = "";
  const update = () => {
    const todo = desk.sheets.filter((sheet) => stateOf(sheet, desk) !== "whole");
    const flagged = desk.sheets.filter((sheet) => desk.book.flags.includes(sheet.number));
    const look = JSON.stringify([todo.map((one) => one.number), flagged.map((one) => one.number)]);
    if (look !== before) {
      before = look;
      open.replaceChildren(
        todo.length
          ? list(
              desk,
              words("unanswered", { n: todo.length }),
              todo.map((one) => one.number),
            )
          : el("p", {}, words("all-answered")),
        flagged.length
          ? list(
              desk,
              words("flagged-list", { n: flagged.length }),
              flagged.map((one) => one.number),
            )
          : "",
      );
      say(hand, todo.length ? words("hand-in-anyway", { n: todo.length }) : words("hand-in"));
    }
    const { here, there } = tally(desk.book);
    say(saved, words("saved", { here, there }));
    say(offline, desk.way === "good" ? "" : words("hand-in-offline"));
  };
  update();
  return { ...made, update };
}

function list(desk: Desk, title: string, numbers: number[]): HTMLElement {
  const at = (number: number) => desk.sheets.findIndex((one) => one.number === number);
  const links = numbers.map((number) =>
    el(
      "li",
      {},
      button(words("question", { n: number }), () => desk.go(at(number)), "btn btn-small"),
    ),
  );
  return el("div", { class: "sit-list" }, el("h3", {}, title), el("ul", {}, ...links));
}

/** The hand-in is on its way. */
export function handing(desk: Desk): Step {
  const line = el("p", { role: "status" });
  const back = button(words("go-on"), () => desk.goOn());
  const made = panel(
    words("handing"),
    line,
    el(
      "div",
      { class: "sit-acts" },
      button(words("try-now"), () => desk.retry()),
      back,
    ),
    fileOffer(desk),
  );
  const update = () => {
    say(
      line,
      words(desk.way === "good" || desk.way === "unknown" ? "handing-now" : "handing-later", {
        way: words(`way-${desk.way}`),
      }),
    );
    back.hidden = desk.book.over !== undefined || (desk.left()?.milliseconds ?? 0) <= 0;
  };
  update();
  return { ...made, update };
}

/** The time is over and nothing more is taken over the wire. */
export function over(desk: Desk): Step {
  const line = el("p", {});
  const made = panel(
    words("over"),
    line,
    el("p", {}, words("over-given-back")),
    button(words("try-now"), () => desk.retry()),
    fileOffer(desk),
  );
  const update = () => {
    const { here, there } = tally(desk.book);
    say(line, words(desk.book.over ? "over-refused" : "over-offline", { n: here - there }));
  };
  update();
  return { ...made, update };
}

/** Handed in: the receipt, or that it is still being sealed. */
export function handed(desk: Desk): Step {
  const { book } = desk;
  const when = book.handedAt === undefined ? "" : atTime(book.handedAt);
  const made = panel(
    words("handed"),
    el("p", {}, words("handed-at", { time: when })),
    el("p", { role: "status" }, words(book.receipt ? "receipt-here" : "receipt-coming")),
    book.receipt && el("p", {}, words("receipt-what")),
    el(
      "div",
      { class: "sit-acts" },
      book.receipt && button(words("keep-receipt"), () => desk.keepReceipt(), "btn btn-primary"),
      el("a", { class: "btn", href: desk.addresses.mine }, words("my-exams")),
    ),
    book.saves.length > 0 && el("p", { class: "sit-note" }, words("left-over", { n: book.saves.length })),
    book.saves.length > 0 && fileOffer(desk),
  );
  return { ...made, update: () => {} };
}

/** Why the player cannot go on, and what to do. */
export function stuck(desk: Desk, why: "unknown" | "ticket" | "gone" | "no-paper"): Step {
  const made = panel(
    words(`stuck-${why}`),
    el("p", {}, words(`stuck-${why}-next`)),
    el(
      "div",
      { class: "sit-acts" },
      why === "ticket" || why === "unknown"
        ? el("a", { class: "btn btn-primary", href: desk.addresses.signIn }, words("sign-in"))
        : undefined,
      button(words("try-now"), () => desk.retry()),
      el("a", { class: "btn", href: desk.addresses.mine }, words("my-exams")),
    ),
  );
  return { ...made, update: () => {} };
}

/** The hand-in file, with what to do with it. */
function fileOffer(desk: Desk): HTMLElement {
  const made = el("p", { role: "status" });
  const told = () =>
    say(made, desk.book.fileMadeAt ? words("file-made", { time: atTime(desk.book.fileMadeAt) }) : "");
  told();
  return el(
    "details",
    { class: "sit-file" },
    el("summary", {}, words("file")),
    el("p", {}, words("file-what")),
    el("p", {}, words("file-where")),
    button(words("file-write"), async () => {
      await desk.writeFile();
      told();
    }),
    made,
    el("p", {}, el("a", { href: desk.addresses.file }, words("file-page"))),
  );
}
