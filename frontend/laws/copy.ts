/**
 * A button at each article of a statute that copies its words with where they stand: 《name》第x条, the edition, the permanent
 * address. The buttons are made here: without script each number leads to the article's page, where the same text stands to be selected.
 */
import { copyText } from "../kernel/islands/clipboard";

export interface Source {
  law: string; // 《中华人民共和国民法典》
  edition: string; // （2020年5月28日公布，自2021年1月1日起的文本）
  address: string; // of the article, as of the edition's first day
}

/** An article's words as they are pasted: the label before the first paragraph, the source below. */
export function quoted(label: string, paragraphs: string[], source: Source): string {
  const [first = "", ...others] = paragraphs;
  return [`${label}　${first}`, ...others, `——${source.law}${source.edition}${label}`, source.address].join(
    "\n",
  );
}

export function wakeArticles(statute: HTMLElement): void {
  const { law = "", edition = "", since = "", copyWords = "", copiedWords = "" } = statute.dataset;
  for (const article of statute.querySelectorAll<HTMLElement>("[data-article]")) {
    const link = article.querySelector<HTMLAnchorElement>("a[data-label]");
    if (!link) continue;
    const label = link.textContent?.trim() ?? "";
    const button = document.createElement("button");
    button.type = "button";
    button.className = "copy-article no-print";
    button.textContent = copyWords;
    button.setAttribute("aria-label", `${copyWords}${label}`);
    button.setAttribute("aria-live", "polite");
    button.addEventListener("click", async () => {
      const address = new URL(
        `${article.dataset.article}/@${since}/`,
        new URL(statute.dataset.base ?? "", location.href),
      );
      const words = quoted(label, wordsOf(article, link), { law, edition, address: address.href });
      if (await copyText(words)) button.textContent = copiedWords;
      else shown(article, words);
    });
    link.after(button);
  }
}

/** The paragraphs and the rows of tables, without the label and the button. */
function wordsOf(article: HTMLElement, link: HTMLElement): string[] {
  return Array.from(article.querySelectorAll<HTMLElement>("p, tr"), (line) => {
    if (line.tagName === "TR")
      return Array.from(line.children, (cell) => cell.textContent?.trim()).join("\t");
    const copy = line.cloneNode(true) as HTMLElement;
    for (const part of copy.querySelectorAll("button, a[data-label]")) part.remove();
    return (copy.textContent ?? "").trim();
  }).filter((words, place) => words || (place === 0 && link));
}

/** Where the clipboard is not to be had, the text stands below the article, selected. */
function shown(article: HTMLElement, words: string): void {
  const box = article.querySelector("textarea") ?? article.appendChild(document.createElement("textarea"));
  box.readOnly = true;
  box.rows = words.split("\n").length + 1;
  box.value = words;
  box.className = "form-control no-print";
  box.setAttribute("aria-label", article.querySelector("a[data-label]")?.textContent ?? "");
  box.focus();
  box.select();
}
