import { expect, test } from "vitest";
import { canonical, digestOf, encoded, read, spaced, unpacked, Wrong } from "./reading";

const refused = (text: string) => expect(() => read(encoded(text))).toThrow(Wrong);

test("canonical JSON is read as it stands", () => {
  expect(read(encoded('{"a":[1,true,null],"b":"法"}'))).toEqual({ a: [1, true, null], b: "法" });
});

test("names stand in the order of their UTF-16 code units", () => {
  expect(canonical({ "\ufb33": 1, "\u{1f600}": 2, a: 3 })).toBe('{"a":3,"\u{1f600}":2,"\ufb33":1}');
});

test("what two readers could take differently is refused", () => {
  refused('{"a":1,"a":1}');
  refused('{"b":1,"a":1}');
  refused('{"a": 1}');
  refused("1.0");
  refused("1e2");
  refused("1.5");
  refused("-0");
  refused("9007199254740993");
  refused("9007199254740992");
  refused('"\\u6cd5"');
  refused('"\\ud800"');
  refused("[".repeat(40) + "]".repeat(40));
  refused("");
  expect(() => read(new Uint8Array([0x22, 0xff, 0x22]))).toThrow(Wrong);
});

test("a definition is written for its fingerprint as Python writes it", () => {
  expect(spaced({ b: [1, "法"], a: { c: null } })).toBe('{"a": {"c": null}, "b": [1, "法"]}');
});

test("hashes and base64 have one spelling", () => {
  expect(() => digestOf("A".repeat(64))).toThrow(Wrong);
  expect(digestOf("0f".repeat(32))[0]).toBe(15);
  expect(() => unpacked("AA")).toThrow(Wrong);
  expect(() => unpacked("AB==")).toThrow(Wrong);
  expect([...unpacked("AA==")]).toEqual([0]);
});
