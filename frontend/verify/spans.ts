/** Exact numbers that may be known only as a range, and ranges whose ends are themselves only bounded. */

import { Wrong } from "./reading";

/** A fraction in lowest terms, its denominator above zero. */
export class Fraction {
  private constructor(
    readonly over: bigint,
    readonly under: bigint,
  ) {}

  static of(over: bigint | number, under: bigint | number = 1n): Fraction {
    const [a, b] = [BigInt(over), BigInt(under)];
    if (b === 0n) throw new Wrong("除以零（division by zero）");
    const divisor = common(a < 0n ? -a : a, b < 0n ? -b : b) || 1n;
    return b < 0n ? new Fraction(-a / divisor, -b / divisor) : new Fraction(a / divisor, b / divisor);
  }

  /** From digits with or without decimals. */
  static from(text: string): Fraction {
    const found = /^(-?)([0-9]{1,30})(?:\.([0-9]{1,6}))?$/.exec(text);
    if (!found) throw new Wrong(`这不是数（this is no number）：${text.slice(0, 40)}`);
    const [, sign, digits = "", decimals = ""] = found;
    return Fraction.of(BigInt(`${sign}${digits}${decimals}`), 10n ** BigInt(decimals.length));
  }

  plus(other: Fraction): Fraction {
    return Fraction.of(this.over * other.under + other.over * this.under, this.under * other.under);
  }

  minus(other: Fraction): Fraction {
    return Fraction.of(this.over * other.under - other.over * this.under, this.under * other.under);
  }

  times(factor: number): Fraction {
    return Fraction.of(this.over * BigInt(factor), this.under);
  }

  by(other: Fraction): Fraction {
    return Fraction.of(this.over * other.under, this.under * other.over);
  }

  compare(other: Fraction): number {
    const apart = this.over * other.under - other.over * this.under;
    return apart < 0n ? -1 : apart > 0n ? 1 : 0;
  }
}

function common(a: bigint, b: bigint): bigint {
  let [x, y] = [a, b];
  while (y) [x, y] = [y, x % y];
  return x;
}

export const ZERO = Fraction.of(0);

/** A number that is at least `least` and at most `most`; the same where it is known. */
export interface Bounds {
  least: Fraction;
  most: Fraction;
}

/** From `low` to `high`, both ends inside; where rows are not shown each end is only bounded. */
export interface Span {
  low: Bounds;
  high: Bounds;
}

/** A number that is known. */
export function known(number: Fraction | number): Bounds {
  const exact = typeof number === "number" ? Fraction.of(number) : number;
  return { least: exact, most: exact };
}

/** A span of one number. */
export function one(number: Fraction | number): Span {
  const end = known(number);
  return { low: end, high: end };
}

/** The one number of a span, where it is one and known. */
export function exactOf(span: Span | null): Fraction | null {
  if (span === null) return null;
  const first = span.low.least;
  return [span.low.most, span.high.least, span.high.most].every((end) => end.compare(first) === 0)
    ? first
    : null;
}

/** Whether both ends are known. */
export function isKnown(span: Span): boolean {
  return span.low.least.compare(span.low.most) === 0 && span.high.least.compare(span.high.most) === 0;
}

/** The sum. */
export function total(items: readonly Bounds[]): Bounds {
  return items.reduce(
    (sum, item) => ({ least: sum.least.plus(item.least), most: sum.most.plus(item.most) }),
    known(0),
  );
}

/** The largest (`sign` 1) or least (-1) of bounded numbers, itself bounded; zero of none. */
export function extreme(sign: 1 | -1, items: readonly Bounds[]): Bounds {
  const [first, ...rest] = items;
  if (first === undefined) return known(0);
  const further = (a: Fraction, b: Fraction) => (b.compare(a) * sign > 0 ? b : a);
  return rest.reduce(
    (found, item) => ({ least: further(found.least, item.least), most: further(found.most, item.most) }),
    first,
  );
}

/** At so many decimals, half away from zero, as a bundle writes it. */
export function written(number: Fraction, decimals: number): string {
  const scaled = (number.over < 0n ? -number.over : number.over) * 10n ** BigInt(decimals);
  const rounded = (2n * scaled + number.under) / (2n * number.under);
  const digits = rounded.toString().padStart(decimals + 1, "0");
  const sign = number.over < 0n && rounded !== 0n ? "-" : "";
  const cut = digits.length - decimals;
  return `${sign}${digits.slice(0, cut)}${decimals ? `.${digits.slice(cut)}` : ""}`;
}
