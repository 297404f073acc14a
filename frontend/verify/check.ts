/** Checking a bundle: its form, its proofs, its rows, its signature, and every value that it states. */

import { Evaluation, type Ground, type Part } from "./algebra";
import { fingerprint, type Head, headOf, leafHash, mustBeSigned, rootByPath, rootOf } from "./log";
import {
  byCodePoint,
  canonical,
  digestOf,
  encoded,
  equal,
  hasOnly,
  hex,
  type Json,
  list,
  object,
  type Row,
  read,
  same,
  spaced,
  text,
  Wrong,
  whole,
} from "./reading";
import { civilDay, type Entry, type World, worldOf } from "./records";
import { checkRows, type Sample, sampleRows } from "./rows";
import { Sources } from "./sources";
import { type Bounds, Fraction, isKnown, type Span, written } from "./spans";
import { own, WORDS } from "./words";

const FORMAT = "zhifa-bundle/3";
/** The form of an entry, and its parts. */
export const ENTRY_FORMAT = "zhifa-entry/1";
const PARTS = [
  "format",
  "mark",
  "district",
  "checkpoint",
  "definitions",
  "figures",
  "growths",
  "entries",
  "seal",
];
const FIGURE = [
  "code",
  "name",
  "unit",
  "value",
  "since",
  "until",
  "definition_version",
  "record_count",
  "parts",
];
const GROWTH = ["code", "before", "after", "value"];
export const ENTRY = ["format", "schema", "act", "actor", "subject", "recorded_at", "facts"];
const NUMBER = /^-?[0-9]{1,30}(\.[0-9]{1,6})?$/;

/** `fits`, `declared` (fits, resting on declared totals) or `wrong`. */
export type State = "fits" | "declared" | "wrong";

/** One line of what was found. */
export interface Finding {
  state: State;
  text: string;
}

/** What a check came to: 0 everything fits, 1 something does not, 2 everything fits but no key was given. */
export interface Verdict {
  status: 0 | 1 | 2;
  mark: string;
  findings: Finding[];
}

/** What a check may be given besides the bundle: a C2SP verifier key, a side file, how many of its rows to draw. */
export interface Aids {
  key?: string;
  rows?: Uint8Array;
  sample?: Sample;
}

/** Check a bundle. */
export function check(content: Uint8Array, aids: Aids = {}): Verdict {
  let mark = "";
  let findings: Finding[];
  try {
    const bundle = read(content);
    if (typeof bundle === "object" && bundle !== null && !Array.isArray(bundle)) {
      mark = typeof bundle.mark === "string" ? bundle.mark : "";
    }
    findings = found(object(bundle), aids);
  } catch (error) {
    const unread = "包里有读不懂的内容（the bundle holds something that cannot be read）";
    findings = [{ state: "wrong", text: error instanceof Wrong ? error.message : unread }];
  }
  const wrong = findings.some((finding) => finding.state === "wrong");
  return { status: wrong ? 1 : aids.key === undefined ? 2 : 0, mark, findings };
}

function found(bundle: Row, aids: Aids): Finding[] {
  if (bundle.format !== FORMAT || !hasOnly(bundle, PARTS)) {
    throw new Wrong(`这不是 ${FORMAT}（this is no ${FORMAT}）`);
  }
  const note = text(bundle.checkpoint);
  const head = headOf(note);
  const marked = bundle.mark !== "";
  const extensions = marked ? [`demonstration: ${bundle.mark}`] : [];
  if (!same(head.extensions, extensions)) {
    throw new Wrong("示例标记与签名树头不符（the mark is not that of the checkpoint）");
  }
  if (head.origin !== `zhifa/${bundle.district}${marked ? "-demonstration" : ""}`) {
    throw new Wrong(`日志 ${head.origin} 不是 ${bundle.district} 的（the log is another district's）`);
  }
  if (aids.key !== undefined) mustBeSigned(note, aids.key);
  const seal = sealed(bundle, head, aids.key);
  const figures = list(bundle.figures).map(object);
  if (!figures.length) throw new Wrong("包里没有数字（the bundle states no figure）");
  const entries = entriesOf(list(bundle.entries).map(object), head.size, head.root);
  const world = worldOf(entries);
  const findings = [
    ...seal,
    fits(`${entries.length} 条记录都在 ${head.origin} 的 ${head.size} 条日志里（every entry is in the log）`),
  ];
  if (aids.rows !== undefined) findings.push(rowsChecked(world, aids.rows, aids.sample));
  return [...findings, ...figuresOf(bundle, figures, world)];
}

