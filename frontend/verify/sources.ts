/** The rows of every source that a figure may read, with their published fields. */

import { byCodePoint, type Json, list, type Row, text, Wrong, whole } from "./reading";
import type { Deed, Sheet, World } from "./records";

/**
 * One row: its published fields, the record behind it, for how many rows it stands, whether it rests on a declared total, and the
 * event rows that it stands for.
 */
export interface Line {
  fields: Row;
  id: string;
  weight: number;
  declared: boolean;
  sheet: Sheet | null;
}

interface Counted {
  deed: Deed;
  fields: Row;
  id: string;
}

/** Rows by source, made once. */
export class Sources {
  private readonly made = new Map<string, Line[]>();
  private counted: Counted[] | null = null;

  constructor(
    private readonly world: World,
    private readonly measures: Record<string, string>,
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
        return this.confirmed().map((one) =>
          line({ ...one.fields, credited: this.credited(one.deed) }, one.id),
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
      case "people.backbone":
        return this.world.backbone.map((row, index) =>
          line({ kind: text(row.kind), day: text(row.from), person: text(row.person) }, String(index)),
        );
    }
    const measure = source.startsWith("deeds.") ? source.slice("deeds.".length) : "";
    if (!Object.keys(this.measures).includes(measure)) {
      throw new Wrong(`不认识数据来源 ${source}（this checker does not know the source ${source}）`);
    }
    return this.counts(measure);
  }

  /** Confirmed records that were not withdrawn. */
  private confirmed(): Counted[] {
    if (this.counted === null) {
      this.counted = [...this.world.deeds]
        .filter(([, deed]) => deed.confirmed && !deed.withdrawn)
        .map(([key, deed]) => ({ deed, id: key, fields: this.base(key, deed.facts) }));
    }
    return this.counted;
  }

  private base(key: string, facts: Row): Row {
    const area = text(facts.area);
    const named = this.world.areas.get(area);
    if (area && !named) throw new Wrong(`没有区域 ${area}（there is no area ${area}）`);
    return {
      kind: text(facts.kind),
      day: text(facts.occurred_on),
      unit: this.world.unit(text(facts.unit)).name,
      audience: text(facts.audience),
      area: named ? text(named.name) : null,
      opening: facts.opening === undefined ? false : facts.opening,
      served: this.served(facts),
      record: key,
    };
  }

  private activities(): Line[] {
    return this.confirmed().flatMap(({ deed, fields, id }) => {
      if (deed.activity === null) return [];
      const { kind, day, unit, audience, record } = fields as Record<string, Json>;
      const programme = this.world.programmes.get(text(deed.activity.programme)) ?? null;
      const rank = text(deed.activity.speaker_rank);
      return [
        line(
          {
            kind: kind ?? null,
            day: day ?? null,
            unit: unit ?? null,
            audience: audience ?? null,
            record: record ?? null,
            speaker_rank: rank,
            programme,
          },
          id,
        ),
      ];
    });
  }

  /** Event rows, a line for each sheet, which stands for as many rows as it declares. */
  private participations(): Line[] {
    return this.confirmed().flatMap(({ deed, fields, id }) =>
      [...deed.sheets.values()]
        .filter((sheet) => sheet.times > 0)
        .map((sheet) => ({
          fields: { ...fields, channel: sheet.channel },
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
    const seen = new Set<string>();
    this.world.populations.forEach((row, index) => {
      const mark = JSON.stringify([row.area, row.basis, row.as_of, row.source]);
      if (!seen.has(mark) && this.world.areas.get(text(row.area))?.kind === "district") {
        const group = JSON.stringify([row.area, row.basis]);
        groups.set(group, [...(groups.get(group) ?? []), { index, row }]);
      }
      seen.add(mark);
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

  private credited(deed: Deed): Json[] {
    const codes = [text(deed.facts.unit), ...list(deed.facts.credits).map((pair) => text(list(pair)[0]))];
    return [...new Set(codes.map((code) => this.world.unit(code).name))].sort(byCodePoint);
  }

  /** The campaigns and goals that a piece of work serves, by their rules. */
  private served(facts: Row): Json[] {
    const day = text(facts.occurred_on);
    const title = text(facts.title);
    return [...this.world.rules.values()]
      .flat()
      .filter(
        (rule) =>
          rule.since <= day &&
          day <= rule.until &&
          (!rule.kinds.length || rule.kinds.includes(facts.kind ?? null)) &&
          (!rule.audiences.length || rule.audiences.includes(facts.audience ?? null)) &&
          (!rule.words.length || rule.words.some((word) => title.includes(text(word)))),
      )
      .map((rule) => rule.code);
  }

  /** Typed counts of a measure; where event rows give it, their total stands in the place of a typed one. */
  private counts(measure: string): Line[] {
    return this.confirmed().flatMap(({ deed, fields, id }) => {
      const given = [...deed.sheets.values()].filter((sheet) => amount(sheet, measure) !== null);
      const channels = given.map((sheet) => sheet.channel);
      const typed = list(deed.facts.counts)
        .map(list)
        .filter((count) => count[0] === measure && !channels.includes(text(count[1])))
        .map(([, channel, source, value]) =>
          line({ ...fields, channel: text(channel), source: text(source), value: whole(value) }, id),
        );
      const declared = given.map((sheet) => ({
        ...line(
          { ...fields, channel: sheet.channel, source: sheet.source, value: amount(sheet, measure) },
          id,
        ),
        declared: sheet.tokens === null,
      }));
      return [...typed, ...declared];
    });
  }
}

function line(fields: Row, id: string): Line {
  return { fields, id, weight: 1, declared: false, sheet: null };
}

/** The next civil day. */
export function dayAfter(day: string): string {
  return new Date(Date.parse(`${day}T00:00:00Z`) + 86_400_000).toISOString().slice(0, 10);
}

function amount(sheet: Sheet, measure: string): number | null {
  if (measure === "attendances") return sheet.times;
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
