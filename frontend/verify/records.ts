/** From entries to records: what was recorded, corrected, confirmed, withdrawn, in the log's order. */

import { type Json, list, object, type Row, text, Wrong, whole } from "./reading";

/**
 * Event rows of a deed over one channel, as their entry declares them: how many, how many stayed, how many different people at the
 * most and at the least.
 * `tokens` are the people themselves, where the rows were checked whole.
 */
export interface Sheet {
  entry: number;
  channel: string;
  source: string;
  times: number;
  stayed: number;
  people: number | null;
  least: number | null;
  rows: number;
  root: string;
  tokens: Set<string> | null;
}

/** A piece of work as the entries tell it. */
export interface Deed {
  facts: Row;
  reported: string;
  confirmed: boolean;
  withdrawn: boolean;
  confirmations: Set<Json>; // files in which the other side confirms it
  sheets: Map<string, Sheet>;
  activity: Row | null;
}

/** A unit, and the day from which it is no more. */
export interface Unit {
  name: string;
  kind: string;
  from: string;
  until: string | null;
  ended: string | null;
}

/** Everything that the bundle's entries say. */
export class World {
  readonly deeds = new Map<string, Deed>();
  readonly campaigns = new Map<string, Row>();
  readonly plans = new Map<string, Row>();
  readonly goals = new Map<string, Row>();
  readonly programmes = new Map<string, string>();
  readonly honours: Row[] = [];
  readonly units = new Map<string, Unit>();
  readonly areas = new Map<string, Row>();
  readonly populations: Row[] = [];
  readonly backbone: Row[] = [];
  readonly money: Row[] = [];
  readonly years = new Map<number, Row[] | null>(); // budget years; populations at closing
  readonly definitions = new Map<string, Row>();

  /** Sheets of event rows by the index of their entry. */
  get sheets(): Map<number, Sheet> {
    const found = new Map<number, Sheet>();
    for (const deed of this.deeds.values()) {
      for (const sheet of deed.sheets.values()) found.set(sheet.entry, sheet);
    }
    return found;
  }

  deed(key: string): Deed {
    const found = this.deeds.get(key);
    if (!found)
      throw new Wrong(`记录 ${key} 还没有录入就被提到（an entry speaks of ${key} before it was recorded）`);
    return found;
  }

  unit(code: string): Unit {
    const found = this.units.get(code);
    if (!found) throw new Wrong(`没有单位 ${code}（there is no unit ${code}）`);
    return found;
  }
}

/** One entry with the shown rows of its sheet. */
export interface Entry {
  index: number;
  act: string;
  key: string;
  day: string;
  facts: Row;
  rows: Row[];
}

const OTHER_SIDE = "counterpart_confirmation"; // the kind of a file in which the other side confirms the work

type Step = (world: World, entry: Entry) => void;

/** Walk entries in the log's order. */
export function worldOf(entries: readonly Entry[]): World {
  const world = new World();
  for (const entry of entries) STEPS.get(entry.act)?.(world, entry);
  return world;
}

/** The day in Shanghai (UTC+8) of an instant in UTC. */
export function civilDay(instant: string): string {
  const moment = Date.parse(`${instant.slice(0, 19)}Z`);
  if (!/^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}\.\d{6}Z$/.test(instant) || Number.isNaN(moment)) {
    throw new Wrong("时间写得不对（an instant is misspelt）");
  }
  return new Date(moment + 8 * 3_600_000).toISOString().slice(0, 10);
}

function newDeed(facts: Row, day: string): Deed {
  const reported = facts.reported_on === null ? day : text(facts.reported_on);
  return {
    facts,
    reported,
    confirmed: false,
    withdrawn: false,
    confirmations: new Set(),
    sheets: new Map(),
    activity: null,
  };
}

function latest(one: string, other: string): string {
  return one > other ? one : other;
}

function eachRow(step: (world: World, row: Row) => void): Step {
  return (world, { rows }) => {
    for (const row of rows) step(world, row);
  };
}

