/** What is typed in a form as entries of a draft, and back again. */
import { growTo } from "../islands/lines";
import { allot, type Slot } from "./allot";
import type { Entry, KeptFile } from "./draft";
import { asFile } from "./sending";

const NOT_KEPT = new Set(["csrfmiddlewaretoken", "client_key"]);
const read = new WeakMap<File, Promise<KeptFile>>();

/** Everything the form would send, files with their bytes; a file that can no longer be read is left out. */
export async function entriesOf(form: HTMLFormElement, submitter?: HTMLElement | null): Promise<Entry[]> {
  const entries: Entry[] = [];
  for (const [name, value] of new FormData(form)) {
    if (NOT_KEPT.has(name)) continue;
    if (typeof value === "string") entries.push({ name, text: value });
    else if (value.name || value.size) {
      const file = await bytesOf(value).catch(() => undefined);
      if (file) entries.push({ name, file });
    }
  }
  if (submitter instanceof HTMLButtonElement && submitter.name) {
    entries.push({ name: submitter.name, text: submitter.value });
  }
  return entries;
}

function bytesOf(file: File): Promise<KeptFile> {
  const known =
    read.get(file) ??
    file
      .arrayBuffer()
      .then((bytes) => ({ name: file.name, type: file.type, modified: file.lastModified, bytes }));
  read.set(file, known);
  return known;
}

/** Put a draft's entries back. Folded parts that hold something are opened; answers the names of files not put back. */
export function putBack(form: HTMLFormElement, entries: readonly Entry[]): string[] {
  growLines(form, entries);
  const lost: string[] = [];
  const byName = new Map<string, HTMLElement[]>();
  for (const control of form.elements) {
    const name = control.getAttribute("name") ?? "";
    if (!name || NOT_KEPT.has(name) || control instanceof HTMLButtonElement) continue;
    byName.set(name, [...(byName.get(name) ?? []), control as HTMLElement]);
  }
  for (const [name, controls] of byName) {
    const kept = entries.filter((one) => one.name === name);
    const first = controls[0];
    if (first instanceof HTMLInputElement && first.type === "file") {
      const files = kept.flatMap((one) => ("file" in one ? [asFile(one.file)] : []));
      if (!choose(first, files)) lost.push(...files.map((file) => file.name));
    } else {
      fill(
        controls,
        kept.flatMap((one) => ("text" in one ? [one.text] : [])),
      );
    }
    if (kept.some((one) => ("file" in one ? true : one.text !== ""))) openAround(first);
  }
  return lost;
}

function growLines(form: HTMLFormElement, entries: readonly Entry[]): void {
  for (const part of form.querySelectorAll<HTMLElement>("fieldset.count-lines")) {
    const total = part.querySelector<HTMLInputElement>("input[name$=-TOTAL_FORMS]");
    const kept = entries.find((one) => one.name === total?.name);
    if (kept && "text" in kept) growTo(part, Number(kept.text));
  }
}

function fill(controls: HTMLElement[], values: readonly string[]): void {
  const chosen = controls.find((one) => one instanceof HTMLSelectElement && one.multiple);
  if (chosen instanceof HTMLSelectElement) {
    for (const option of chosen.options) option.selected = values.includes(option.value);
    return;
  }
  allot(controls.map(slotOf), values).forEach((given, at) => {
    const control = controls[at];
    if (typeof given === "boolean") {
      if (control instanceof HTMLInputElement) control.checked = given;
    } else if (
      control instanceof HTMLInputElement ||
      control instanceof HTMLTextAreaElement ||
      control instanceof HTMLSelectElement
    ) {
      control.value = given;
    }
  });
}

function slotOf(control: HTMLElement): Slot {
  if (control instanceof HTMLInputElement && (control.type === "checkbox" || control.type === "radio")) {
    return { type: "choice", value: control.value };
  }
  return { type: control instanceof HTMLTextAreaElement ? "lines" : "text", value: "" };
}

function choose(input: HTMLInputElement, files: readonly File[]): boolean {
  if (!files.length) return true;
  try {
    const basket = new DataTransfer();
    for (const file of files) basket.items.add(file);
    input.files = basket.files;
    for (const file of basket.files) bytesOf(file);
    return input.files.length === files.length;
  } catch {
    return false;
  }
}

/** A control that came with its default is no reason to unfold; one that differs is. */
function openAround(control: HTMLElement | undefined): void {
  const fold = control?.closest("details");
  if (!fold || fold.open) return;
  const same =
    control instanceof HTMLSelectElement
      ? [...control.options].every((option) => option.selected === option.defaultSelected)
      : (control instanceof HTMLInputElement || control instanceof HTMLTextAreaElement) &&
        control.type !== "file" &&
        control.value === control.defaultValue;
  if (!same) fold.open = true;
}
