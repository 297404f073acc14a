/** Conditions on published fields. Conditions on one to-many field must hold for one and the same of its values. */

import { type Json, list, object, type Row, text, Wrong } from "./reading";
import type { Line } from "./sources";
import { Fraction } from "./spans";

const TESTS = ["is", "not", "in", "not_in", "between", "prefix"] as const;
const RELATIONS = [["served", "served_sort"], ["credited"]]; // fields by relation, in the order of `many`
type Test = (typeof TESTS)[number];

/** The conditions of a leaf. */
export function whereOf(leaf: Row): Row[] {
  return leaf.where === undefined ? [] : list(leaf.where).map(object);
}

/** Whether a row satisfies every condition. */
export function fits(row: Line, where: readonly Row[]): boolean {
  return where.every((condition) => {
    const name = text(condition.field);
    const related = relatedOf(row, name);
    if (related === null) return holds(fieldOf(row, name), condition);
    if (isNegative(condition)) return related.every((one) => holds(one[name] ?? null, condition));
    return chosenValues(row, name, where).length > 0;
  });
}

/**
 * The values of a field that count: through a relation those of the related rows for which every positive condition on the
 * relation holds.
 */
export function chosenValues(row: Line, name: string, where: readonly Row[]): Json[] {
  const related = relatedOf(row, name);
  if (related === null) return [fieldOf(row, name)];
  const asked = where.filter((condition) => !isNegative(condition));
  return related
    .filter((one) =>
      asked.every((condition) => {
        const value = one[text(condition.field)];
        return value === undefined || holds(value, condition);
      }),
    )
    .map((one) => one[name] ?? null);
}

/** The related rows that bear a field, one with nothing in it where there are none; null for a field of the row itself. */
function relatedOf(row: Line, name: string): Row[] | null {
  const at = RELATIONS.findIndex((names) => names.includes(name));
  const related = row.many[at];
  if (related === undefined) return null;
  const nothing = Object.fromEntries((RELATIONS[at] ?? []).map((field) => [field, null]));
  return related.length ? related : [nothing];
}

/** A published field of a row. */
export function fieldOf(row: Line, name: string): Json {
  const value = Object.keys(row.fields).includes(name) ? row.fields[name] : undefined;
  if (value === undefined)
    throw new Wrong(`不认识字段 ${name}（this checker does not know the field ${name}）`);
  return value;
}

function testOf(condition: Row): Test {
  const found = TESTS.filter((test) => Object.keys(condition).includes(test));
  const [test] = found;
  if (test === undefined || found.length !== 1 || Object.keys(condition).length !== 2) {
    throw new Wrong("不认识条件（this checker does not know the condition）");
  }
  return test;
}

function isNegative(condition: Row): boolean {
  const test = testOf(condition);
  return test === "not" || test === "not_in";
}

function holds(value: Json, condition: Row): boolean {
  const test = testOf(condition);
  const told = condition[test] as Json;
  if (test === "prefix") return typeof value === "string" && value.startsWith(text(told));
  if (test === "between") return value !== null && between(value, list(told));
  const among = (test === "in" || test === "not_in" ? list(told) : [told]).some((one) => equals(value, one));
  return test === "is" || test === "in" ? among : !among;
}

function equals(value: Json, told: Json): boolean {
  if (typeof value === "number" && told !== null && typeof told !== "boolean") {
    return numberOf(value).compare(numberOf(told)) === 0;
  }
  return value === told;
}

function between(value: Json, [first, last]: Json[]): boolean {
  if (typeof value === "string") return text(first) <= value && value <= text(last);
  const number = numberOf(value);
  return numberOf(first).compare(number) <= 0 && number.compare(numberOf(last)) <= 0;
}

function numberOf(value: Json | undefined): Fraction {
  return Fraction.from(String(value));
}
