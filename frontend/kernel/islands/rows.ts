/** A row with an address opens on click and on Enter, as its link does; links, fields and marked text are left alone. */

export function wakeRow(row: HTMLElement): void {
  const address = row.dataset.href;
  if (!address) return;
  const hasLink = [...row.querySelectorAll("a[href]")].some((link) => link.getAttribute("href") === address);
  if (!hasLink) row.tabIndex = 0;
  row.addEventListener("click", (event) => {
    if (event.target instanceof Element && event.target.closest("a, button, input, select, label, summary"))
      return;
    if (window.getSelection()?.toString()) return;
    open(address, event.ctrlKey || event.metaKey);
  });
  row.addEventListener("auxclick", (event) => {
    if (event.button === 1 && event.target instanceof Element && !event.target.closest("a"))
      open(address, true);
  });
  row.addEventListener("keydown", (event) => {
    if (event.key === "Enter" && event.target === row) open(address, event.ctrlKey || event.metaKey);
  });
}

function open(address: string, apart: boolean): void {
  if (apart) window.open(address, "_blank", "noopener");
  else window.location.assign(address);
}
