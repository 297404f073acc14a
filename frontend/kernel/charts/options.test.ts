import { expect, test } from "vitest";
import { type ChartRow, heatSteps, type Look, plotOf, share, short } from "./options";

const look: Look = {
  ink: "#111",
  paper: "#fff",
  line: "#ccc",
  fill: "#eee",
  text: "#555",
  shades: ["#333", "#922", "#69b", "#cb8"],
  heat: ["h0", "h1", "h2", "h3", "h4"],
  font: "sans-serif",
  size: 14,
};

test("the steps of the heat leave no gap and end at the most", () => {
  const rows: ChartRow[] = [
    ["2026-11-01", 0, "0 场"],
    ["2026-11-02", 10, "10 场"],
  ];
  const steps = heatSteps(rows, look.heat) as { min: number; max: number; color: string }[];
  expect(steps[0]).toMatchObject({ min: 0, max: 0, color: "h0" });
  expect(steps.slice(1).every((step, at) => step.min === (steps[at]?.max ?? 0) + 1)).toBe(true);
  expect(steps.at(-1)).toMatchObject({ max: 10, color: "h4" });
});

test("one day with one event has two steps, not four equal ones", () => {
  expect(heatSteps([["2026-11-02", 1, "1 场"]], look.heat)).toHaveLength(2);
});

test("whole dates make a calendar per year, months make one grid", () => {
  const days = plotOf(
    {
      kind: "calendar",
      title: "",
      rows: [
        ["2025-12-04", 2, "2 场"],
        ["2026-12-04", 3, "3 场"],
      ],
    },
    look,
    900,
  );
  expect(days.option.calendar).toHaveLength(2);
  const months = plotOf({ kind: "calendar", title: "", rows: [["2026-11", 9, "9 场"]] }, look, 900);
  expect(months.option.calendar).toBeUndefined();
});

test("a phone sees a year in two halves with every day once, and only the ends of the key", () => {
  const rows: ChartRow[] = [
    ["2026-06-30", 2, "2 场"],
    ["2026-07-01", 49_340, "49,340 人次"],
  ];
  const phone = plotOf({ kind: "calendar", title: "", rows }, look, 340).option;
  expect(phone.calendar).toMatchObject([
    { range: ["2026-01-01", "2026-06-30"] },
    { range: ["2026-07-01", "2026-12-31"] },
  ]);
  expect((phone.series as { data: unknown[] }[]).map((one) => one.data.length)).toEqual([1, 1]);
  expect(phone.visualMap).toMatchObject({ showLabel: false, text: ["4.9万", "0"] });
  const desk = plotOf({ kind: "calendar", title: "", rows }, look, 900).option;
  expect(desk.calendar).toHaveLength(1);
});

test("bars begin at zero", () => {
  const plot = plotOf({ kind: "bars", title: "", rows: [["现场", 7, "7 场"]] }, look, 600);
  expect(plot.option.xAxis).toMatchObject({ min: 0 });
});

test("progress is a share of its target, at most the whole, and nothing against no target", () => {
  expect([share(3, 12), share(20, 12), share(5, 0), share(5, undefined)]).toEqual([25, 100, 0, 0]);
});

test("numbers are short in small cells", () => {
  expect([short(999), short(206_400)]).toEqual(["999", "20.6万"]);
});
