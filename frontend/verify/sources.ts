/** The rows of every source that a figure may read, with their published fields. */

import { type Json, list, object, type Row, text, Wrong, whole } from "./reading";
import type { Deed, Sheet, World } from "./records";
import { own } from "./words";

const DAY = 86_400_000; // milliseconds
const LATE_AFTER = 30; // days

/**
 * One row: its published fields, the record behind it, for how many rows it stands, whether it rests on a declared total, the event
 * rows that it stands for, and its relations: lists of related rows with their fields.
 */
export interface Line {
  fields: Row;
  many: Row[][];
  id: string;
  weight: number;
  declared: boolean;
  sheet: Sheet | null;
}

interface Counted {
  deed: Deed;
  fields: Row;
  many: Row[][];
  id: string;
}

/** Rows by source, made once. */
export class Sources {
  private readonly made = new Map<string, Line[]>();
  private counted: Counted[] | null = null;

  constructor(
    private readonly world: World,
    private readonly measures: Record<string, string>,
    private readonly basesCalled: Record<string, string>,
  ) {}

  /** The rows of a source; refused where it is not known. */
  rows(source: string): Line[] {
    const held = this.made.get(source);
    if (held) return held;
    const made = this.make(source);
    this.made.set(source, made);
    return made;
  }

  private make(source: string): Line[] {
    switch (source) {
      case "deeds.deeds":
        return this.confirmed().map(({ deed, fields, many, id }) =>
          line({ ...fields, late: isLate(deed) }, id, many),
        );
      case "deeds.participations":
        return this.participations();
      case "outreach.activities":
        return this.activities();
      case "plans.honours":
        return this.world.honours.map((row, index) =>
          line(
            {
              series: text(row.series),
              year: Number(text(row.year)),
              level: text(row.level),
              day: text(row.awarded_on),
              opening: row.is_opening === "True",
            },
            String(index),
          ),
        );
      case "people.units":
        return this.units();
      case "people.populations":
        return this.populations();
      case "funding.money":
        return this.world.money.map((row, index) => line(row, String(index)));
      case "funding.bases":
        return this.bases();
      case "people.backbone":
        return this.world.backbone.map((row, index) =>
          line({ kind: text(row.kind), day: text(row.from), person: text(row.person) }, String(index)),
        );
    }
    const [mechanism = "", measure = ""] = source.split(".", 2);
    if (!["deeds", "outreach"].includes(mechanism) || !Object.keys(this.measures).includes(measure)) {
      throw new Wrong(`不认识数据来源 ${source}（this checker does not know the source ${source}）`);
    }
    return mechanism === "deeds" ? this.counts(measure) : this.countsOfActivities(measure);
  }

  /** Confirmed records that were not withdrawn. */
  private confirmed(): Counted[] {
    if (this.counted === null) {
      this.counted = [...this.world.deeds]
        .filter(([, deed]) => deed.confirmed && !deed.withdrawn)
        .map(([key, deed]) => ({
          deed,
          id: key,
          fields: base(key, deed),
          many: [this.served(deed.facts), credited(deed.facts)],
        }));
    }
    return this.counted;
  }

  private activities(): Line[] {
    return this.confirmed().flatMap(({ deed, fields, many, id }) => {
      if (deed.activity === null) return [];
      const rank = text(deed.activity.speaker_rank);
      const programme = text(deed.activity.programme) || null;
      return [line({ ...fields, speaker_rank: rank, programme }, id, many)];
    });
  }

  /** The counts of a measure that stand on activities, with what is peculiar to those. */
  private countsOfActivities(measure: string): Line[] {
    const byRecord = new Map(this.activities().map((activity) => [activity.id, activity.fields]));
    return this.counts(measure).flatMap((count) => {
      const activity = byRecord.get(count.id);
      return activity ? [{ ...count, fields: { ...activity, ...count.fields } }] : [];
    });
  }

  /** Event rows, a line for each sheet, which stands for as many rows as it declares. */
  private participations(): Line[] {
    return this.confirmed().flatMap(({ deed, fields, many, id }) =>
      [...deed.sheets.values()]
        .filter((sheet) => sheet.times > 0)
        .map((sheet) => ({
          fields: { ...fields, channel: sheet.channel },
          many,
          id,
          weight: sheet.times,
          declared: sheet.tokens === null,
          sheet,
        })),
    );
  }

  /** What began (+1) and ended (-1): a unit stands from its first day to its last. */
  private units(): Line[] {
    return [...this.world.units].flatMap(([code, unit]) => {
      const ended = unit.ended ?? (unit.until === null ? null : dayAfter(unit.until));
      const began = line({ kind: unit.kind, record: code, day: unit.from, change: 1 }, code);
      return ended === null
        ? [began]
        : [began, line({ kind: unit.kind, record: code, day: ended, change: -1 }, code)];
    });
  }

  /** The district's population by each basis: the newest published number takes the place of the one before. */
  private populations(): Line[] {
    const groups = new Map<string, { index: number; row: Row }[]>();
    this.districtPopulations().forEach((row, index) => {
      const group = JSON.stringify([row.area, row.basis]);
      groups.set(group, [...(groups.get(group) ?? []), { index, row }]);
    });
    return [...groups.values()].flatMap((published) => {
      const counted = newestFirstSeen(published);
      return counted.flatMap(({ index, row }, at) => {
        const id = String(index);
        const value = whole(row.value);
        const fields = { basis: text(row.basis), record: id };
        const rows = [line({ ...fields, day: text(row.published_on), change: value }, id)];
        const next = counted[at + 1];
        if (next) rows.push(line({ ...fields, day: text(next.row.published_on), change: -value }, id));
        return rows;
      });
    });
  }

