/** The words and units that both checkers keep: `scripts/make_words.py` writes them from what the mechanisms offer. */

import kept from "../../verify/zhifa_verify/words.json";

export interface Words {
  base: string;
  last: string;
  over: string;
  under: string;
  year: string;
  unnamed: string;
  chosen: string;
  all: string;
  sorts: Record<string, string>;
  units: Record<string, { label: string; decimals: number }>;
  measures: Record<string, string>;
  numbers: Record<string, Record<string, string>>;
  sources: Record<string, string>;
  fields: Record<string, string[]>;
  labels: Record<string, Record<string, string>>;
}

export const WORDS: Words = kept as unknown as Words;

/** A member of a record by a name that came from outside; undefined unless it is the record's own. */
export function own<T>(record: Record<string, T>, name: string): T | undefined {
  return Object.keys(record).includes(name) ? record[name] : undefined;
}