/** The seal is the same head with one more line, the hash of everything else in the bundle, signed by the same key; where it does not fit, that is found, and what else is wrong is still looked for. */
function sealed(bundle: Row, head: Head, key: string | undefined): Finding[] {
  const { seal, ...rest } = bundle;
  const note = text(seal);
  const found = headOf(note);
  const extensions = [...head.extensions, `bundle: ${fingerprint(canonical(rest))}`];
  const fits = found.origin === head.origin && found.size === head.size && equal(found.root, head.root);
  if (!fits || !same(found.extensions, extensions)) {
    return [wrong("包的内容不是签名时的内容（the bundle is not what was signed）")];
  }
  if (key !== undefined) mustBeSigned(note, key);
  return [];
}

function fits(text: string): Finding {
  return { state: "fits", text };
}

function wrong(text: string): Finding {
  return { state: "wrong", text };
}

function rowsChecked(world: World, rows: Uint8Array, sample: Sample | undefined): Finding {
  if (sample === undefined) {
    const taken = checkRows(rows, world.sheets);
    return fits(`逐行核对 ${taken.sheets} 张表 ${taken.rows} 行（every row checked）`);
  }
  const taken = sampleRows(rows, world.sheets, sample);
  return fits(`抽查 ${taken.checked} 行，共 ${taken.rows} 行（a sample of the rows checked）`);
}

/** The entries in the log's order, each proven, each sheet's rows fitting its root. */
function entriesOf(entries: Row[], size: number, root: Uint8Array): Entry[] {
  let last = -1;
  return entries.map((told) => {
    const index = whole(told.index);
    const entry = object(told.entry);
    const names = ["entry", "index", "path"];
    if (!(hasOnly(told, names) || hasOnly(told, [...names, "rows"])) || !hasOnly(entry, ENTRY)) {
      throw new Wrong("一条记录缺项或多项（an entry has parts missing or too many）");
    }
    if (entry.format !== ENTRY_FORMAT || entry.schema !== 1) {
      throw new Wrong(`第 ${index} 条的格式不认识（entry ${index} is of another form）`);
    }
    if (index <= last) throw new Wrong("记录重复或乱序（entries are doubled or out of order）");
    last = index;
    const path = list(told.path).map(digestOf);
    if (!equal(rootByPath(leafHash(encoded(canonical(entry))), index, size, path), root)) {
      throw new Wrong(`第 ${index} 条不在日志里（entry ${index} is not in the log）`);
    }
    const facts = object(entry.facts);
    const rows = told.rows === undefined ? [] : shownRows(list(told.rows), index, facts);
    const day = civilDay(text(entry.recorded_at));
    return { index, act: text(entry.act), key: text(list(entry.subject)[1]), day, facts, rows };
  });
}

/** The rows of a sheet that are shown; the others stand as their hashes. */
function shownRows(rows: Json[], index: number, facts: Row): Row[] {
  const hashes = rows.map((row) =>
    typeof row === "string" ? digestOf(row) : leafHash(encoded(canonical(row))),
  );
  if (hashes.length !== facts.rows || hex(rootOf(hashes)) !== facts.root) {
    throw new Wrong(`第 ${index} 条的各行与其根不符（the rows of entry ${index} do not fit its root）`);
  }
  return rows.filter((row) => typeof row !== "string").map(object);
}

function figuresOf(bundle: Row, figures: Row[], world: World): Finding[] {
  const definitions = new Map(
    Object.entries(object(bundle.definitions)).map(([code, body]) => [code, object(body)]),
  );
  for (const [code, definition] of definitions) mustBeDefined(world, code, definition);
  const sources = new Sources(world, WORDS.measures, own(WORDS.labels, "people.populations.basis") ?? {});
  const ground: Ground = {
    definitions,
    rows: (source) => sources.rows(source),
    words: WORDS,
    names: namesOf(world),
  };
  const stated = new Map<string, Row>();
  const used = new Set<string>();
  const findings = figures.map((figure) => {
    if (!hasOnly(figure, FIGURE)) {
      throw new Wrong("一个数字缺项或多项（a figure has parts missing or too many）");
    }
    const place = placeOf(figure.code, figure);
    if (stated.has(place)) throw new Wrong("同一个数字列了两次（a figure is stated twice）");
    stated.set(place, figure);
    reach(text(figure.code), definitions, used);
    return figureOf(figure, ground);
  });
  if (used.size !== definitions.size) {
    throw new Wrong("定义与数字不对应（definitions and figures do not belong together）");
  }
  return [...findings, ...list(bundle.growths).map((growth) => growthOf(object(growth), stated))];
}

