/** The algebra of figures: count, sum, distinct, bounds, total, union, range, ratio, streak, growth, reference, share. */

import { chosenValues, fieldOf, fits, whereOf } from "./conditions";
import { grown, merged, quotient, united } from "./intervals";
import {
  isLeaf,
  isSeveral,
  isTold,
  linkedSpan,
  measured,
  type Operator,
  operatorOf,
  partName,
  sourceOf,
} from "./leaves";
import { byCodePoint, type Json, list, object, type Row, text, Wrong } from "./reading";
import type { Line } from "./sources";
import { exactOf, Fraction, one, type Span, ZERO } from "./spans";
import { own, type Words } from "./words";

const ALONE = "占比只能单独作为一个数字（a share stands alone in its definition）";

/** A labelled part of a value; `unit` is its own. */
export interface Part {
  label: string;
  span: Span | null;
  unit: string | null;
}

/** A computed value: `span` null says there is none. */
export interface Outcome {
  span: Span | null;
  parts: Part[];
}

/** Through which days an expression is looked at: one year, from the beginning, everything up to the last day. */
interface Lens {
  year?: number;
  whole?: boolean;
  asAt?: boolean;
}

/** What an evaluation stands on. */
export interface Ground {
  definitions: Map<string, Row>;
  rows: (source: string) => Line[];
  words: Words;
  names: Map<string, Map<string, string>>; // by field: what codes are called that are records themselves
}

/** One definition over one window. */
export class Evaluation {
  declared = false;
  private found = 0;
  private readonly records = new Map<string, Set<string>>();
  private readonly split: string;
  private readonly asAt: boolean;

  constructor(
    private readonly definition: Row,
    private readonly ground: Ground,
    private readonly since: string | null,
    private readonly until: string,
  ) {
    this.split = optional(definition.split);
    this.asAt = definition.window === "as-at";
  }

  /** The value with its parts; nothing where nothing was measured and the definition says so. */
  outcome(): Outcome {
    const measure = object(this.definition.measure);
    const unit = text(this.definition.unit);
    const operator = operatorOf(measure);
    if (operator === "share") {
      const shared = this.share(object(measure.share));
      this.countRecords(measure, this.asAt, false, this.records);
      return !this.found && this.definition.empty === "unmeasured" ? nothing() : shared;
    }
    const yearly = this.definition.window === "per-year" && operator !== "growth" && operator !== "streak";
    const outcome = yearly
      ? this.perYear(measure, unit)
      : this.of(measure, unit, { asAt: this.asAt }, this.split);
    this.countRecords(measure, this.asAt, operator === "growth", this.records);
    return !this.found && this.definition.empty === "unmeasured" ? nothing() : outcome;
  }

  /** How many records stand behind the value, each once a source. */
  get recordCount(): number {
    return sizeOf(this.records);
  }

  private of(data: Row, unit: string | null, lens: Lens, split: string): Outcome {
    const operator = operatorOf(data);
    if (isLeaf(operator)) return this.leaf(data, operator, unit, lens, split);
    if (isSeveral(operator)) return this.several(data, operator, unit, lens, split);
    if (operator === "ratio") return this.ratio(object(data.ratio), unit ?? "percent", lens, split);
    if (operator === "streak") return this.streak(object(data.streak), lens);
    if (operator === "growth") return this.growth(object(data.growth));
    if (operator === "share") throw new Wrong(ALONE);
    const other = this.other(data.figure);
    const inner = { ...lens, asAt: lens.asAt || other.window === "as-at" };
    return this.of(object(other.measure), text(other.unit), inner, split);
  }

  private other(code: Json | undefined): Row {
    const found = this.ground.definitions.get(text(code));
    if (!found) throw new Wrong(`包里没有定义 ${code}（the bundle holds no definition of ${code}）`);
    return found;
  }

