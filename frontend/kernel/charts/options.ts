/** A chart's numbers as options of the drawing library; no page and no library in here. */

export type ChartRow = [label: string, amount: number, text: string, target?: number];

export interface ChartSpec {
  kind: "calendar" | "bars" | "progress";
  title: string;
  rows: ChartRow[];
  door?: string; // an address in which {} stands for a row's label
}

export interface Look {
  ink: string;
  paper: string;
  line: string;
  fill: string;
  text: string;
  shades: string[];
  heat: string[]; // from nothing to much, told apart by lightness
  font: string;
  size: number;
}

interface Plot {
  option: Record<string, unknown>;
  height: number; // pixels
}

const ENGLISH_MONTHS = "Jan Feb Mar Apr May Jun Jul Aug Sep Oct Nov Dec".split(" ");
const CELL = 16;
const NARROW = 520; // pixels: a phone
const BAR = 34;

/** What to draw and how high; a calendar by day for whole dates, by month otherwise. */
export function plotOf(spec: ChartSpec, look: Look, width: number): Plot {
  const made =
    spec.kind === "bars"
      ? bars(spec.rows, look, width)
      : spec.kind === "progress"
        ? progress(spec.rows, look, width)
        : spec.rows.every(([label]) => label.length === 10)
          ? days(spec.rows, look, width)
          : months(spec.rows, look, width);
  const base = {
    animation: false,
    textStyle: { fontFamily: look.font, fontSize: look.size, color: look.ink },
    aria: { enabled: true, label: { description: spec.title } },
    tooltip: {
      backgroundColor: look.paper,
      borderColor: look.text,
      textStyle: { color: look.ink },
      confine: true,
      transitionDuration: 0,
    },
  };
  return { height: made.height, option: { ...base, ...made.option } };
}

/** Steps of the heat: nothing is a step of its own, the rest are quarters of the most. */
export function heatSteps(rows: readonly ChartRow[], heat: readonly string[]): Record<string, unknown>[] {
  const most = Math.max(1, ...rows.map((row) => row[1]));
  const quarter = (part: number) => Math.ceil((most * part) / 4);
  const bounds = [...new Set([1, quarter(1) + 1, quarter(2) + 1, quarter(3) + 1])].filter(
    (low) => low <= most,
  );
  const shade = (at: number) => heat[Math.round((at + 1) * ((heat.length - 1) / bounds.length))];
  return [
    { min: 0, max: 0, color: heat[0], label: "0" },
    ...bounds.map((low, at) => {
      const high = (bounds[at + 1] ?? most + 1) - 1;
      return {
        min: low,
        max: high,
        color: shade(at),
        label: low === high ? short(low) : `${short(low)}–${short(high)}`,
      };
    }),
  ];
}

/** A year in one row of weeks; on a phone in two, so that a day stays large enough to be seen. */
function days(rows: readonly ChartRow[], look: Look, width: number): Plot {
  const years = [...new Set(rows.map(([label]) => label.slice(0, 4)))].sort();
  const narrow = width < NARROW;
  const spans = years.flatMap((year): [string, string][] =>
    narrow
      ? [
          [`${year}-01-01`, `${year}-06-30`],
          [`${year}-07-01`, `${year}-12-31`],
        ]
      : [[`${year}-01-01`, `${year}-12-31`]],
  );
  const cell = Math.max(6, Math.min(CELL, Math.floor((width - 56) / (narrow ? 28 : 54))));
  const block = cell * 7 + 44;
  return {
    height: spans.length * block + 36,
    option: {
      visualMap: heatMap(rows, look, width),
      calendar: spans.map((range, at) => ({
        range,
        top: at * block + 24,
        left: 44,
        cellSize: [cell, cell],
        splitLine: { lineStyle: { color: look.text, width: 1 } },
        itemStyle: { color: look.paper, borderColor: look.line, borderWidth: 1 },
        yearLabel: {
          show: true,
          formatter: "{start}",
          color: look.ink,
          margin: 26,
          fontSize: look.size,
          position: "left",
        },
        monthLabel: { color: look.text, fontSize: look.size - 2, nameMap: monthNames(cell) },
        dayLabel: { show: false, firstDay: 1 },
      })),
      series: spans.map((range, at) => ({
        type: "heatmap",
        coordinateSystem: "calendar",
        calendarIndex: at,
        data: rows.filter(([label]) => label >= range[0] && label <= range[1]).map(heatPoint),
        tooltip: { formatter: tip },
      })),
    },
  };
}

function monthNames(cell: number): string[] {
  return Array.from({ length: 12 }, (_, at) => (cell < 9 ? `${at + 1}` : monthName(at)));
}

function heatPoint([label, amount, text]: ChartRow): Record<string, unknown> {
  return { value: [label, amount], name: `${label}　${text}` };
}

function tip(point: { name: string }): string {
  return point.name.replace(/[<>&]/g, "");
}

