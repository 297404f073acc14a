/**
 * The button beside a text that is meant for a chat group. `data-copy` names the textarea, `data-copied` says that
 * it worked. The page hides the button, so that without script only the text stands there, ready to be selected.
 */

export function wakeCopy(button: HTMLElement): void {
  const source = document.getElementById(button.dataset.copy ?? "");
  if (!(source instanceof HTMLTextAreaElement)) return;
  const words = button.textContent ?? "";
  button.setAttribute("aria-live", "polite");
  button.hidden = false;
  button.addEventListener("click", async () => {
    if (!(await copied(source))) return;
    button.textContent = button.dataset.copied ?? words;
    source.addEventListener("focus", () => (button.textContent = words), { once: true });
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
  source.select();
  return document.execCommand("copy");
}
