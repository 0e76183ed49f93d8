import { SoftdiceError } from "./errors.ts";
import { areBitsWithinUnit } from "./withinUnit.ts";

/** A list of numbers that is only read: an array or any typed array. */
export type Numbers = ArrayLike<number>;

/**
 * Refuses an array that is empty or holds anything but numbers in [0, 1].
 * @throws SoftdiceError naming the argument, the first bad index and its value.
 */
export function checkProbabilities(name: string, values: Numbers): void {
  checkNotEmpty(name, values);
  if (values instanceof Float32Array && areBitsWithinUnit(values)) return;
  for (let i = 0; i < values.length; i++) {
    const value = values[i];
    if (!(typeof value === "number" && value >= 0 && value <= 1)) {
      throw new SoftdiceError({
        subject: `${name}[${i}]`,
        problem: `is ${shown(value)}`,
        expected: "a probability in [0, 1]",
        remedy: "clip or rescale the values before the call",
      });
    }
  }
}

/**
 * Refuses an array that is empty or holds anything but 0 and 1.
 * @throws SoftdiceError naming the argument, the first bad index and its value.
 */
export function checkBinary(name: string, values: Numbers): void {
  checkNotEmpty(name, values);
  for (let i = 0; i < values.length; i++) {
    const value = values[i];
    if (value !== 0 && value !== 1) {
      throw new SoftdiceError({
        subject: `${name}[${i}]`,
        problem: `is ${shown(value)}`,
        expected: "0 or 1",
        remedy: "threshold the values before the call",
      });
    }
  }
}

/**
 * Refuses an array that is empty or holds NaN or an infinity.
 * @throws SoftdiceError naming the argument, the first bad index and its value.
 */
export function checkFinite(name: string, values: Numbers): void {
  checkNotEmpty(name, values);
  for (let i = 0; i < values.length; i++) {
    if (!Number.isFinite(values[i])) {
      throw new SoftdiceError({
        subject: `${name}[${i}]`,
        problem: `is ${shown(values[i])}`,
        expected: "a finite number",
        remedy: "remove NaN and infinities before the call",
      });
    }
  }
}

/** Refuses two arrays of different lengths. */
export function checkSameLength(nameA: string, a: Numbers, nameB: string, b: Numbers): void {
  checkList(nameA, a, "an array of numbers");
  if (a.length !== b.length) {
    throw new SoftdiceError({
      subject: nameA,
      problem: `has ${a.length} values and ${nameB} has ${b.length}`,
      expected: "one value per voxel in both",
      remedy: "bring both to the same grid first",
    });
  }
}

/** Refuses what is no number that satisfies `accepted`; NaN never does. */
export function checkNumber(
  name: string,
  value: number,
  accepted: (value: number) => boolean,
  expected: string,
): void {
  if (typeof value === "number" && accepted(value)) return;
  throw refusal(name, value, expected, "correct the value");
}

/** Refuses a choice that is none of those there are. */
export function checkChoice<T>(name: string, value: T, choices: readonly T[]): void {
  if (!choices.includes(value)) throw refusal(name, value, `one of ${choices.join(", ")}`, "choose one");
}

/** Refuses what is neither true nor false. */
export function checkFlag(name: string, value: boolean): void {
  checkChoice(name, value, [true, false]);
}

/** Refuses what is no text; this and the checks below are for programs without types. */
export function checkText(name: string, value: string): void {
  if (typeof value !== "string") throw refusal(name, value, "a text", "pass a string");
}

/** Refuses what is no object with fields, such as a list or a number in the place of options. */
export function checkObject(name: string, value: object, expected: string = "an object with options"): void {
  if (typeof value === "object" && value !== null && !isListLike(value)) return;
  throw refusal(name, value, expected, "pass an object");
}

/** Refuses what is no array. */
export function checkArray(name: string, values: readonly unknown[], of: string): void {
  if (!Array.isArray(values)) throw refusal(name, values, of, "pass a list");
}

/** Refuses what is no function. */
export function checkFunction(name: string, value: unknown): void {
  if (typeof value !== "function") throw refusal(name, value, "a function", "pass one");
}

/** Refuses what cannot be gone through item by item. */
export function checkIterable(name: string, values: unknown, of: string): void {
  const isObject = typeof values === "object" && values !== null;
  if (isObject && (Symbol.iterator in values || Symbol.asyncIterator in values)) return;
  throw refusal(name, values, of, "pass an array, or anything that for await goes through");
}

/** Refuses what has no length, as an array or a typed array has. */
export function checkList(name: string, values: ArrayLike<unknown>, of: string): void {
  if (!isListLike(values)) throw refusal(name, values, of, "pass a list");
}

/** Refuses what is no list of at least one value. */
export function checkNotEmpty(name: string, values: Numbers): void {
  checkList(name, values, "an array of numbers");
  if (!(values.length > 0)) {
    throw new SoftdiceError({
      subject: name,
      problem: "has no values",
      expected: "at least one voxel",
      remedy: "pass the values of the whole domain",
    });
  }
}

/** Any value as a message says it: one line, short whatever its size. */
export function shown(value: unknown): string {
  if (isListLike(value)) return "a list";
  return typeof value === "object" && value !== null ? "an object" : String(value);
}

function isListLike(value: unknown): value is ArrayLike<unknown> {
  if (typeof value !== "object" || value === null || !("length" in value)) return false;
  return Number.isSafeInteger(value.length) && Number(value.length) >= 0;
}

function refusal(subject: string, value: unknown, expected: string, remedy: string): SoftdiceError {
  return new SoftdiceError({ subject, problem: `is ${shown(value)}`, expected, remedy });
}