function months(rows: readonly ChartRow[], look: Look, width: number): Plot {
  const years = [...new Set(rows.map(([label]) => label.slice(0, 4)))].sort();
  const names = Array.from({ length: 12 }, (_, at) => monthName(at));
  const most = Math.max(1, ...rows.map((row) => row[1]));
  return {
    height: years.length * 44 + 88,
    option: {
      visualMap: heatMap(rows, look, width),
      grid: { left: 56, right: 8, top: 28, height: years.length * 44 },
      xAxis: {
        type: "category",
        data: names,
        position: "top",
        ...quiet(look),
        axisLabel: { interval: 0, fontSize: width < NARROW ? 10 : look.size - 2, color: look.text },
      },
      yAxis: { type: "category", data: years, inverse: true, ...quiet(look), axisLabel: { color: look.ink } },
      series: [
        {
          type: "heatmap",
          itemStyle: { borderColor: look.paper, borderWidth: 2 },
          data: rows.map(([label, amount, text]) => ({
            value: [Number(label.slice(5, 7)) - 1, label.slice(0, 4), amount],
            name: `${label}　${text}`,
            label: { color: amount > most / 2 ? look.paper : look.ink },
          })),
          label: {
            show: width >= NARROW,
            formatter: (point: { value: unknown[] }) => short(Number(point.value[2])),
          },
          tooltip: { formatter: tip },
        },
      ],
    },
  };
}

/** A month as the page's language has it: 11月, Nov. */
function monthName(at: number): string {
  return english() ? (ENGLISH_MONTHS[at] ?? "") : `${at + 1}月`;
}

function english(): boolean {
  return typeof document !== "undefined" && document.documentElement.lang.startsWith("en");
}

/** A number short enough for a small cell: 12345 is 1.2万, in English 12.3k. */
export function short(amount: number): string {
  if (amount < 10_000) return String(amount);
  return english() ? `${Math.round(amount / 100) / 10}k` : `${Math.round(amount / 1000) / 10}万`;
}

/** The key of the heat; on a phone only its two ends are named, the table has the rest. */
function heatMap(rows: readonly ChartRow[], look: Look, width: number): Record<string, unknown> {
  const ends = { showLabel: false, text: [short(Math.max(0, ...rows.map((row) => row[1]))), "0"] };
  return {
    type: "piecewise",
    pieces: heatSteps(rows, look.heat),
    ...(width < NARROW ? ends : {}),
    orient: "horizontal",
    left: 40,
    bottom: 0,
    itemWidth: 14,
    itemHeight: 14,
    textStyle: { color: look.ink, fontSize: look.size - 2 },
    selectedMode: false,
  };
}

function quiet(look: Look): Record<string, unknown> {
  return {
    axisLine: { show: false },
    axisTick: { show: false },
    splitLine: { lineStyle: { color: look.line } },
  };
}

function bars(rows: readonly ChartRow[], look: Look, width: number): Plot {
  return {
    height: rows.length * BAR + 16,
    option: {
      ...acrossAxes(rows, look, width, { min: 0 }),
      series: [
        {
          type: "bar",
          barMaxWidth: 18,
          itemStyle: { color: look.shades[0] },
          data: rows.map(([name, amount, text]) => ({ name, value: amount, text })),
          label: wordsOnBar(look, rows),
          tooltip: { show: false },
        },
      ],
    },
  };
}

function progress(rows: readonly ChartRow[], look: Look, width: number): Plot {
  return {
    height: rows.length * BAR + 16,
    option: {
      ...acrossAxes(rows, look, width, { min: 0, max: 100 }),
      series: [
        {
          type: "bar",
          barMaxWidth: 18,
          showBackground: true,
          backgroundStyle: { color: look.fill, borderColor: look.text, borderWidth: 1 },
          itemStyle: { color: look.shades[0] },
          data: rows.map(([name, amount, text, target]) => ({ name, text, value: share(amount, target) })),
          tooltip: { show: false },
        },
      ],
    },
  };
}

/** How much of the target is done, in percent, 100 at most; against no target nothing can be said. */
export function share(amount: number, target: number | undefined): number {
  return target && target > 0 ? Math.min(100, Math.round((1000 * amount) / target) / 10) : 0;
}

function acrossAxes(
  rows: readonly ChartRow[],
  look: Look,
  width: number,
  range: object,
): Record<string, unknown> {
  const room = Math.min(220, Math.round(width * 0.34));
  const longest = Math.max(...rows.map((row) => row[2].length));
  return {
    grid: { left: room, right: longest * (look.size * 0.8) + 12, top: 4, bottom: 4 },
    xAxis: { type: "value", show: false, ...range },
    yAxis: [
      {
        type: "category",
        inverse: true,
        data: rows.map(([label]) => label),
        axisLine: { lineStyle: { color: look.text } },
        axisTick: { show: false },
        axisLabel: { color: look.ink, width: room - 12, overflow: "truncate", interval: 0 },
      },
      {
        type: "category",
        inverse: true,
        position: "right",
        data: rows.map(([, , text]) => text),
        axisLine: { show: false },
        axisTick: { show: false },
        axisLabel: { color: look.ink, interval: 0 },
        show: "max" in range,
      },
    ],
  };
}

function wordsOnBar(look: Look, rows: readonly ChartRow[]): Record<string, unknown> {
  return {
    show: true,
    position: "right",
    color: look.ink,
    formatter: (point: { dataIndex: number }) => rows[point.dataIndex]?.[2] ?? "",
  };
}