const record: Step = (world, { key, facts, day }) => {
  const held = world.deeds.get(key);
  if (!held) {
    world.deeds.set(key, newDeed(facts, day));
    return;
  }
  held.facts = facts;
  held.reported = latest(held.reported, text(facts.occurred_on));
};

const correct: Step = (world, { key, facts }) => {
  const deed = world.deed(key);
  const after = object(facts.after);
  deed.facts = { ...deed.facts, ...after };
  deed.reported = latest(deed.reported, text(after.occurred_on));
};

const participations: Step = (world, told) => {
  if (world.deed(told.key).sheets.has(text(object(told.facts.totals).channel))) {
    throw new Wrong(`记录 ${told.key} 的同一渠道申报了两次总数（a total is declared twice for ${told.key}）`);
  }
  declare(world, told);
};

const replace: Step = (world, told) => {
  if (!world.deed(told.key).sheets.has(text(object(told.facts.totals).channel))) {
    throw new Wrong(`记录 ${told.key} 没有可换下的参加记录（no rows of ${told.key} to replace）`);
  }
  declare(world, told);
};

/** The rows of a channel that hold from this entry on. */
const declare = (world: World, { index, key, facts }: Entry): void => {
  const totals = object(facts.totals);
  const deed = world.deed(key);
  const channel = text(totals.channel);
  if (totals.times !== facts.rows) {
    throw new Wrong(`记录 ${key} 的总数与行数不符（the total of ${key} is not the number of its rows）`);
  }
  const people = totals.people === undefined || totals.people === null ? null : whole(totals.people);
  const least = totals.people_least === undefined ? people : whole(totals.people_least);
  if (least !== null && !(people !== null && least > 0 && least <= people)) {
    throw new Wrong(`记录 ${key} 的人数两端不合（the least and the most people of ${key} do not fit）`);
  }
  deed.sheets.set(channel, {
    entry: index,
    channel,
    source: text(totals.source),
    times: whole(totals.times),
    stayed: totals.stayed === undefined ? 0 : whole(totals.stayed),
    people,
    least,
    rows: whole(facts.rows),
    root: text(facts.root),
    tokens: null,
  });
};

const attach: Step = (world, { key, facts }) => {
  if (facts.kind === OTHER_SIDE) world.deed(key).confirmations.add(whole(facts.evidence));
};

const attachMany: Step = (world, { facts, rows }) => {
  const totals = object(facts.totals);
  if (totals.kind !== OTHER_SIDE) return;
  for (const row of rows) {
    world.deed(text(row.subject).replace(/^deed:/, "")).confirmations.add(whole(totals.evidence));
  }
};

const activity: Step = (world, { key, facts }) => {
  world.deed(key).activity = facts;
};

const programme: Step = (world, { key, facts }) => {
  world.programmes.set(key, text(facts.title));
};

const campaign: Step = (world, { key, facts }) => {
  world.campaigns.set(key, facts);
};

const plan: Step = (world, { key, facts }) => {
  world.plans.set(key, facts);
  for (const rule of facts.rules === undefined ? [] : list(facts.rules).map(object)) {
    world.goals.set(text(rule.goal), { plan: key, ...rule });
  }
};

const goal: Step = (world, { key, facts }) => {
  world.goals.set(text(facts.goal), { plan: key, ...facts });
};

const changeHonour: Step = (world, { facts }) => {
  const before = object(facts.before);
  const at = world.honours.findIndex((row) => row.series === before.series && row.year === before.year);
  if (at >= 0) world.honours[at] = object(facts.after);
};

const correctPopulation: Step = (world, { key, facts }) => {
  const area = key.slice(0, Math.max(0, key.lastIndexOf(":")));
  const at = world.populations.findIndex(
    (row) =>
      row.area === area && row.basis === facts.basis && row.as_of === facts.as_of && row.value === facts.from,
  );
  if (at >= 0) world.populations[at] = { ...world.populations[at], value: facts.to ?? null };
};

const post: Step = (world, { facts }) => {
  const posting = object(facts.posting);
  if (!/^-?[0-9]{1,12}\.[0-9]{2}$/.test(text(posting.amount))) {
    throw new Wrong(`金额写得不对（an amount is misspelt）：${text(posting.amount).slice(0, 40)}`);
  }
  world.money.push(posting);
};

