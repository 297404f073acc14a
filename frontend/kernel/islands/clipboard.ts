/** Puts a text on the clipboard where the page may; else by a selection, which also serves WeChat's older browsers. */
export async function copyText(words: string): Promise<boolean> {
  if (navigator.clipboard && window.isSecureContext) {
    try {
      await navigator.clipboard.writeText(words);
      return true;
    } catch {
      // not allowed: fall through to the selection
    }
  }
  const before = document.activeElement;
  const box = document.body.appendChild(document.createElement("textarea"));
  box.value = words;
  box.style.position = "fixed";
  box.style.opacity = "0";
  box.select();
  const done = document.execCommand("copy");
  box.remove();
  if (before instanceof HTMLElement) before.focus({ preventScroll: true });
  return done;
}
