import { expect, test } from "vitest";
import cases from "../../verify/tests/algebra.json";
import { Evaluation, type Ground } from "./algebra";
import type { Json, Row } from "./reading";
import type { Sheet } from "./records";
import type { Line } from "./sources";
import { isKnown, type Span, written } from "./spans";
import { WORDS } from "./words";

interface Told {
  id: string;
  fields: Row;
  weight?: number;
  many?: Row[][];
  sheet?: { times: number; people: number; tokens: string[] | null };
}

interface Case {
  name: string;
  rows: Record<string, Told[]>;
  definition: Row;
  others?: Record<string, Row>;
  since: string | null;
  until: string;
  value: Json;
  records?: number;
  parts?: [string, Json][];
  bounds?: string[];
}

function line({ id, fields, weight = 1, many = [], sheet }: Told): Line {
  const tokens = sheet?.tokens ? new Set(sheet.tokens) : null;
  const full = sheet
    ? ({ ...sheet, tokens, entry: 0, channel: "", source: "", stayed: 0, rows: 0, root: "" } as Sheet)
    : null;
  return { id, fields, weight, many, declared: full !== null && tokens === null, sheet: full };
}

function shown(span: Span | null, decimals: number): Json {
  if (span === null || !isKnown(span)) return null;
  const [low, high] = [written(span.low.least, decimals), written(span.high.least, decimals)];
  return low === high ? low : { low, high };
}

const unit = (code: string) => WORDS.units[code] as { label: string; decimals: number };

test.each(cases as unknown as Case[])("$name", (one) => {
  const ground: Ground = {
    definitions: new Map(Object.entries({ x: one.definition, ...one.others })),
    rows: (source) => (one.rows[source] ?? []).map(line),
    words: WORDS,
    names: new Map([
      ["credited", new Map()],
      ["served", new Map()],
    ]),
  };
  const work = new Evaluation(one.definition, ground, one.since, one.until);
  const { span, parts } = work.outcome();
  const whole = String(one.definition.unit);
  const { decimals } = unit(whole);
  if ((one.definition.measure as Row).growth !== undefined && span !== null) {
    expect(written(span.low.least, decimals)).toBe(one.value);
    expect(written(span.low.most, decimals)).toBe(one.value);
  } else {
    expect(shown(span, decimals)).toEqual(one.value);
  }
  if (one.records !== undefined) expect(work.recordCount).toBe(one.records);
  if (one.bounds && span) {
    const ends = [span.low.least, span.low.most, span.high.least, span.high.most];
    expect(ends.map((end) => written(end, decimals))).toEqual(one.bounds);
    expect(work.declared).toBe(true);
  }
  if (one.parts) {
    const told = parts.map((part) => {
      const code = part.unit ?? whole;
      const label = code === whole ? part.label : `${part.label}（${unit(code).label}）`;
      return [label, shown(part.span, unit(code).decimals)];
    });
    expect(told).toEqual(one.parts);
  }
});