  /** The rows of a leaf; those without the number that it adds up did not measure it. */
  private chosen(leaf: Row, lens: Lens): Line[] {
    const asAt = lens.asAt || leaf.window === "as-at";
    const since = lens.whole || asAt ? null : this.since;
    const number = optional(leaf.sum) || optional(leaf.bounds);
    const where = whereOf(leaf);
    return this.ground.rows(sourceOf(leaf)).filter((row) => {
      const day = text(fieldOf(row, "day"));
      if (day > this.until || (since !== null && day < since)) return false;
      const year = yearOf(day);
      if (lens.year !== undefined && !(asAt ? year <= lens.year : year === lens.year)) return false;
      return fits(row, where) && (number === "" || fieldOf(row, number) !== null);
    });
  }

  private leaf(leaf: Row, operator: Operator, unit: string | null, lens: Lens, split: string): Outcome {
    const rows = this.chosen(leaf, lens);
    this.found += rows.length;
    const linked = optional(leaf.linked_within);
    const people = operator === "distinct" && leaf.distinct === "token";
    if (operator !== "distinct" || people) this.declared ||= rows.some((row) => row.declared);
    const span = linked ? linkedSpan(leaf, rows, linked) : measured(leaf, rows);
    const by = this.fields(sourceOf(leaf)).includes(split) ? split : linked;
    if (!by) return { span, parts: [] };
    const groups = new Map<string, Line[]>();
    for (const row of rows) {
      for (const value of chosenValues(row, by, whereOf(leaf))) {
        if (operator !== "distinct" || people || isTold(row, leaf)) {
          const name = partName(value);
          groups.set(name, groups.get(name) ?? []);
          groups.get(name)?.push(row);
        }
      }
    }
    const parts = [...groups.keys()].sort(byCodePoint).map((name) => ({
      label: this.label(sourceOf(leaf), by, name),
      span: measured(leaf, groups.get(name) ?? [], by, name),
      unit: this.unitOf(leaf, unit),
    }));
    return { span, parts };
  }

  private several(
    data: Row,
    operator: "total" | "union" | "range",
    unit: string | null,
    lens: Lens,
    split: string,
  ): Outcome {
    const items = list(data[operator]).map(object);
    const outcomes = items.map((item) => this.of(item, unit, lens, split));
    const labels = items.map((item) => this.name(item));
    const plain = outcomes.map((outcome, at) => ({
      label: labels[at] as string,
      span: outcome.span,
      unit: this.unitOf(items[at] as Row, unit),
    }));
    const parts =
      split && !labels.some((label) => label)
        ? merged(
            outcomes.map((outcome) => outcome.parts),
            operator,
          )
        : plain;
    const spans = outcomes.map((outcome) => outcome.span).filter((span): span is Span => span !== null);
    return { span: spans.length ? united(spans, operator) : null, parts };
  }

  private name(data: Row): string {
    if (data.label) return text(data.label);
    const operator = operatorOf(data);
    if (operator === "figure") return text(this.other(data.figure).title);
    return isLeaf(operator) && !this.split ? (own(this.ground.words.sources, sourceOf(data)) ?? "") : "";
  }

  private ratio(ratio: Row, unit: string, lens: Lens, split: string): Outcome {
    const heads = unit === "yuan-per-head";
    const factor = heads ? 1 : 100;
    const [first, second] = heads ? ["yuan", "residents"] : [null, null];
    const [top, bottom] = [object(ratio.over), object(ratio.under)];
    const each = optional(ratio.each);
    const over = this.of(top, first as string | null, lens, split);
    const under = this.of(bottom, second as string | null, lens, each || split);
    if (each) {
      const parts = under.parts.map((part) => ({
        label: part.label,
        span: quotient(over.span, part.span, factor),
        unit,
      }));
      const spans = parts.map((part) => part.span).filter((span): span is Span => span !== null);
      return { span: spans.length ? united(spans, "range") : null, parts };
    }
    const { words } = this.ground;
    return {
      span: quotient(over.span, under.span, factor),
      parts: [
        {
          label: this.name(top) || words.over,
          span: over.span,
          unit: this.unitOf(top, first as string | null),
        },
        {
          label: this.name(bottom) || words.under,
          span: under.span,
          unit: this.unitOf(bottom, second as string | null),
        },
      ],
    };
  }

