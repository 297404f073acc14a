import { IDBFactory } from "fake-indexeddb";
import { expect, test } from "vitest";
import { answered, opened } from "./book";
import { openStore } from "./store";

const TERMS = {
  attempt: "a1",
  ticket: "t",
  title: "考试",
  candidate: "陈某",
  opensAt: 0,
  closesAt: 9,
  minutes: 60,
};
const AT = "2026-11-26T01:00:00.000Z";

test("two tabs that answer at the same time take turns, and neither answer is lost", async () => {
  const disk = new IDBFactory();
  const [one, other] = [await openStore(disk), await openStore(disk)];
  const device = await one.device();
  expect(device).toMatch(/^[A-Za-z0-9_-]{22}$/);
  expect(await other.device()).toBe(device);
  const heard: string[] = [];
  other.listen("a1", () => heard.push("changed"));
  await one.change("a1", (book) => opened({ ...TERMS, device }, book));
  await Promise.all(
    Array.from({ length: 40 }, (_, at) =>
      (at % 2 ? one : other).change("a1", (book) => book && answered(book, String(at), ["A"], AT)),
    ),
  );
  const after = await (await openStore(disk)).read("a1"); // as after a dead battery
  expect(after?.saves.map((save) => save.turn)).toEqual(Array.from({ length: 40 }, (_, at) => at + 1));
  await expect.poll(() => heard.length).toBeGreaterThan(20);
});

test("a browser that keeps nothing says so", async () => {
  const store = await openStore({} as IDBFactory);
  expect(store.lasts).toBe(false);
  await store.change("a1", () => opened({ ...TERMS, device: "d" }));
  expect((await store.read("a1"))?.title).toBe("考试");
});