function placeOf(code: Json | undefined, days: Row): string {
  return canonical([code ?? null, days.since ?? null, days.until ?? null]);
}

/** What codes are called that are records themselves, by field. */
function namesOf(world: World): Map<string, Map<string, string>> {
  const units = new Map([...world.units].map(([code, unit]) => [code, unit.name]));
  const titles = [...world.campaigns, ...world.goals].map(([code, rule]): [string, string] => [
    code,
    text(rule.title),
  ]);
  const areas = [...world.areas].map(([code, area]): [string, string] => [code, text(area.name)]);
  return new Map([
    ["unit", units],
    ["credited", units],
    ["area", new Map(areas)],
    ["programme", world.programmes],
    ["served", new Map(titles)],
    ["served_sort", new Map(Object.entries(WORDS.sorts))],
  ]);
}

/** Note a figure's definition and those that it refers to. */
function reach(code: string, definitions: Map<string, Row>, found: Set<string>): void {
  if (found.has(code)) return;
  const definition = definitions.get(code);
  if (!definition) throw new Wrong(`包里没有定义 ${code}（the bundle holds no definition of ${code}）`);
  found.add(code);
  for (const other of references(definition.measure ?? null)) reach(other, definitions, found);
}

function references(data: Json): string[] {
  if (Array.isArray(data)) return data.flatMap(references);
  if (typeof data !== "object" || data === null) return [];
  const inner = Object.entries(data).flatMap(([name, part]) => (name === "where" ? [] : references(part)));
  const share = data.share === undefined ? null : object(data.share).of;
  return [...inner, ...[data.figure, share].filter((code) => typeof code === "string")];
}

function mustBeDefined(world: World, code: string, definition: Row): void {
  const entered = world.definitions.get(code);
  const { version, ...content } = definition;
  const printed = fingerprint(spaced(content));
  if (
    !entered ||
    definition.code !== code ||
    !same(entered.version, version) ||
    entered.definition !== printed
  ) {
    throw new Wrong(`${code} 的定义不是日志里的（the definition of ${code} is not the one in the log）`);
  }
}

function figureOf(figure: Row, ground: Ground): Finding {
  const definition = ground.definitions.get(text(figure.code)) as Row;
  const days = daysOf(figure);
  const name = text(figure.name);
  if (name !== definition.title || figure.unit !== definition.unit) {
    throw new Wrong(`${name} 的名称或单位不是定义里的（another name or unit than its definition）`);
  }
  if (!same(figure.definition_version, definition.version)) {
    throw new Wrong(`${name} 用的不是这一版定义（printed under another definition）`);
  }
  if (definition.window === "as-at" && days.since !== null) {
    throw new Wrong(`${name} 没有起始日（this figure has no first day）`);
  }
  const work = new Evaluation(definition, ground, days.since, days.until);
  const outcome = work.outcome();
  const unit = unitOf(text(figure.unit));
  const value = figure.value ?? null;
  const what = `${name}（${days.since ?? "最早"} 至 ${days.until}）：${shown(value)} ${unit.label}`;
  const computed = wording(outcome.span, unit.decimals);
  if (!is(value, outcome.span, unit.decimals)) {
    return wrong(`${what}，按记录是 ${computed}（the records say ${computed}）`);
  }
  const count = work.recordCount;
  if (figure.record_count !== count) {
    return wrong(
      `${what}，依据 ${count} 条记录，不是 ${figure.record_count} 条（it rests on ${count} records）`,
    );
  }
  const fault = partsFault(list(figure.parts).map(object), outcome.parts, text(figure.unit));
  if (fault) return wrong(`${what}，构成不符：${fault}（a part does not fit）`);
  const resting = `${what}，${count} 条记录`;
  if (!work.declared) return fits(resting);
  const bound =
    outcome.span === null || isKnown(outcome.span)
      ? ""
      : `，按申报的总数应在 ${computed}（within the bounds that the totals give）`;
  return { state: "declared", text: `${resting}，依据申报的总数（rests on declared totals）${bound}` };
}

function unitOf(code: string): { label: string; decimals: number } {
  const unit = own(WORDS.units, code);
  if (!unit) throw new Wrong(`没有单位 ${code}（there is no unit ${code}）`);
  return unit;
}

