/** The screen on which questions are answered one by one, with the sheet of all of them beside or below. */
import { words } from "../../kernel/islands/words";
import { progress, type Sheet } from "../paper";
import type { Desk } from "./desk";
import { type Shown, showQuestion } from "./question";
import { button, el, say } from "./small";

export interface Step {
  element: HTMLElement;
  update(): void;
  flush?(): Promise<void>;
  focus: HTMLElement;
}

/** The step of answering, at the question of the book. */
export function answering(desk: Desk): Step {
  const at = Math.min(desk.book.here, desk.sheets.length - 1);
  const sheet = desk.sheets[at] as Sheet;
  const shown: Shown = showQuestion(sheet, desk);
  const flag = button("", () => desk.flag(sheet.number));
  const foot = el(
    "div",
    { class: "sit-foot" },
    at > 0 ? button(words("previous"), () => desk.go(at - 1)) : el("span"),
    flag,
    at < desk.sheets.length - 1
      ? button(words("next"), () => desk.go(at + 1), "btn btn-primary")
      : button(words("to-review"), () => desk.review(true), "btn btn-primary"),
  );
  const map = navigator(desk);
  const update = () => {
    shown.sync();
    const flagged = desk.book.flags.includes(sheet.number);
    say(flag, flagged ? words("unflag") : words("flag"));
    flag.setAttribute("aria-pressed", String(flagged));
    map.update();
  };
  update();
  const focus = shown.element.querySelector<HTMLElement>("h2") ?? shown.element;
  return {
    element: el(
      "div",
      { class: "sit-body" },
      el("div", { class: "sit-main" }, shown.element, foot),
      map.element,
    ),
    update,
    flush: shown.flush,
    focus,
  };
}

/** All questions as numbers: answered, half answered or not, and flagged; each leads there. */
function navigator(desk: Desk): { element: HTMLElement; update(): void } {
  const wide = window.matchMedia("(min-width: 62rem)").matches;
  const summary = el("summary", {});
  const items = desk.sheets.map((sheet, at) => {
    const link = el(
      "button",
      { type: "button", class: "sit-dot", onclick: () => desk.go(at) },
      String(sheet.number),
    );
    return { sheet, link, at };
  });
  const element = el(
    "details",
    { class: "sit-map", open: wide },
    summary,
    el("ol", {}, ...items.map((one) => el("li", {}, one.link))),
    el("p", { class: "muted sit-legend" }, words("map-legend")),
    button(words("to-review"), () => desk.review(true)),
  );
  const update = () => {
    const answered = items.filter((one) => stateOf(one.sheet, desk) === "whole").length;
    say(summary, words("map", { n: answered, of: items.length }));
    for (const { sheet, link, at } of items) {
      const state = stateOf(sheet, desk);
      const flagged = desk.book.flags.includes(sheet.number);
      link.dataset.state = state;
      link.toggleAttribute("data-flagged", flagged);
      if (at === desk.book.here) link.setAttribute("aria-current", "true");
      else link.removeAttribute("aria-current");
      const told = [
        words("question", { n: sheet.number }),
        words(`state-${state}`),
        flagged ? words("flagged") : "",
      ];
      link.setAttribute("aria-label", told.filter(Boolean).join(" "));
    }
  };
  return { element, update };
}

/** How far a question is answered. */
export function stateOf(sheet: Sheet, desk: Desk): "none" | "part" | "whole" {
  return progress(sheet, (position) => desk.book.answers[position]?.answer);
}
