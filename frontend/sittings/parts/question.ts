/** One question on the screen: its words and the controls for each place that takes an answer. */
import { words } from "../../kernel/islands/words";
import { LETTERS, type Place, type Question, type Sheet } from "../paper";
import type { Desk } from "./desk";
import { button, el, say } from "./small";

const PAUSE = 400; // milliseconds after the last stroke
const LONGEST = 4_000; // characters of one text

export interface Shown {
  element: HTMLElement;
  /** Show what stands in the book, as another tab or device may have changed it. */
  sync(): void;
  /** Put what is typed into the store now. */
  flush(): Promise<void>;
}

interface Control {
  element: HTMLElement;
  position: string;
  read(): string[];
  write(answer: readonly string[]): void;
  busy(): boolean; // whether somebody is typing in it
}

/** The question with its controls. */
export function showQuestion(sheet: Sheet, desk: Desk): Shown {
  const typed = new Map<Control, ReturnType<typeof setTimeout>>();
  const storing = new Set<Control>();
  const store = async (control: Control): Promise<void> => {
    clearTimeout(typed.get(control));
    typed.delete(control);
    storing.add(control);
    mark(control, "writing");
    await desk.answer(control.position, control.read());
    storing.delete(control);
    sync();
  };
  const later = (control: Control): void => {
    mark(control, "writing");
    clearTimeout(typed.get(control));
    typed.set(
      control,
      setTimeout(() => store(control), PAUSE),
    );
    desk.typing();
  };
  const whole = sheet.places.length === 1 && sheet.places[0]?.question === sheet.question;
  const controls = sheet.places.map((place, at) => control(place, whole ? undefined : at + 1, store, later));
  const head = el("h2", { class: "sit-number", tabindex: -1 }, words("question", { n: sheet.number }));
  const kind = el(
    "p",
    { class: "muted sit-kind" },
    `${kindOf(sheet)} · ${words("marks", { n: sheet.points })}`,
  );
  const element = el(
    "section",
    { class: "sit-question", "aria-label": words("question", { n: sheet.number }) },
    head,
    kind,
    !whole && el("div", { class: "sit-case" }, ...lines(sheet.question.stem)),
    ...controls.map((one) => one.element),
  );
  const sync = () => {
    for (const one of controls) {
      if (typed.has(one) || storing.has(one)) continue;
      const stands = desk.book.answers[one.position];
      if (!one.busy()) one.write(stands?.answer ?? []);
      mark(one, stands ? (stands.sent ? "server" : "device") : "none", stands?.elsewhere);
    }
  };
  const flush = async () => {
    await Promise.all([...typed.keys()].map(store));
  };
  return { element, sync, flush };
}

/** Say at the place itself where its answer is. */
function mark(control: Control, saved: "none" | "writing" | "device" | "server", elsewhere = false): void {
  control.element.dataset.saved = saved;
  control.element.dataset.position = control.position;
  let line = control.element.querySelector<HTMLElement>(".sit-where");
  if (!line) {
    line = el("p", { class: "sit-where" });
    control.element.append(line);
  }
  say(line, saved === "none" ? "" : words(elsewhere ? "place-elsewhere" : `place-${saved}`));
}

function kindOf(sheet: Sheet): string {
  return words(`kind-${sheet.kind}`);
}

type Storing = (control: Control) => Promise<void>;
type Typing = (control: Control) => void;

function control(place: Place, number: number | undefined, store: Storing, later: Typing): Control {
  const stem = number === undefined ? place.question.stem : `（${number}）${place.question.stem}`;
  if (place.kind === "single" || place.kind === "multiple") {
    return choice(place, stem, optionsOf(place.question), place.kind === "multiple", store);
  }
  if (place.kind === "judge") {
    return choice(place, stem, [["T", words("true")], ["F", words("false")]], false, store); // biome-ignore format: a pair
  }
  return texts(place, stem, later, store);
}

function optionsOf(question: Question): [string, string][] {
  return (question.options ?? []).map((text, at) => [LETTERS[at] ?? "", text]);
}

function choice(
  place: Place,
  stem: string,
  options: [value: string, text: string][],
  many: boolean,
  store: Storing,
): Control {
  const name = `answer-${place.position}`;
  const boxes = options.map(([value]) =>
    el("input", { type: many ? "checkbox" : "radio", name, value, onchange: () => store(made) }),
  );
  const rows = options.map(([value, text], at) =>
    el(
      "label",
      { class: "sit-option" },
      boxes[at],
      el("span", {}, value === "T" || value === "F" ? text : `${value}．${text}`),
    ),
  );
  const clear = button(
    words("take-back"),
    () => {
      for (const box of boxes) box.checked = false;
      return store(made);
    },
    "btn-link sit-clear",
  );
  const made: Control = {
    element: el(
      "fieldset",
      { class: "sit-place" },
      el("legend", {}, ...lines(stem)),
      many && el("p", { class: "help" }, words("choose-many")),
      ...rows,
      clear,
    ),
    position: place.position,
    read: () => boxes.filter((box) => box.checked).map((box) => box.value),
    write: (answer) => {
      for (const box of boxes) box.checked = answer.includes(box.value);
    },
    busy: () => false,
  };
  return made;
}

function texts(place: Place, stem: string, later: Typing, store: Storing): Control {
  const blanks = place.kind === "fill" ? (place.question.blanks ?? 1) : 0;
  const id = `answer-${place.position.replace(".", "-")}`;
  const field = (at: number) => {
    const common = {
      id: `${id}-${at}`,
      maxlength: LONGEST,
      autocomplete: "off",
      oninput: () => later(made),
      onchange: () => store(made),
    };
    return blanks
      ? el("input", { ...common, type: "text" })
      : el("textarea", { ...common, rows: 8, "aria-describedby": `${id}-help` });
  };
  const fields = Array.from({ length: blanks || 1 }, (_, at) => field(at));
  const labelled = fields.map((one, at) =>
    el(
      "div",
      { class: "sit-text" },
      el("label", { for: one.id }, blanks ? words("blank", { n: at + 1 }) : words("your-answer")),
      one,
    ),
  );
  const made: Control = {
    element: el(
      "fieldset",
      { class: "sit-place" },
      el("legend", {}, ...lines(stem)),
      !blanks && el("p", { class: "help", id: `${id}-help` }, words("prose-help", { n: LONGEST })),
      ...labelled,
    ),
    position: place.position,
    read: () => {
      const given = fields.map((one) => one.value);
      return given.some((text) => text.trim()) ? given : [];
    },
    write: (answer) => {
      fields.forEach((one, at) => {
        if (one.value !== (answer[at] ?? "")) one.value = answer[at] ?? "";
      });
    },
    busy: () => fields.some((one) => one === document.activeElement && document.hasFocus()),
  };
  return made;
}

function lines(text: string): HTMLElement[] {
  return text
    .split(/\n+/)
    .filter((line) => line.trim())
    .map((line) => el("span", { class: "sit-line" }, line));
}
