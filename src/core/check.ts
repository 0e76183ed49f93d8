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
        problem: `is ${value}`,
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
        problem: `is ${value}`,
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
        problem: `is ${values[i]}`,
        expected: "a finite number",
        remedy: "remove NaN and infinities before the call",
      });
    }
  }
}

/** Refuses two arrays of different lengths. */
export function checkSameLength(nameA: string, a: Numbers, nameB: string, b: Numbers): void {
  if (a.length !== b.length) {
    throw new SoftdiceError({
      subject: nameA,
      problem: `has ${a.length} values and ${nameB} has ${b.length}`,
      expected: "one value per voxel in both",
      remedy: "bring both to the same grid first",
    });
  }
}

/** Refuses a number that does not satisfy `accepted`; NaN never does. */
export function checkNumber(
  name: string,
  value: number,
  accepted: (value: number) => boolean,
  expected: string,
): void {
  if (!accepted(value)) {
    throw new SoftdiceError({ subject: name, problem: `is ${value}`, expected, remedy: "correct the value" });
  }
}

/** Refuses a choice that is none of those there are. */
export function checkChoice<T>(name: string, value: T, choices: readonly T[]): void {
  if (choices.includes(value)) return;
  throw new SoftdiceError({
    subject: name,
    problem: `is ${String(value)}`,
    expected: `one of ${choices.join(", ")}`,
    remedy: "choose one",
  });
}

/** Refuses what is no list; programs without types pass such. */
export function checkList(name: string, values: ArrayLike<unknown>, of: string): void {
  const given: unknown = values;
  if (typeof given === "object" && given !== null && "length" in given) return;
  throw new SoftdiceError({
    subject: name,
    problem: `is ${String(given)}`,
    expected: of,
    remedy: "pass a list",
  });
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
