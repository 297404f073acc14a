/** Reading JSON strictly: one value, one spelling. Whatever two readers could take differently is refused. */

export type Json = string | number | boolean | null | Json[] | Row;
export interface Row {
  [name: string]: Json;
}

const DEEPEST = 32; // how deep lists and objects may stand in one another

/** Something that does not fit; the text says what. */
export class Wrong extends Error {}

/** The value of canonical JSON (RFC 8785): text, whole numbers, flags, null, lists, objects. */
export function read(content: Uint8Array): Json {
  let value: Json;
  try {
    value = JSON.parse(new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(content)) as Json;
  } catch {
    throw new Wrong("不是规范的 JSON（not canonical JSON）");
  }
  if (!equal(encoded(canonical(value)), content)) throw new Wrong("不是规范的 JSON（not canonical JSON）");
  return value;
}

const TOKENS = /"(?:[^"\\]|\\.)*"|-?\d[^\s,\]}]*|[{}[\]:]/g;

/** The value of JSON whose spaces and order of names are free, all else as in canonical JSON: a name stands once, numbers are whole. */
export function readLoosely(content: Uint8Array): Json {
  let value: Json;
  let source: string;
  try {
    source = new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(content);
    value = JSON.parse(source) as Json;
  } catch {
    throw new Wrong("不是规范的 JSON（not canonical JSON）");
  }
  mustBeSpeltOnce(source);
  return value;
}

/** Refuses what a reader of JSON passes over in silence: a second member of one name, numbers with a fraction or an exponent. */
function mustBeSpeltOnce(source: string): void {
  const open: (Set<string> | null)[] = [];
  const tokens = source.match(TOKENS) ?? [];
  tokens.forEach((token, at) => {
    if (token === "{") open.push(new Set());
    else if (token === "[") open.push(null);
    else if (token === "}" || token === "]") open.pop();
    else if (token.startsWith('"') && tokens[at + 1] === ":") {
      const names = open.at(-1);
      const name = JSON.parse(token) as string;
      if (names?.has(name)) throw new Wrong(`“${name}”写了两次（a name stands twice）`);
      names?.add(name);
    } else if (/^[-\d]/.test(token) && !(/^-?\d+$/.test(token) && Number.isSafeInteger(Number(token)))) {
      throw new Wrong("只能有整数（only whole numbers may stand here）");
    }
  });
}

/** RFC 8785 for what bundles hold. */
export function canonical(value: Json, depth = 0): string {
  if (depth > DEEPEST) throw new Wrong("嵌套太深（nested too deeply）");
  if (typeof value === "number") {
    if (!Number.isSafeInteger(value)) throw new Wrong("只能有整数（only whole numbers may stand here）");
    return String(value);
  }
  if (Array.isArray(value)) return `[${value.map((one) => canonical(one, depth + 1)).join(",")}]`;
  if (typeof value === "object" && value !== null) {
    const names = Object.keys(value).sort(); // by UTF-16 code units, as RFC 8785 asks
    return `{${names.map((name) => `${quoted(name)}:${canonical(value[name] as Json, depth + 1)}`).join(",")}}`;
  }
  return typeof value === "string" ? quoted(value) : JSON.stringify(value);
}

/** A text in quotes; half of a surrogate pair is no text. */
function quoted(text: string): string {
  if (/\p{Surrogate}/u.test(text)) throw new Wrong("文字里有半个字符（half a character）");
  return JSON.stringify(text);
}

/** How Python's `json.dumps(value, ensure_ascii=False, sort_keys=True)` writes a definition for its fingerprint. */
export function spaced(value: Json): string {
  if (Array.isArray(value)) return `[${value.map(spaced).join(", ")}]`;
  if (typeof value === "object" && value !== null) {
    const names = Object.keys(value).sort(byCodePoint);
    return `{${names.map((name) => `${JSON.stringify(name)}: ${spaced(value[name] as Json)}`).join(", ")}}`;
  }
  return JSON.stringify(value);
}

/** The order of Python's strings: by code points. */
export function byCodePoint(one: string, other: string): number {
  const first = [...one];
  const second = [...other];
  for (let at = 0; at < Math.min(first.length, second.length); at++) {
    const apart = (first[at]?.codePointAt(0) ?? 0) - (second[at]?.codePointAt(0) ?? 0);
    if (apart) return apart;
  }
  return first.length - second.length;
}

/** The bytes of a text. */
export function encoded(text: string): Uint8Array {
  return new TextEncoder().encode(text);
}

/** Whether two runs of bytes are the same. */
export function equal(one: Uint8Array, other: Uint8Array): boolean {
  if (one.length !== other.length) return false;
  for (let at = 0; at < one.length; at++) if (one[at] !== other[at]) return false;
  return true;
}

/** Bytes in lower-case hex. */
export function hex(bytes: Uint8Array): string {
  let text = "";
  for (const byte of bytes) text += byte.toString(16).padStart(2, "0");
  return text;
}

/** A hash from its one spelling: 64 lower-case hex digits. */
export function digestOf(text: Json | undefined): Uint8Array {
  if (typeof text !== "string" || !/^[0-9a-f]{64}$/.test(text)) {
    throw new Wrong(`这不是散列值（this is no hash）：${String(text).slice(0, 70)}`);
  }
  const bytes = new Uint8Array(32);
  for (let at = 0; at < 32; at++) bytes[at] = Number.parseInt(text.slice(2 * at, 2 * at + 2), 16);
  return bytes;
}

/** Bytes from their one spelling in base64. */
export function unpacked(text: string): Uint8Array {
  let raw: string;
  try {
    raw = atob(text);
  } catch {
    throw new Wrong("base64 写法不对（base64 misspelt）");
  }
  if (btoa(raw) !== text) throw new Wrong("base64 写法不对（base64 misspelt）");
  return Uint8Array.from(raw, (letter) => letter.charCodeAt(0));
}

/** A value that must be an object. */
export function object(value: Json | undefined): Row {
  if (typeof value !== "object" || value === null || Array.isArray(value)) {
    throw new Wrong("该是对象的地方不是对象（an object is missing）");
  }
  return value;
}

/** A value that must be a list. */
export function list(value: Json | undefined): Json[] {
  if (!Array.isArray(value)) throw new Wrong("该是列表的地方不是列表（a list is missing）");
  return value;
}

/** A value that must be text. */
export function text(value: Json | undefined): string {
  if (typeof value !== "string") throw new Wrong("该是文字的地方不是文字（text is missing）");
  return value;
}

/** A value that must be a whole number. */
export function whole(value: Json | undefined): number {
  if (typeof value !== "number") throw new Wrong("该是数的地方不是数（a number is missing）");
  return value;
}

/** Whether an object has exactly these names. */
export function hasOnly(value: Row, names: readonly string[]): boolean {
  const own = Object.keys(value);
  return own.length === names.length && names.every((name) => own.includes(name));
}

/** Whether two values are the same JSON. */
export function same(one: Json | undefined, other: Json | undefined): boolean {
  return one !== undefined && other !== undefined && canonical(one) === canonical(other);
}
