/**
 * The side file: the event rows of sheets, a canonical JSON line each, checked whole or by a seeded sample.
 *
 * A line `{"blocks": [...], "entry": index, "rows": n}` begins a sheet; its n rows follow. `blocks` are the roots over each 256 rows,
 * so that the path of any row to the sheet's root needs only its own block's rows and the other blocks.
 */

import { sha256 } from "@noble/hashes/sha2.js";
import { leafHash, pathTo, rootByPath, rootOf } from "./log";
import { digestOf, encoded, equal, hasOnly, hex, list, object, read, Wrong, whole } from "./reading";
import type { Sheet } from "./records";

const BLOCK = 256;
const NEWLINE = 10;
const ROW = /^\{"day":"\d{4}-\d{2}-\d{2}","stayed":(true|false),"token":"([^"\\\p{Cc}]+)"\}$/u;

/** How many rows to draw, by which seed. */
export interface Sample {
  number: number;
  seed: string;
}

/** What a side file was found to hold: sheets, rows, and how many of the rows were checked. */
export interface Taken {
  sheets: number;
  rows: number;
  checked: number;
}

interface Told {
  sheet: Sheet;
  blocks: Uint8Array[];
  lines: Uint8Array[];
}

/** Check every row of every sheet, and give each sheet its people. */
export function checkRows(content: Uint8Array, sheets: Map<number, Sheet>): Taken {
  let rows = 0;
  const found = new Set<number>();
  for (const { sheet, blocks, lines } of told(content, sheets)) {
    const leaves: Uint8Array[] = [];
    const people = new Set<string>();
    let stayed = 0;
    for (const line of lines) {
      leaves.push(leafHash(line));
      const row = rowOf(line);
      people.add(row.token);
      stayed += Number(row.stayed);
    }
    mustFit(sheet, leaves, blocks);
    if (stayed !== sheet.stayed || (sheet.people !== null && sheet.people !== people.size)) {
      throw new Wrong(
        `第 ${sheet.entry} 条的总数与逐行不符（the totals of entry ${sheet.entry} are not its rows'）`,
      );
    }
    sheet.tokens = people;
    rows += leaves.length;
    found.add(sheet.entry);
  }
  mustBeAll(found, sheets);
  return { sheets: found.size, rows, checked: rows };
}

/** Check so many rows drawn by a seed, each by its path to its sheet's root. */
export function sampleRows(content: Uint8Array, sheets: Map<number, Sheet>, sample: Sample): Taken {
  const total = [...sheets.values()].reduce((sum, sheet) => sum + sheet.rows, 0);
  const wanted = drawn(total, sample);
  const found = new Set<number>();
  let first = 0;
  for (const { sheet, blocks, lines } of told(content, sheets)) {
    for (const place of wanted) {
      const at = place - first;
      if (at >= 0 && at < lines.length) mustLead(sheet, blocks, lines, at);
    }
    first += sheet.rows;
    found.add(sheet.entry);
  }
  mustBeAll(found, sheets);
  return { sheets: found.size, rows: total, checked: wanted.length };
}

/**
 * The places of the rows to check: SHA-256 of `zhifa-sample/1`, the seed and 0, 1, 2 … on lines of their own, its first eight bytes
 * modulo the number of rows, until so many different ones were drawn.
 */
export function drawn(total: number, { number, seed }: Sample): number[] {
  const found = new Set<number>();
  for (let turn = 0; found.size < Math.min(number, total); turn++) {
    const digest = sha256(encoded(`zhifa-sample/1\n${seed}\n${turn}\n`));
    found.add(Number(BigInt(`0x${hex(digest.slice(0, 8))}`) % BigInt(total)));
  }
  return [...found].sort((a, b) => a - b);
}

/** The sheets of a file in the order of their entries, each with its blocks and its lines. */
function* told(content: Uint8Array, sheets: Map<number, Sheet>): Generator<Told> {
  const source = linesOf(content);
  let last = -1;
  for (let next = source.next(); !next.done; next = source.next()) {
    const head = object(read(next.value));
    const entry = whole(head.entry);
    const sheet = sheets.get(entry);
    if (!sheet || !hasOnly(head, ["blocks", "entry", "rows"]) || entry <= last) {
      throw new Wrong("逐行文件里的表与包不符（a sheet of the rows does not belong to the bundle）");
    }
    last = entry;
    if (head.rows !== sheet.rows) {
      throw new Wrong(`第 ${last} 条的行数不符（entry ${last} has another number of rows）`);
    }
    const lines: Uint8Array[] = [];
    while (lines.length < sheet.rows) {
      const line = source.next();
      if (line.done) throw new Wrong(`第 ${sheet.entry} 条缺行（rows of entry ${sheet.entry} are missing）`);
      lines.push(line.value);
    }
    yield { sheet, blocks: list(head.blocks).map(digestOf), lines };
  }
}

function* linesOf(content: Uint8Array): Generator<Uint8Array, undefined> {
  for (let start = 0; start < content.length; ) {
    const end = content.indexOf(NEWLINE, start);
    if (end < 0) throw new Wrong("逐行文件断了（the rows break off）");
    yield content.subarray(start, end);
    start = end + 1;
  }
}

function mustFit(sheet: Sheet, leaves: Uint8Array[], blocks: Uint8Array[]): void {
  const made: Uint8Array[] = [];
  for (let at = 0; at < leaves.length; at += BLOCK) made.push(rootOf(leaves.slice(at, at + BLOCK)));
  const fits = made.length === blocks.length && made.every((one, at) => equal(one, blocks[at] as Uint8Array));
  if (!fits || hex(rootOf(blocks)) !== sheet.root) {
    throw new Wrong(
      `第 ${sheet.entry} 条的逐行内容与其根不符（the rows of entry ${sheet.entry} do not fit its root）`,
    );
  }
}

/** One row: up through its block, then through the blocks, to the root. */
function mustLead(sheet: Sheet, blocks: Uint8Array[], lines: Uint8Array[], place: number): void {
  const begins = place - (place % BLOCK);
  const leaves = lines.slice(begins, begins + BLOCK).map(leafHash);
  const path = [...pathTo(leaves, place - begins), ...pathTo(blocks, begins / BLOCK)];
  const leaf = leaves[place - begins] as Uint8Array;
  if (hex(rootByPath(leaf, place, sheet.rows, path)) !== sheet.root) {
    throw new Wrong(
      `第 ${sheet.entry} 条第 ${place} 行不在其表里（row ${place} of entry ${sheet.entry} is not in its sheet）`,
    );
  }
  rowOf(lines[place] as Uint8Array);
}

function rowOf(line: Uint8Array): { token: string; stayed: boolean } {
  let text = "";
  try {
    text = new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(line);
  } catch {
    text = "";
  }
  const found = ROW.exec(text);
  if (!found) throw new Wrong("逐行内容的格式不对（a row is not of its form）");
  return { token: found[2] as string, stayed: found[1] === "true" };
}

function mustBeAll(found: Set<number>, sheets: Map<number, Sheet>): void {
  const missing = [...sheets.keys()].filter((entry) => !found.has(entry)).sort((a, b) => a - b)[0];
  if (missing !== undefined) {
    throw new Wrong(`逐行文件缺第 ${missing} 条的表（the rows of entry ${missing} are missing）`);
  }
}
