/** Several spans made one: added, united, divided, compared over years. */

import type { Part } from "./algebra";
import { extreme, Fraction, one, type Span, total } from "./spans";

const ROOT = 10n ** 40n; // a compound growth is a root; so many digits of it are computed
const SLACK = Fraction.of(1n, 10n ** 30n);

/** Spans of one unit: `total` adds, `union` runs from the largest to the sum, `range` from the least to the greatest. */
export function united(spans: readonly Span[], operator: "total" | "union" | "range"): Span {
  const lows = spans.map((span) => span.low);
  const highs = spans.map((span) => span.high);
  if (operator === "total") return { low: total(lows), high: total(highs) };
  if (operator === "union") return { low: extreme(1, lows), high: total(highs) };
  return { low: extreme(-1, lows), high: extreme(1, highs) };
}

/** Parts of several expressions under one label each: added, or united as an interval. */
export function merged(many: readonly Part[][], operator: string): Part[] {
  const groups = new Map<string, Part[]>();
  for (const part of many.flat()) groups.set(part.label, [...(groups.get(part.label) ?? []), part]);
  return [...groups].map(([label, parts]) => {
    const spans = parts.map((part) => part.span).filter((span): span is Span => span !== null);
    const way = operator === "total" ? "total" : "union";
    return { label, span: spans.length ? united(spans, way) : null, unit: parts[0]?.unit ?? null };
  });
}

/** Interval division; nothing where the denominator may be zero. */
export function quotient(over: Span | null, under: Span | null, factor: number): Span | null {
  if (over === null || under === null || under.low.least.over <= 0n) return null;
  const divide = (a: Fraction, b: Fraction) => a.times(factor).by(b);
  return {
    low: { least: divide(over.low.least, under.high.most), most: divide(over.low.most, under.high.least) },
    high: { least: divide(over.high.least, under.low.most), most: divide(over.high.most, under.low.least) },
  };
}

/** Growth in per cent: in all, a year on the base, or compounded a year. */
export function grown(ratio: Fraction, years: number, how: string): Span {
  const percent = (number: Fraction) => number.minus(Fraction.of(1)).times(100);
  if (how === "total") return one(percent(ratio));
  if (how === "simple") return one(percent(ratio).by(Fraction.of(years)));
  const root = rootBelow((ratio.over * ROOT ** BigInt(years)) / ratio.under, BigInt(years));
  const found = percent(Fraction.of(root, ROOT));
  const end = { least: found.minus(SLACK), most: found.plus(SLACK) };
  return { low: end, high: end };
}

/** The whole root below, by halving. */
function rootBelow(number: bigint, degree: bigint): bigint {
  let low = 0n;
  let high = 1n << (BigInt(number.toString(2).length) / degree + 1n);
  while (low < high) {
    const middle = (low + high + 1n) / 2n;
    if (middle ** degree <= number) low = middle;
    else high = middle - 1n;
  }
  return low;
}
