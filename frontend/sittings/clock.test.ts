import { expect, test } from "vitest";
import { countdown, minuteToSay, ServerClock } from "./clock";

const NINE = Date.parse("2026-11-26T09:00:00+08:00");
const YEAR = 365 * 86_400_000;

test("a wrong device clock changes nothing", () => {
  for (const wrong of [-YEAR, 0, YEAR]) {
    const clock = new ServerClock();
    clock.learn(NINE, { date: NINE + wrong, steady: 100 }, { date: NINE + wrong + 400, steady: 500 });
    expect(clock.at({ date: NINE + wrong + 10_400, steady: 10_500 })).toEqual({
      now: NINE + 10_200,
      sure: true,
    });
  }
});

test("a clock that is set back in the middle changes nothing, one that is on (a phone that slept) makes it uncertain", () => {
  const clock = new ServerClock();
  clock.learn(NINE, { date: NINE, steady: 0 }, { date: NINE, steady: 0 });
  expect(clock.at({ date: NINE - YEAR, steady: 60_000 })).toEqual({ now: NINE + 60_000, sure: true });
  expect(clock.at({ date: NINE + 600_000, steady: 1_000 })).toEqual({ now: NINE + 600_000, sure: false });
  clock.learn(NINE + 700_000, { date: NINE + YEAR, steady: 2_000 }, { date: NINE + YEAR, steady: 2_000 });
  expect(clock.at({ date: NINE + YEAR, steady: 3_000 })).toEqual({ now: NINE + 701_000, sure: true });
});

test("after a reload it goes on from what was learned, uncertain until the server answers", () => {
  const clock = new ServerClock();
  expect(clock.at({ date: NINE, steady: 0 })).toBeUndefined();
  clock.resume({ server: NINE, device: NINE + YEAR }, { date: NINE + YEAR + 90_000, steady: 5 });
  expect(clock.at({ date: NINE + YEAR + 91_000, steady: 1_005 })).toEqual({
    now: NINE + 91_000,
    sure: false,
  });
});

test("what is left, and when it is said", () => {
  expect([3_600_000, 3_599_001, 61_000, 999, 0, -5].map(countdown)).toEqual([
    "1:00:00", "1:00:00", "1:01", "0:01", "0:00", "0:00",
  ]); // biome-ignore format: one line of cases
  expect(minuteToSay(601_000, 599_000)).toBe(10);
  expect(minuteToSay(599_000, 598_000)).toBeUndefined();
  expect(minuteToSay(61_000, 59_500)).toBe(1);
});
