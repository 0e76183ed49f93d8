/**
 * Finite numbers from 0 between separators.
 *
 * @returns undefined where a part is not one
 */
export function readNumbers(text: string, separator: string): number[] | undefined {
  const values = text.split(separator).map((part) => (part.trim() === "" ? Number.NaN : Number(part)));
  return values.every((value) => value >= 0 && value < Infinity) ? values : undefined;
}
