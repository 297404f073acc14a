/** What one leaf of an expression comes to over its rows. */

import { chosenValues, fieldOf, whereOf } from "./conditions";
import { type Json, type Row, text, Wrong, whole } from "./reading";
import type { Sheet } from "./records";
import type { Line } from "./sources";
import { type Bounds, extreme, Fraction, known, one, type Span, total, ZERO } from "./spans";

export const LEAVES = ["count", "sum", "distinct", "bounds"] as const;
export const SEVERAL = ["total", "union", "range"] as const;
const OPERATORS = [...LEAVES, ...SEVERAL, "ratio", "streak", "growth", "figure", "share"] as const;
export type Operator = (typeof OPERATORS)[number];

/** The one operator of an expression. */
export function operatorOf(data: Row): Operator {
  const found = OPERATORS.filter((name) => Object.keys(data).includes(name));
  const [operator] = found;
  if (operator === undefined || found.length !== 1) {
    throw new Wrong(`不认识算式 ${Object.keys(data).sort()}（this checker does not know the measure）`);
  }
  return operator;
}

/** Whether an expression reads a source itself. */
export function isLeaf(operator: Operator): operator is (typeof LEAVES)[number] {
  return (LEAVES as readonly string[]).includes(operator);
}

/** Whether an expression joins several. */
export function isSeveral(operator: Operator): operator is (typeof SEVERAL)[number] {
  return (SEVERAL as readonly string[]).includes(operator);
}

/** The source that a leaf reads. */
export function sourceOf(leaf: Row): string {
  return text(leaf.count === undefined ? leaf.of : leaf.count);
}

/** A value as it names a part. */
export function partName(value: Json): string {
  return value === null ? "" : String(value);
}

/** The value of a leaf over its rows; with `by`, of the part that bears that value. */
export function measured(leaf: Row, rows: readonly Line[], by = "", part = ""): Span {
  const operator = operatorOf(leaf);
  if (operator === "count") return one(rows.reduce((sum, row) => sum + row.weight, 0));
  if (operator === "sum" || operator === "bounds") {
    const numbers = rows.map((row) => amountOf(fieldOf(row, text(leaf[operator]))));
    const sum = numbers.reduce((found, number) => found.plus(number), ZERO);
    return operator === "sum" ? one(sum) : { low: extreme(1, numbers.map(known)), high: known(sum) };
  }
  const name = text(leaf.distinct);
  if (name === "token") {
    const bounds = people(rows);
    return { low: bounds, high: bounds };
  }
  const values = new Set<string>();
  for (const row of rows) {
    for (const value of chosenValues(row, name, whereOf(leaf))) {
      if (value !== null && (by !== name || partName(value) === part)) values.add(JSON.stringify(value));
    }
  }
  return one(values.size);
}

/** A number of a row: whole, or an amount as text with decimals. */
function amountOf(value: Json): Fraction {
  return typeof value === "string" ? Fraction.from(value) : Fraction.of(whole(value));
}

/** Whether a row has the key by which a leaf tells rows apart. */
export function isTold(row: Line, leaf: Row): boolean {
  return chosenValues(row, text(leaf.distinct), whereOf(leaf)).some((value) => value !== null);
}

/** Keys are recognised inside one value of a field only: from the largest to the sum. */
export function linkedSpan(leaf: Row, rows: readonly Line[], linked: string): Span {
  const groups = new Map<string, Line[]>();
  for (const row of rows) {
    const value = JSON.stringify(fieldOf(row, linked));
    const group = groups.get(value);
    if (group) group.push(row);
    else groups.set(value, [row]);
  }
  const counts = [...groups.values()].map((group) => measured(leaf, group).low);
  return { low: extreme(1, counts), high: total(counts) };
}

/** Different people over sheets of event rows: exact where the rows are at hand, else bounded by the declared totals. */
function people(rows: readonly Line[]): Bounds {
  const sheets = rows.map((row) => row.sheet).filter((sheet): sheet is Sheet => sheet !== null);
  if (sheets.length !== rows.length) throw new Wrong("没有参加者标记（rows without people）");
  if (sheets.every((sheet) => sheet.tokens !== null)) {
    const every = new Set<string>();
    for (const sheet of sheets) for (const token of sheet.tokens ?? []) every.add(token);
    return known(every.size);
  }
  const each = sheets.map((sheet) =>
    sheet.people === null
      ? { least: Fraction.of(1), most: Fraction.of(sheet.times) }
      : known(Fraction.of(sheet.people)),
  );
  return { least: extreme(1, each).least, most: total(each).most };
}