  /** The populations of areas of kind district, each told once by its source. */
  private districtPopulations(): Row[] {
    const found = new Map<string, Row>();
    for (const row of this.world.populations) {
      const mark = JSON.stringify([row.area, row.basis, row.as_of, row.source]);
      if (!found.has(mark) && this.world.areas.get(text(row.area))?.kind === "district") found.set(mark, row);
    }
    return [...found.values()];
  }

  /** The populations under each budget year: those of its closing, else those published by its last day. */
  private bases(): Line[] {
    return [...this.world.years].flatMap(([year, frozen]) =>
      (frozen ?? this.districtPopulations()).flatMap((row, index) => {
        const published = text(row.published_on);
        if (published > `${year}-12-31`) return [];
        const basis = own(this.basesCalled, text(row.basis)) ?? text(row.basis);
        const first = `${year}-01-01`;
        const fields = {
          population: `${basis} ${text(row.as_of)}（${text(row.source)}）`,
          day: published > first ? published : first,
          people: whole(row.value),
        };
        return [line(fields, `${year}-${index}`)];
      }),
    );
  }

  /** The campaigns and goals that a piece of work serves, by their rules; a goal without kinds and audiences has none. */
  private served(facts: Row): Row[] {
    const title = text(facts.title);
    const campaigns = [...this.world.campaigns]
      .filter(([, rule]) => serves(facts, rule, rule) && names(title, list(rule.words)))
      .map(([code, rule]) => ({ served: code, served_sort: text(rule.kind) }));
    const goals = [...this.world.goals]
      .filter(([, goal]) => {
        const asks = list(goal.kinds).length > 0 || list(goal.audiences).length > 0;
        return asks && serves(facts, object(this.world.plans.get(text(goal.plan))), goal);
      })
      .map(([code]) => ({ served: code, served_sort: "" }));
    return [...campaigns, ...goals];
  }

  /** Typed counts of a measure; where event rows give it, their total stands in the place of a typed one. */
  private counts(measure: string): Line[] {
    return this.confirmed().flatMap(({ deed, fields, many, id }) => {
      const given = [...deed.sheets.values()].filter((sheet) => amount(sheet, measure) !== null);
      const channels = given.map((sheet) => sheet.channel);
      const typed = list(deed.facts.counts)
        .map(list)
        .filter((count) => count[0] === measure && !channels.includes(text(count[1])))
        .map(([, channel, source, value]) =>
          line(
            {
              ...fields,
              channel: text(channel),
              source: text(source),
              value: whole(value),
              at_least: whole(value),
            },
            id,
            many,
          ),
        );
      const declared = given.map((sheet) => ({
        ...line(
          {
            ...fields,
            channel: sheet.channel,
            source: sheet.source,
            value: amount(sheet, measure),
            at_least: measure === "distinct" ? sheet.least : amount(sheet, measure),
          },
          id,
          many,
        ),
        declared: sheet.tokens === null,
      }));
      return [...typed, ...declared];
    });
  }
}

function line(fields: Row, id: string, many: Row[][] = []): Line {
  return { fields, many, id, weight: 1, declared: false, sheet: null };
}

function base(key: string, { facts, confirmations }: Deed): Row {
  return {
    kind: text(facts.kind),
    day: text(facts.occurred_on),
    unit: text(facts.unit),
    audience: text(facts.audience),
    area: text(facts.area) || null,
    opening: facts.opening === undefined ? false : facts.opening,
    record: key,
    second_party: confirmations.size > 0,
  };
}

function credited(facts: Row): Row[] {
  const codes = [text(facts.unit), ...list(facts.credits).map((pair) => text(list(pair)[0]))];
  return [...new Set(codes)].map((code) => ({ credited: code }));
}

/** Whether a piece of work lies in the days and is of a kind and for an audience that a rule asks for. */
function serves(facts: Row, days: Row, rule: Row): boolean {
  const day = text(facts.occurred_on);
  const kinds = list(rule.kinds);
  const audiences = list(rule.audiences);
  return (
    text(days.since) <= day &&
    day <= text(days.until) &&
    (!kinds.length || kinds.includes(facts.kind ?? null)) &&
    (!audiences.length || audiences.includes(facts.audience ?? null))
  );
}

function names(title: string, words: Json[]): boolean {
  return !words.length || words.some((word) => title.includes(text(word)));
}

/** Reported more than 30 days after it was done. */
function isLate(deed: Deed): boolean {
  const days =
    Date.parse(`${deed.reported}T00:00:00Z`) - Date.parse(`${text(deed.facts.occurred_on)}T00:00:00Z`);
  return days / DAY > LATE_AFTER;
}

/** The next civil day. */
export function dayAfter(day: string): string {
  return new Date(Date.parse(`${day}T00:00:00Z`) + DAY).toISOString().slice(0, 10);
}

function amount(sheet: Sheet, measure: string): number | null {
  if (measure === "attendances") return sheet.times;
  if (measure === "distinct") return sheet.people;
  return measure === "stayed" ? sheet.stayed || null : null;
}

/** Publications in order, without those that speak of no later date than one before them. */
function newestFirstSeen(published: { index: number; row: Row }[]): { index: number; row: Row }[] {
  const compare = (a: string, b: string) => (a < b ? -1 : a > b ? 1 : 0);
  const ordered = [...published].sort(
    (one, other) =>
      compare(text(one.row.published_on), text(other.row.published_on)) ||
      compare(text(other.row.as_of), text(one.row.as_of)) ||
      one.index - other.index,
  );
  const counted: { index: number; row: Row }[] = [];
  for (const one of ordered) {
    const last = counted[counted.length - 1];
    if (!last || text(one.row.as_of) > text(last.row.as_of)) counted.push(one);
  }
  return counted;
}
