/** “再加一行”: lines of a Django formset, each new one a copy of the last without its values. */
import { words } from "./words";

/** Put the button under the lines of `part`. */
export function wakeLines(part: HTMLElement): void {
  if (!total(part)) return;
  const button = document.createElement("button");
  button.type = "button";
  button.className = "btn btn-small add-line";
  button.textContent = words("add-line");
  part.append(button);
  showButton(part);
  button.addEventListener("click", () => {
    const line = addLine(part);
    line?.querySelector<HTMLElement>("input:not([type=hidden]), select, textarea")?.focus();
    part.dispatchEvent(new Event("input", { bubbles: true }));
  });
}

/** Add lines until there are `count`, never more than the formset takes. */
export function growTo(part: HTMLElement, count: number): void {
  while (Number(total(part)?.value ?? count) < count && addLine(part));
}

function addLine(part: HTMLElement): HTMLElement | undefined {
  const counter = total(part);
  const lines = part.querySelectorAll<HTMLElement>(".count-line");
  const last = lines[lines.length - 1];
  if (!counter || !last || Number(counter.value) >= most(part)) return undefined;
  const prefix = counter.name.slice(0, -"-TOTAL_FORMS".length);
  const line = last.cloneNode(true) as HTMLElement;
  renumber(line, prefix, Number(counter.value));
  empty(line);
  const above = last.querySelectorAll("select");
  line.querySelectorAll("select").forEach((choice, at) => {
    choice.value = above[at]?.value ?? choice.value;
  });
  chooseUnused(line, lines);
  last.after(line);
  counter.value = String(Number(counter.value) + 1);
  showButton(part);
  return line;
}

function renumber(line: HTMLElement, prefix: string, number: number): void {
  for (const element of line.querySelectorAll("*")) {
    for (const name of ["id", "name", "for", "aria-describedby"]) {
      const value = element.getAttribute(name);
      if (value === null) continue;
      element.setAttribute(
        name,
        value.replace(/\S+/g, (word) =>
          word.replace(new RegExp(`^((?:id_)?${prefix})-\\d+-`), `$1-${number}-`),
        ),
      );
    }
  }
}

/** Choices stay as on the line above, which is the usual case; what was typed and what was wrong does not. */
function empty(line: HTMLElement): void {
  for (const gone of line.querySelectorAll(".error-text")) gone.remove();
  for (const field of line.querySelectorAll(".field-error")) field.classList.remove("field-error");
  for (const control of line.querySelectorAll<HTMLInputElement | HTMLTextAreaElement>("input, textarea")) {
    control.removeAttribute("aria-invalid");
    if (control.type === "checkbox" || control.type === "radio") continue;
    control.value = "";
    if (control.type === "number" || control.type === "text") control.removeAttribute("value");
  }
}

/** The first choice says what is counted, and a thing is counted once: take one that stands on no line yet. */
function chooseUnused(line: HTMLElement, lines: NodeListOf<HTMLElement>): void {
  const choice = line.querySelector("select");
  if (!choice) return;
  const used = [...lines].map((one) => one.querySelector("select")?.value);
  const free = [...choice.options].find((option) => !used.includes(option.value));
  if (free) choice.value = free.value;
}

function total(part: HTMLElement): HTMLInputElement | null {
  return part.querySelector<HTMLInputElement>("input[name$=-TOTAL_FORMS]");
}

function most(part: HTMLElement): number {
  return Number(part.querySelector<HTMLInputElement>("input[name$=-MAX_NUM_FORMS]")?.value ?? 1000);
}

function showButton(part: HTMLElement): void {
  const button = part.querySelector<HTMLButtonElement>(".add-line");
  if (button) button.hidden = Number(total(part)?.value ?? 0) >= most(part);
}