  private streak(streak: Row, lens: Lens): Outcome {
    const rows = this.chosen(object(streak.of), { asAt: lens.asAt ?? false });
    this.found += rows.length;
    const counts = new Map<number, number>();
    for (const row of rows) {
      const year = yearOf(text(fieldOf(row, "day")));
      counts.set(year, (counts.get(year) ?? 0) + row.weight);
    }
    let runs: number[][] = [];
    for (const year of [...counts.keys()].sort((a, b) => a - b)) {
      const run = runs[runs.length - 1];
      if (run?.[run.length - 1] === year - 1) run.push(year);
      else runs.push([year]);
    }
    const last = yearOf(this.until);
    if ((streak.ending ?? "now") === "now")
      runs = runs.filter((run) => (run[run.length - 1] as number) >= last - 1);
    const best = runs.reduce<number[]>((found, run) => (run.length >= found.length ? run : found), []);
    const parts = best.map((year) => ({
      label: this.year(year),
      span: one(counts.get(year) ?? 0),
      unit: "items",
    }));
    return { span: one(best.length), parts };
  }

  /** Each year of the window in which the first leaf has rows; the value runs from the least to the greatest. */
  private perYear(measure: Row, unit: string): Outcome {
    const parts: Part[] = [];
    const spans: Span[] = [];
    const detailed = measure.ratio !== undefined && optional(object(measure.ratio).each) !== "";
    for (const year of this.years(this.firstLeaf(measure), {})) {
      const found = this.of(measure, unit, { year }, this.split);
      if (detailed && found.parts.length) {
        for (const part of found.parts) parts.push({ ...part, label: `${this.year(year)} · ${part.label}` });
      } else {
        parts.push({ label: this.year(year), span: found.span, unit: null });
      }
      if (found.span) spans.push(found.span);
    }
    return { span: spans.length ? united(spans, "range") : null, parts };
  }

  private growth(growth: Row): Outcome {
    const of = object(growth.of);
    const years = this.years(this.firstLeaf(of), { whole: true });
    const [start] = years;
    const last = years[years.length - 1];
    if (start === undefined || last === undefined) return nothing();
    const told = growth.base ?? "year-before";
    const base =
      told === "year-before" ? (this.since ? yearOf(this.since) - 1 : start) : Number(told as number);
    if (!years.includes(base) || last <= base || this.beginsBetween(base, last)) return nothing();
    const [before, after] = [base, last].map((year) =>
      exactOf(this.of(of, null, { year, whole: true }, "").span),
    );
    if (!before || !after || before.compare(ZERO) <= 0) return nothing();
    const { words } = this.ground;
    const unit = this.unitOf(of, null);
    return {
      span: grown(after.by(before), last - base, optional(growth.how) || "compound"),
      parts: [
        { label: `${words.base} ${this.year(base)}`, span: one(before), unit },
        { label: `${words.last} ${this.year(last)}`, span: one(after), unit },
      ],
    };
  }

  /** Of the records behind another figure those for which conditions hold, in per cent. */
  private share(share: Row): Outcome {
    const other = this.other(share.of);
    const measure = object(other.measure);
    const asAt = this.asAt || other.window === "as-at";
    const [chosen, every] = [list(share.where), []].map((where) => {
      const found = new Map<string, Set<string>>();
      this.countRecords(measure, asAt, measure.growth !== undefined, found, where);
      return sizeOf(found);
    }) as [number, number];
    this.found += every;
    const { words } = this.ground;
    return {
      span: every ? one(Fraction.of(chosen * 100).by(Fraction.of(every))) : null,
      parts: [
        { label: words.chosen, span: one(chosen), unit: "items" },
        { label: words.all, span: one(every), unit: "items" },
      ],
    };
  }

  private years(leaf: Row, lens: Lens): number[] {
    const found = new Set(this.chosen(leaf, lens).map((row) => yearOf(text(fieldOf(row, "day")))));
    return [...found].sort((a, b) => a - b);
  }

