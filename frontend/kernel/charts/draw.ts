/** Draws one figure with the few parts of the library that our three kinds need; colours come from the tokens. */
import { BarChart, HeatmapChart } from "echarts/charts";
import {
  AriaComponent,
  CalendarComponent,
  GridComponent,
  TooltipComponent,
  VisualMapPiecewiseComponent,
} from "echarts/components";
import { init, use } from "echarts/core";
import { SVGRenderer } from "echarts/renderers";
import { type ChartSpec, type Look, plotOf } from "./options";

use([
  BarChart,
  HeatmapChart,
  AriaComponent,
  CalendarComponent,
  GridComponent,
  TooltipComponent,
  VisualMapPiecewiseComponent,
  SVGRenderer,
]);

export function draw(plot: HTMLElement, spec: ChartSpec): void {
  const chart = init(plot, null, { renderer: "svg" });
  const paint = () => {
    const made = plotOf(spec, lookOf(plot), plot.clientWidth);
    plot.style.height = `${made.height}px`;
    chart.resize({ height: made.height });
    chart.setOption(made.option, true);
  };
  paint();
  const { door } = spec;
  if (door) {
    chart.on("click", ({ name, value }) => {
      const label = Array.isArray(value) ? String(value[0]) : name;
      window.location.assign(door.replaceAll("{}", encodeURIComponent(label)));
    });
  }
  let width = plot.clientWidth;
  new ResizeObserver(() => {
    if (plot.clientWidth === width || plot.clientWidth === 0) return;
    width = plot.clientWidth;
    paint();
  }).observe(plot);
  window.matchMedia("(prefers-color-scheme: dark)").addEventListener?.("change", paint);
}

function lookOf(plot: HTMLElement): Look {
  const style = getComputedStyle(plot);
  const token = (name: string) => style.getPropertyValue(name).trim();
  return {
    ink: token("--ink"),
    paper: token("--paper"),
    line: token("--grey-line"),
    fill: token("--grey-fill"),
    text: token("--grey-text"),
    shades: [token("--shade-1"), token("--shade-2"), token("--shade-3"), token("--shade-4")],
    heat: [0, 1, 2, 3, 4].map((step) => token(`--heat-${step}`)),
    font: style.fontFamily,
    size: Math.round(Number.parseFloat(getComputedStyle(document.documentElement).fontSize) * 0.875),
  };
}
