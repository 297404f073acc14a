/** Elements made from a name, attributes and children; texts are texts, never markup. */

type Child = Node | string | undefined | false;
type Attributes = Record<string, string | boolean | number | ((event: Event) => unknown) | undefined>;

/** An element. Attributes: `onclick` and the like listen, true and false set or leave out, the rest as text. */
export function el<Name extends keyof HTMLElementTagNameMap>(
  name: Name,
  attributes: Attributes = {},
  ...children: Child[]
): HTMLElementTagNameMap[Name] {
  const made = document.createElement(name);
  for (const [key, value] of Object.entries(attributes)) {
    if (typeof value === "function") made.addEventListener(key.slice(2), value);
    else if (value === true) made.setAttribute(key, "");
    else if (value !== undefined && value !== false) made.setAttribute(key, String(value));
  }
  made.append(...children.filter((one): one is Node | string => one !== undefined && one !== false));
  return made;
}

export function button(text: string, press: () => unknown, look = "btn"): HTMLButtonElement {
  return el("button", { type: "button", class: look, onclick: () => press() }, text);
}

/** Set a text only when it is another one, so that a screen reader is not told the same again. */
export function say(element: Element, text: string): void {
  if (element.textContent !== text) element.textContent = text;
}

/** A moment of the server in Shanghai: 11月26日 09:00; with its year where that is asked for. */
export function atTime(moment: number, year = false): string {
  return new Intl.DateTimeFormat(document.documentElement.lang || "zh-Hans", {
    ...(year ? { year: "numeric" } : {}),
    month: "long",
    day: "numeric",
    hour: "2-digit",
    minute: "2-digit",
    hour12: false,
    timeZone: "Asia/Shanghai",
  }).format(moment);
}

/** From a moment to another; the years stand there where they differ. */
export function atTimes(from: number, until: number): string {
  const year = (moment: number) =>
    new Intl.DateTimeFormat("en", { year: "numeric", timeZone: "Asia/Shanghai" }).format(moment);
  const apart = year(from) !== year(until);
  return `${atTime(from, apart)} – ${atTime(until, apart)}`;
}
