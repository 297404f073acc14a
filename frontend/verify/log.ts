/** The log: Merkle paths (RFC 6962) and the signed head (C2SP checkpoint and signed note). */

import { ed25519 } from "@noble/curves/ed25519.js";
import { sha256 } from "@noble/hashes/sha2.js";
import { encoded, equal, hex, unpacked, Wrong } from "./reading";

export interface Head {
  origin: string;
  size: number;
  root: Uint8Array;
  extensions: string[];
}

/** SHA-256(0x00 ‖ content). */
export function leafHash(content: Uint8Array): Uint8Array {
  const whole = new Uint8Array(content.length + 1);
  whole.set(content, 1);
  return sha256(whole);
}

/** SHA-256(0x01 ‖ left ‖ right). */
export function nodeHash(left: Uint8Array, right: Uint8Array): Uint8Array {
  const whole = new Uint8Array(1 + left.length + right.length);
  whole[0] = 1;
  whole.set(left, 1);
  whole.set(right, 1 + left.length);
  return sha256(whole);
}

/** SHA-256 in hex of a text. */
export function fingerprint(text: string): string {
  return hex(sha256(encoded(text)));
}

/** The next level of a tree: pairs hashed, an odd last one moving up as it is. */
function above(level: readonly Uint8Array[]): Uint8Array[] {
  const next: Uint8Array[] = [];
  for (let at = 0; at < level.length; at += 2) {
    const left = level[at] as Uint8Array;
    const right = level[at + 1];
    next.push(right === undefined ? left : nodeHash(left, right));
  }
  return next;
}

/** The root over leaf hashes. */
export function rootOf(leaves: readonly Uint8Array[]): Uint8Array {
  let level = [...leaves];
  while (level.length > 1) level = above(level);
  return level[0] ?? sha256(new Uint8Array());
}

/** The siblings from a leaf up to the root of those leaves. */
export function pathTo(leaves: readonly Uint8Array[], index: number): Uint8Array[] {
  const path: Uint8Array[] = [];
  let level = [...leaves];
  for (let at = index; level.length > 1; at = Math.floor(at / 2)) {
    const sibling = level[at % 2 ? at - 1 : at + 1];
    if (sibling !== undefined) path.push(sibling);
    level = above(level);
  }
  return path;
}

/** The root to which a path leads (RFC 9162, 2.1.3.2). */
export function rootByPath(
  leaf: Uint8Array,
  index: number,
  size: number,
  path: readonly Uint8Array[],
): Uint8Array {
  if (index < 0 || index >= size) {
    throw new Wrong(
      `日志只有 ${size} 条，没有第 ${index} 条（there is no leaf ${index} in a log of ${size}）`,
    );
  }
  let node = index;
  let last = size - 1;
  let current = leaf;
  for (const sibling of path) {
    if (last === 0) throw new Wrong("路径太长（a path is too long）");
    if (node % 2 === 1 || node === last) {
      current = nodeHash(sibling, current);
      while (node % 2 === 0 && node !== 0) {
        node = Math.floor(node / 2);
        last = Math.floor(last / 2);
      }
    } else {
      current = nodeHash(current, sibling);
    }
    node = Math.floor(node / 2);
    last = Math.floor(last / 2);
  }
  if (last !== 0) throw new Wrong("路径太短（a path is too short）");
  return current;
}

/** A text in two at its first mark; the second part is undefined where the mark is missing. */
function parted(text: string, mark: string): [string, string | undefined] {
  const at = text.indexOf(mark);
  return at < 0 ? [text, undefined] : [text.slice(0, at), text.slice(at + mark.length)];
}

/** The head in a note, its signature not yet checked. */
export function headOf(note: string): Head {
  const [body, signatures] = parted(note, "\n\n");
  const [origin, size, root, ...extensions] = body.split("\n");
  if (
    signatures === undefined ||
    origin === undefined ||
    root === undefined ||
    !/^(0|[1-9][0-9]{0,14})$/.test(size ?? "")
  ) {
    throw new Wrong("签名树头写得不对（the checkpoint is no checkpoint）");
  }
  const raw = unpacked(root);
  if (raw.length !== 32) throw new Wrong("签名树头写得不对（the checkpoint is no checkpoint）");
  return { origin, size: Number(size), root: raw, extensions };
}

/** An Ed25519 key that checks, whose it is, and its short mark. */
export interface Key {
  name: string;
  mark: Uint8Array;
  raw: Uint8Array;
}

/** The key of a C2SP verifier line: name+hash+key. */
export function keyOf(verifier: string): Key {
  const [name, rest] = parted(verifier.trim(), "+");
  const [digest, key] = parted(rest ?? "", "+");
  const raw = unpacked(key ?? "");
  if (raw[0] !== 1 || raw.length !== 33) {
    throw new Wrong("给出的不是 Ed25519 公钥（the key is no Ed25519 verifier key）");
  }
  const named = encoded(`${name}\n`);
  const whole = new Uint8Array(named.length + raw.length);
  whole.set(named);
  whole.set(raw, named.length);
  const mark = sha256(whole).slice(0, 4);
  if (hex(mark) !== digest) throw new Wrong("公钥自带的校验不符（the key's own hash does not fit）");
  return { name, mark, raw: raw.slice(1) };
}

/** Whether a key signed a content: RFC 8032 as it stands, not the laxer ZIP 215. */
export function isSigned(key: Key, signature: Uint8Array, content: Uint8Array): boolean {
  try {
    return ed25519.verify(signature, content, key.raw, { zip215: false });
  } catch {
    return false;
  }
}

/** Refuses unless the key of that verifier line signed the note, and nobody else. */
export function mustBeSigned(note: string, verifier: string): void {
  const key = keyOf(verifier);
  const { name, mark } = key;
  if (headOf(note).origin !== name)
    throw new Wrong(`树头不是 ${name} 的（the checkpoint is not of ${name}）`);
  const [body, signatures] = parted(note, "\n\n");
  const parts = (signatures ?? "").replace(/\n$/, "").split(" ");
  const refusal = "树头上没有这把公钥的签名（no signature of this key over this checkpoint）";
  if (parts.length !== 3 || parts[0] !== "\u2014" || parts[1] !== name || !signatures?.endsWith("\n")) {
    throw new Wrong(refusal);
  }
  const signature = unpacked(parts[2] ?? "");
  const signed = isSigned(key, signature.slice(4), encoded(`${body}\n`));
  if (!signed || !equal(signature.slice(0, 4), mark)) throw new Wrong(refusal);
}
