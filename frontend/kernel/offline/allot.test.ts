import { expect, test } from "vitest";
import { allot } from "./allot";

const lines = { type: "lines", value: "" } as const;
const text = { type: "text", value: "" } as const;
const box = (value: string) => ({ type: "choice", value }) as const;

test("boxes are ticked by their value", () => {
  expect(allot([box("a"), box("b"), box("c")], ["a", "c"])).toEqual([true, false, true]);
});

test("lines of one name get their values in order, and none gives an empty one", () => {
  expect(allot([text, text], ["宪法", "民法典"])).toEqual(["宪法", "民法典"]);
  expect(allot([text], [])).toEqual([""]);
});

test("a citation whose box is no longer on the page comes back as a line", () => {
  expect(allot([box("宪法第五条"), lines], ["宪法第五条", "民法典第十条", ""])).toEqual([
    true,
    "民法典第十条",
  ]);
  expect(allot([lines], ["宪法第五条", "民法典第十条", "手写的一行"])).toEqual([
    "宪法第五条\n民法典第十条\n手写的一行",
  ]);
});
