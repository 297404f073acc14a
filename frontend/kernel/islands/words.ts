/** The islands' words: the server writes them in the reader's language into the template `island-words`. */

/** The words called `name`; `{n}` and the like are filled in. */
export function words(name: string, filled: Record<string, string | number> = {}): string {
  const source = document.querySelector<HTMLTemplateElement>("template#island-words");
  const found = source?.content.querySelector(`[data-words="${name}"]`)?.textContent?.trim() ?? "";
  return found.replace(/\{(\w+)\}/g, (whole, key: string) => String(filled[key] ?? whole));
}
