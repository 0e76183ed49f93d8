import { InvalidArgumentError } from "commander";

/*
 * Parsers of option values. What they refuse, commander reports with the option's name (see `errorLine` in
 * softdice.ts); messages read "<expected>; <what to do>".
 */

/** An integer of at least `least`. */
export function integer(least: number): (text: string) => number {
  return (text) => {
    const value = Number(text);
    if (!(Number.isSafeInteger(value) && value >= least && text.trim() !== "")) {
      throw new InvalidArgumentError(`an integer of at least ${least}; correct the value`);
    }
    return value;
  };
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