/** The first part that does not fit; empty when all do. Their order proves nothing and is not asked for. */
function partsFault(told: Row[], computed: Part[], whole: string): string {
  if (told.length !== computed.length) return `${told.length} ≠ ${computed.length}`;
  const labelled = computed
    .map((part) => ({ label: labelOf(part, whole), span: part.span, unit: unitOf(part.unit ?? whole) }))
    .sort((one, other) => byCodePoint(one.label, other.label));
  const sorted = [...told].sort((one, other) => byCodePoint(String(one.label), String(other.label)));
  for (const [at, part] of sorted.entries()) {
    const { label, span, unit } = labelled[at] as (typeof labelled)[number];
    if (!hasOnly(part, ["label", "value"]) || part.label !== label) return `${part.label} ≠ ${label}`;
    const value = part.value ?? null;
    if (!is(value, span, unit.decimals)) {
      return `${label}：${shown(value)} ≠ ${wording(span, unit.decimals)}`;
    }
  }
  return "";
}

/** A part's label, which names its unit where that is another than the whole's. */
function labelOf(part: Part, whole: string): string {
  const code = part.unit ?? whole;
  return code === whole ? part.label : `${part.label}（${unitOf(code).label}）`;
}

/** Growth from one stated value to another of the same figure, in per cent of the values as printed. */
function growthOf(growth: Row, stated: Map<string, Row>): Finding {
  const windows = [object(growth.before), object(growth.after)];
  if (!hasOnly(growth, GROWTH) || !windows.every((days) => hasOnly(days, ["since", "until"]))) {
    throw new Wrong("一个增幅缺项或多项（a growth has parts missing or too many）");
  }
  const [before, after] = windows.map((days) => stated.get(placeOf(growth.code, days)));
  if (!before || !after) throw new Wrong("一个增幅没有它的两个数（a growth without its values）");
  const what = `${after.name}增长（growth）：${growth.value}%`;
  const ends = [before.value, after.value];
  if (!ends.every((end): end is string => typeof end === "string" && NUMBER.test(end))) {
    return wrong(`${what}，两个数不确定（the values are not two numbers）`);
  }
  const [old, young] = ends.map((end) => Fraction.from(end)) as [Fraction, Fraction];
  const computed = written(young.by(old).minus(Fraction.of(1)).times(100), unitOf("percent").decimals);
  if (growth.value !== computed)
    return wrong(`${what}，按两个数是 ${computed}%（the values say ${computed}%）`);
  return fits(what);
}

/** Whether a printed value is the computed one, or lies where the declared totals let it lie. */
function is(told: Json, span: Span | null, decimals: number): boolean {
  if (span === null || told === null) return span === null && told === null;
  if (typeof told !== "object") return within(told, span.low, decimals) && within(told, span.high, decimals);
  const range = object(told);
  if (!hasOnly(range, ["low", "high"]) || range.low === range.high) return false;
  return within(range.low ?? null, span.low, decimals) && within(range.high ?? null, span.high, decimals);
}

/** Whether a printed end lies inside its bounds, all at the unit's decimals, in the one spelling. */
function within(told: Json, end: Bounds, decimals: number): boolean {
  if (typeof told !== "string" || !NUMBER.test(told)) return false;
  const number = Fraction.from(told);
  const least = Fraction.from(written(end.least, decimals));
  const most = Fraction.from(written(end.most, decimals));
  return written(number, decimals) === told && least.compare(number) <= 0 && number.compare(most) <= 0;
}

/** A computed value in words. */
function wording(span: Span | null, decimals: number): string {
  if (span === null) return "无（none）";
  const end = ({ least, most }: Bounds) => {
    const [first, last] = [written(least, decimals), written(most, decimals)];
    return first === last ? first : `${first}…${last}`;
  };
  const [low, high] = [end(span.low), end(span.high)];
  if (low === high) return low;
  return isKnown(span) ? `${low}–${high}` : `下端 ${low}、上端 ${high}`;
}

/** A printed value in words. */
function shown(value: Json): string {
  if (value === null) return "—";
  if (typeof value !== "object") return String(value);
  const range = object(value);
  return `${range.low}–${range.high}`;
}

function daysOf(figure: Row): { since: string | null; until: string } {
  const until = text(figure.until);
  const since = figure.since === null ? null : text(figure.since);
  if (![since ?? until, until].every(isDay) || (since !== null && since > until)) {
    throw new Wrong("时段写得不对（a window is misspelt）");
  }
  return { since, until };
}

function isDay(day: string): boolean {
  if (!/^[1-9]\d{3}-\d{2}-\d{2}$/.test(day)) return false;
  const moment = new Date(`${day}T00:00:00Z`);
  return !Number.isNaN(moment.getTime()) && moment.toISOString().slice(0, 10) === day;
}