function loadUnit(world: World, row: Row): void {
  world.units.set(text(row.code), {
    name: text(row.name),
    kind: text(row.kind),
    from: text(row.valid_from),
    until: row.valid_until === null ? null : text(row.valid_until),
    ended: null,
  });
}

function succeed(world: World, row: Row): void {
  const old = world.unit(text(row.old));
  if (old.until === null && old.ended === null) old.ended = text(row.on);
}

const STEPS = new Map<string, Step>([
  ["figures.define_figure", (world, { key, facts }) => world.definitions.set(key, facts)],
  ["figures.withdraw_figure", (world, { key }) => world.definitions.delete(key)],
  [
    "deeds.load_deeds",
    (world, { rows, day }) => {
      for (const row of rows) world.deeds.set(text(row.deed), newDeed(row, day));
    },
  ],
  ["deeds.record_deed", record],
  ["deeds.revise_deed", record],
  ["deeds.correct_deed", correct],
  [
    "deeds.confirm_deeds",
    eachRow((world, row) => {
      world.deed(text(row.deed)).confirmed = true;
    }),
  ],
  [
    "deeds.confirm_deed",
    (world, { key, facts }) => {
      if (facts.final === true) world.deed(key).confirmed = true;
    },
  ],
  [
    "deeds.return_deed",
    (world, { key }) => {
      world.deed(key).confirmed = false;
    },
  ],
  [
    "deeds.withdraw_deed",
    (world, { key }) => {
      world.deed(key).withdrawn = true;
    },
  ],
  ["deeds.load_participations", participations],
  ["evidence.attach", attach],
  ["evidence.attach_existing_many", attachMany],
  [
    "evidence.detach",
    (world, { key, facts }) => {
      world.deed(key).confirmations.delete(whole(facts.evidence));
    },
  ],
  ["deeds.replace_participations", replace],
  [
    "outreach.load_activities",
    eachRow((world, row) => {
      world.deed(text(row.deed)).activity = row;
    }),
  ],
  ["outreach.record_activity", activity],
  ["outreach.revise_activity", activity],
  ["outreach.open_programme", programme],
  ["outreach.change_programme", programme],
  ["plans.open_campaign", campaign],
  ["plans.change_campaign", campaign],
  ["plans.open_plan", plan],
  ["plans.change_plan", (world, { key, facts }) => world.plans.set(key, facts)],
  ["plans.add_goal", goal],
  ["plans.change_goal", goal],
  ["plans.remove_goal", (world, { facts }) => world.goals.delete(text(facts.goal))],
  ["plans.change_honour", changeHonour],
  ["plans.load_honours", eachRow((world, row) => world.honours.push(row))],
  [
    "people.open_district",
    (world, { key, facts }) => {
      world.areas.set(key, { code: key, name: text(facts.name), kind: "district" });
    },
  ],
  ["people.load_areas", eachRow((world, row) => world.areas.set(text(row.code), row))],
  ["people.load_populations", eachRow((world, row) => world.populations.push(row))],
  ["people.correct_population", correctPopulation],
  ["people.load_units", eachRow(loadUnit)],
  [
    "people.rename_unit",
    (world, { key, facts }) => {
      const unit = world.units.get(key);
      if (unit) unit.name = text(facts.to);
    },
  ],
  ["funding.open_year", (world, { facts }) => world.years.set(whole(facts.year), null)],
  [
    "funding.close_year",
    (world, { facts }) => world.years.set(whole(facts.year), list(facts.bases).map(object)),
  ],
  ["funding.open_item", post],
  ["funding.revise_budget", post],
  ["funding.release_money", post],
  ["funding.commit_money", post],
  ["funding.spend_money", post],
  ["funding.correct_posting", post],
  ["people.load_successions", eachRow(succeed)],
  ["people.load_backbone", eachRow((world, row) => world.backbone.push(row))],
  ["people.appoint_backbone", (world, { facts }) => world.backbone.push(facts)],
]);