  /** Whether this definition began to apply after the base year began: then the years are not of one kind. */
  private beginsBetween(base: number, last: number): boolean {
    const start = optional(this.definition.applies_from);
    const year = (number: number) => String(number).padStart(4, "0");
    return start !== "" && `${year(base)}-01-01` < start && start <= `${year(last)}-12-31`;
  }

  private firstLeaf(data: Row): Row {
    const operator = operatorOf(data);
    if (isLeaf(operator)) return data;
    if (isSeveral(operator)) return this.firstLeaf(object(list(data[operator])[0]));
    if (operator === "ratio") return this.firstLeaf(object(object(data.ratio).over));
    if (operator === "figure") return this.firstLeaf(object(this.other(data.figure).measure));
    if (operator === "share") throw new Wrong(ALONE);
    return this.firstLeaf(object(object(data[operator]).of));
  }

  /** The unit that an expression carries: its own, the field's, or what is expected where it stands. */
  private unitOf(data: Row, expected: string | null): string | null {
    const operator = operatorOf(data);
    const { numbers, measures } = this.ground.words;
    if (operator === "sum" || operator === "bounds") {
      const source = sourceOf(data);
      const ofField = own(own(numbers, source) ?? {}, text(data[operator]));
      return ofField ?? own(measures, source.slice(source.indexOf(".") + 1)) ?? null;
    }
    if (operator === "count" || operator === "distinct") return optional(data.unit) || expected;
    if (isSeveral(operator)) {
      const units = list(data[operator]).map((item) => this.unitOf(object(item), expected));
      return expected ?? units.find((unit) => unit) ?? null;
    }
    if (operator === "ratio") return expected ?? "percent";
    if (operator === "figure") return text(this.other(data.figure).unit);
    return operator === "streak" ? "years" : "percent";
  }

  private fields(source: string): string[] {
    return own(this.ground.words.fields, this.shape(source)) ?? [];
  }

  /** Under which name the words keep a source; all counts are alike. */
  private shape(source: string): string {
    return own(this.ground.words.fields, source) ? source : "counts";
  }

  private label(source: string, name: string, part: string): string {
    if (!part) return this.ground.words.unnamed;
    const named = this.ground.names.get(name);
    if (named) return named.get(part) ?? part;
    return own(own(this.ground.words.labels, `${this.shape(source)}.${name}`) ?? {}, part) ?? part;
  }

  private year(year: number): string {
    return `${year}${this.ground.words.year}`;
  }

  /** Note the records behind every leaf, by source; those for which further conditions hold. */
  private countRecords(
    data: Row,
    asAt: boolean,
    whole: boolean,
    found: Map<string, Set<string>>,
    where: Json[] = [],
  ): void {
    const operator = operatorOf(data);
    const inner = (part: Json | undefined, at = asAt, all = whole) =>
      this.countRecords(object(part), at, all, found, where);
    if (isLeaf(operator)) {
      const keys = found.get(sourceOf(data)) ?? new Set<string>();
      found.set(sourceOf(data), keys);
      const leaf = { ...data, where: [...list(data.where ?? []), ...where] };
      for (const row of this.chosen(leaf, { whole, asAt })) keys.add(row.id);
    } else if (isSeveral(operator)) {
      for (const item of list(data[operator])) inner(item);
    } else if (operator === "ratio") {
      inner(object(data.ratio).over);
      inner(object(data.ratio).under);
    } else if (operator === "figure" || operator === "share") {
      const other = this.other(operator === "figure" ? data.figure : object(data.share).of);
      const growing = operator === "share" && object(other.measure).growth !== undefined;
      inner(other.measure, asAt || other.window === "as-at", whole || growing);
    } else {
      inner(object(data[operator]).of, asAt && operator !== "growth");
    }
  }
}

function sizeOf(records: Map<string, Set<string>>): number {
  return [...records.values()].reduce((sum, keys) => sum + keys.size, 0);
}

function nothing(): Outcome {
  return { span: null, parts: [] };
}

function optional(value: Json | undefined): string {
  return value === undefined || value === null ? "" : text(value);
}

function yearOf(day: string): number {
  return Number(day.slice(0, 4));
}
