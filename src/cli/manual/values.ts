import { InvalidArgumentError } from "commander";
import type { Cut } from "../../evaluation/evaluateCase.ts";

/*
 * Parsers of option values. What they refuse, commander reports with the option's name (see
 * ../errorLine.ts); messages read "<expected>; <what to do>".
 */

/** An integer of at least `least` and at most `most`. */
export function integer(least: number, most: number = Number.MAX_SAFE_INTEGER): (text: string) => number {
  return (text) => {
    const value = Number(text);
    if (!(Number.isSafeInteger(value) && value >= least && value <= most && text.trim() !== "")) {
      const range = most < Number.MAX_SAFE_INTEGER ? `in [${least}, ${most}]` : `of at least ${least}`;
      throw new InvalidArgumentError(`an integer ${range}; correct the value`);
    }
    return value;
  };
}

/** Where files go: a path that is not empty, as that of a variable that was never set would be. */
export function folder(text: string): string {
  if (text.trim() === "") throw new InvalidArgumentError("the path of a folder; name one");
  return text;
}

/** A comma-separated list of different numbers in [least, most]. */
export function numbers(least: number, most: number): (text: string) => number[] {
  return (text) => {
    const values = text.split(",").map((part) => (part.trim() === "" ? Number.NaN : Number(part)));
    if (!values.every((value) => value >= least && value <= most) || new Set(values).size < values.length) {
      throw new InvalidArgumentError(
        `different numbers in [${least}, ${most}] separated by commas; correct the list`,
      );
    }
    return values;
  };
}

/** Three numbers separated by commas, along i, j and k. */
export function triple(text: string): [number, number, number] {
  const values = finite(text);
  if (values?.length !== 3)
    throw new InvalidArgumentError("three numbers separated by commas; correct the list");
  return [values[0], values[1], values[2]];
}

/** Six numbers separated by commas, or one of the names of them. */
export function orientation(
  named: Readonly<Record<string, readonly number[]>>,
): (text: string) => readonly number[] {
  return (text) => {
    const values = named[text.toLowerCase()] ?? finite(text);
    if (values?.length !== 6) {
      const list = Object.keys(named).join(", ");
      throw new InvalidArgumentError(`one of ${list}, or six numbers separated by commas; correct it`);
    }
    return values;
  };
}

function finite(text: string): number[] | undefined {
  const values = text.split(",").map((part) => (part.trim() === "" ? Number.NaN : Number(part)));
  return values.every(Number.isFinite) ? values : undefined;
}

/** A comma-separated list of increasing integers from 1. */
export function iterations(text: string): number[] {
  const values = text.split(",").map(Number);
  const increasing = values.every(
    (value, i) => Number.isSafeInteger(value) && value > (i === 0 ? 0 : values[i - 1]),
  );
  if (!increasing)
    throw new InvalidArgumentError("increasing integers from 1 separated by commas; correct the list");
  return values;
}

/** A number inside (0, 1). */
export function fraction(text: string): number {
  const value = text.trim() === "" ? Number.NaN : Number(text);
  if (!(value > 0 && value < 1)) throw new InvalidArgumentError("a number inside (0, 1); correct the value");
  return value;
}

/** Where a probability map is cut: `own`, `half`, or a number inside (0, 1). */
export function cut(text: string): Cut {
  if (text === "own" || text === "half") return text;
  const value = text.trim() === "" ? Number.NaN : Number(text);
  if (value > 0 && value < 1) return value;
  throw new InvalidArgumentError("own, half, or a number inside (0, 1); correct the value");
}

/** A comma-separated list of different numbers inside (0, 1). */
export function fractions(text: string): number[] {
  const values = text.split(",").map((part) => (part.trim() === "" ? Number.NaN : Number(part)));
  if (!values.every((value) => value > 0 && value < 1) || new Set(values).size < values.length) {
    throw new InvalidArgumentError("different numbers inside (0, 1) separated by commas; correct the list");
  }
  return values;
}

/** A number above 0. */
export function positive(text: string): number {
  const value = Number(text);
  if (!(value > 0 && Number.isFinite(value)))
    throw new InvalidArgumentError("a number above 0; correct the value");
  return value;
}

/** A comma-separated list of different names. */
export function names(text: string): string[] {
  const list = text.split(",").map((part) => part.trim());
  if (list.includes("") || new Set(list).size < list.length) {
    throw new InvalidArgumentError("different names separated by commas; correct the list");
  }
  return list;
}

/** Labels of a label map: a comma-separated list of different integers from 1. */
export const labels: (text: string) => number[] = integers(1);

/** Classes of a probability map: a comma-separated list of different integers from 0. */
export const classes: (text: string) => number[] = integers(0);

function integers(least: number): (text: string) => number[] {
  return (text) => {
    const list = text.split(",").map((part) => (part.trim() === "" ? Number.NaN : Number(part)));
    if (!list.every((n) => Number.isSafeInteger(n) && n >= least) || new Set(list).size < list.length) {
      throw new InvalidArgumentError(
        `different integers from ${least} separated by commas; correct the list`,
      );
    }
    return list;
  };
}

/** `1,2,0.5` in the order of the observers, or `User1=2,User3=0.5` by their names. */
export function weights(text: string): readonly number[] | Readonly<Record<string, number>> {
  const parts = text.split(",").map((part) => /^(?:(.+)=)?\s*([\d.]+(?:e-?\d+)?)\s*$/u.exec(part.trim()));
  const list = parts.map((part) => [part?.[1]?.trim(), Number(part?.[2])] as const);
  const isNamed = list.some(([name]) => name !== undefined);
  const isWhole = list.every(([name, weight]) => weight >= 0 && (name !== undefined) === isNamed);
  const named = new Map(list as [string, number][]);
  if (!isWhole || (isNamed && named.size < list.length)) {
    throw new InvalidArgumentError(
      "numbers from 0 separated by commas, or name=number for some; correct the list",
    );
  }
  return isNamed ? Object.fromEntries(named) : list.map(([, weight]) => weight);
}
