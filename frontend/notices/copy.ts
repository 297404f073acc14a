/**
 * The button that copies a text for a chat group, by one click. `data-copy` names the textarea, `data-copied` says that
 * it worked. The page hides the button, so that without script only the text stands there, ready to be selected.
 */
import { copyText } from "../kernel/islands/clipboard";

export function wakeCopy(button: HTMLElement): void {
  const source = document.getElementById(button.dataset.copy ?? "");
  if (!(source instanceof HTMLTextAreaElement)) return;
  const words = button.innerHTML;
  button.setAttribute("aria-live", "polite");
  button.hidden = false;
  button.addEventListener("click", async () => {
    if (!(await copied(source))) return;
    button.textContent = button.dataset.copied ?? words;
    source.addEventListener("focus", () => (button.innerHTML = words), { once: true });
  });
}

/** Copied; or, where the page may not, the text is shown and selected for the reader to copy. */
async function copied(source: HTMLTextAreaElement): Promise<boolean> {
  if (await copyText(source.value)) return true;
  source.closest("details")?.setAttribute("open", ""); // what is not shown cannot be selected
  source.select();
  return false;
}
