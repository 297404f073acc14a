/**
 * `<figure data-chart='{"kind", "title", "rows"}'>` with a place to draw and the same numbers as a table under it.
 * The drawing library is fetched when the figure comes into view; without script the table stands open.
 */
import type { ChartSpec } from "./options";

export function wakeChart(figure: HTMLElement): void {
  const plot = figure.querySelector<HTMLElement>(".chart-plot");
  const fold = figure.querySelector("details");
  const spec = specOf(figure);
  if (!plot || !spec || spec.rows.length === 0) return;
  figure.classList.add("is-drawn");
  if (fold) fold.open = false;
  const begin = async () => {
    try {
      const { draw } = await import("./draw");
      draw(plot, spec);
    } catch {
      figure.classList.remove("is-drawn"); // the table says it all
      if (fold) fold.open = true;
    }
  };
  if (!("IntersectionObserver" in window)) {
    begin();
    return;
  }
  const watch = new IntersectionObserver(
    (seen) => {
      if (!seen.some((one) => one.isIntersecting)) return;
      watch.disconnect();
      begin();
    },
    { rootMargin: "200px" },
  );
  watch.observe(plot);
}

function specOf(figure: HTMLElement): ChartSpec | undefined {
  try {
    return JSON.parse(figure.dataset.chart ?? "") as ChartSpec;
  } catch {
    return undefined;
  }
}
