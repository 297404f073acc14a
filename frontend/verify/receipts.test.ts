import { expect, test } from "vitest";
import cases from "../../verify/tests/receipts.json";
import { encoded, type Json, type Row } from "./reading";
import { checkReceipt, isReceipt } from "./receipts";

interface Case {
  of: string;
  at: string[];
  to: Json;
}

const told = cases as unknown as Record<string, Row>;
const file = (value: Json) => encoded(JSON.stringify(value, null, 2));

function altered({ of, at, to }: Case): Uint8Array {
  const changed = structuredClone(told[of] as Row);
  let place = changed;
  for (const name of at.slice(0, -1)) place = place[name] as Row;
  place[at.at(-1) as string] = to;
  return file(changed);
}

test.each(["receipt", "promise"])("a %s holds by its key alone", (of) => {
  const content = file(told[of] as Row);
  expect(isReceipt(content)).toBe(true);
  const verdict = checkReceipt(content, cases.key);
  expect([verdict.status, verdict.mark]).toEqual([0, cases.mark]);
  expect(verdict.findings[0]?.text).toContain("保存作答 61 次");
  expect(checkReceipt(content, undefined).status).toBe(2);
  expect(checkReceipt(content, cases.other_key).status).toBe(1);
});

test("whatever is changed is seen", () => {
  for (const one of cases.changed as Case[]) {
    expect(checkReceipt(altered(one), cases.key).status, JSON.stringify(one)).toBe(1);
  }
});

test("one value has one reading", () => {
  for (const one of cases.respelt) expect(checkReceipt(encoded(one), cases.key).status, one).toBe(0);
  for (const one of cases.misspelt) expect(checkReceipt(encoded(one), cases.key).status, one).toBe(1);
  expect(isReceipt(encoded('{"format":"zhifa-bundle/3"}'))).toBe(false);
  expect(isReceipt(encoded("null"))).toBe(false);
});
