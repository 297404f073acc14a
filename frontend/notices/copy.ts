/**
 * The button that copies a text for a chat group, by one click. `data-copy` names the textarea, `data-copied` says that
 * it worked. The page hides the button, so that without script only the text stands there, ready to be selected.
 */

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

/** The clipboard where the page may use it, else the selection, which also serves WeChat's older browsers. */
async function copied(source: HTMLTextAreaElement): Promise<boolean> {
  if (navigator.clipboard && window.isSecureContext) {
    try {
      await navigator.clipboard.writeText(source.value);
      return true;
    } catch {
      // not allowed: fall through to the selection
    }
  }
  source.closest("details")?.setAttribute("open", ""); // what is not shown cannot be selected
  source.select();
  return document.execCommand("copy");
}
