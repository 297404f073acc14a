import { ed25519 } from "@noble/curves/ed25519.js";
import { sha256 as sha } from "@noble/hashes/sha2.js";
import { expect, test } from "vitest";
import { headOf, leafHash, mustBeSigned, nodeHash, pathTo, rootByPath, rootOf } from "./log";
import { encoded, hex, Wrong } from "./reading";

const leaves = (number: number) => Array.from({ length: number }, (_, at) => leafHash(encoded(String(at))));

test("RFC 6962: the roots of none, one and three leaves", () => {
  expect(hex(rootOf([]))).toBe("e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");
  const [a, b, c] = leaves(3) as [Uint8Array, Uint8Array, Uint8Array];
  expect(hex(leafHash(new Uint8Array()))).toBe(
    "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d",
  );
  expect(rootOf([a])).toEqual(a);
  expect(rootOf([a, b, c])).toEqual(nodeHash(nodeHash(a, b), c));
});

test("every path leads to the root, and no other leaf or place does", () => {
  for (const size of [1, 2, 3, 5, 8, 13]) {
    const all = leaves(size);
    for (const [index, leaf] of all.entries()) {
      const path = pathTo(all, index);
      expect(rootByPath(leaf, index, size, path)).toEqual(rootOf(all));
      if (size > 1) {
        expect(rootByPath(leafHash(encoded("x")), index, size, path)).not.toEqual(rootOf(all));
        expect(() => rootByPath(leaf, index, size, path.slice(1))).toThrow(Wrong);
      }
      expect(() => rootByPath(leaf, index, size, [...path, leaf])).toThrow(Wrong);
      expect(() => rootByPath(leaf, size, size, path)).toThrow(Wrong);
    }
  }
});

test("a note that is no checkpoint is refused", () => {
  const root = btoa(String.fromCharCode(...new Uint8Array(32)));
  expect(headOf(`zhifa/1\n7\n${root}\ndemonstration: x\n\n— z s\n`).extensions).toEqual(["demonstration: x"]);
  expect(() => headOf(`zhifa/1\n07\n${root}\n\n`)).toThrow(Wrong);
  expect(() => headOf(`zhifa/1\n7\n${root}\n`)).toThrow(Wrong);
  expect(() => headOf("zhifa/1\n7\nAA==\n\n")).toThrow(Wrong);
});

test("only the key that signed opens a note", () => {
  const secret = new Uint8Array(32).fill(7);
  const name = "zhifa/1";
  const root = btoa(String.fromCharCode(...new Uint8Array(32)));
  const body = `${name}\n7\n${root}\n`;
  const line = (key: Uint8Array) => {
    const raw = Uint8Array.from([1, ...ed25519.getPublicKey(key)]);
    const mark = hashOf(Uint8Array.from([...encoded(`${name}\n`), ...raw]));
    return { mark, verifier: `${name}+${hex(mark)}+${btoa(String.fromCharCode(...raw))}` };
  };
  const { mark, verifier } = line(secret);
  const signature = Uint8Array.from([...mark, ...ed25519.sign(encoded(body), secret)]);
  const note = `${body}\n— ${name} ${btoa(String.fromCharCode(...signature))}\n`;
  expect(() => mustBeSigned(note, verifier)).not.toThrow();
  expect(() => mustBeSigned(note.replace("\n7\n", "\n8\n"), verifier)).toThrow(Wrong);
  expect(() => mustBeSigned(note, line(new Uint8Array(32).fill(8)).verifier)).toThrow(Wrong);
  expect(() => mustBeSigned(note, "x")).toThrow(Wrong);
});

function hashOf(bytes: Uint8Array): Uint8Array {
  return sha(bytes).slice(0, 4);
}
