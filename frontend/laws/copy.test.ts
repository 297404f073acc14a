import { expect, test } from "vitest";
import { quoted } from "./copy";

test("an article is pasted with its label, its edition and its permanent address", () => {
  const source = {
    law: "《甲法》",
    edition: "（2018年公布）",
    address: "https://x/laws/jiafa/1/@2019-01-01/",
  };
  expect(quoted("第一条", ["甲一新。", "第二款。"], source)).toBe(
    "第一条　甲一新。\n第二款。\n——《甲法》（2018年公布）第一条\nhttps://x/laws/jiafa/1/@2019-01-01/",
  );
});
