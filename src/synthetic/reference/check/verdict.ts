import type { Quantity } from "../quantities/quantity.ts";

/** A value of another program. */
export interface ReportedValue {
  readonly case: string;
  readonly quantity: string;
  /** As it was written: its digits say how it was rounded. */
  readonly text: string;
}

/** What a value is worth. */
export type Verdict =
  /** The exact value, or that of the masks or contours that it was computed from, to the digits given. */
  | "right"
  /** As near to the exact value as voxels of this size allow. */
  | "within voxelisation"
  | "wrong";

/** A value beside the reference. */
export interface CheckedValue extends ReportedValue {
  readonly value: number;
  readonly reference: Quantity;
  readonly verdict: Verdict;
  /** Of a right value: what it equals. */
  readonly equals: "the exact value" | "the masks" | "the contours" | undefined;
  /** Known mistakes and other definitions that give this value, the nearest first. */
  readonly causes: readonly string[];
}

/** A value is as good as another from this relative difference on: single precision, and some arithmetic with it. */
const RELATIVE = 1e-6;

/** Digits left out are forgiven to this relative difference: "0.5" is not every number that rounds to it. */
const ROUNDED = 5e-4;

/**
 * The verdict on a value. It is right to half a unit of its last digit, but not beyond 5·10⁻⁴ of it; else within
 * voxelisation up to the quantity's tolerance; else wrong. A cause is named where the value of that mistake explains it: it is
 * nearer than the exact value, and no farther than the tolerance or a quarter of the mistake, and of a value within
 * voxelisation if it is met to the digits.
 */
export function judge(reported: ReportedValue, reference: Quantity): CheckedValue {
  const value = Number(reported.text);
  const meets = (target: number | undefined): boolean =>
    target !== undefined && Math.abs(value - target) <= closeness(reported.text, target, reference.value);
  const equals = meets(reference.value)
    ? "the exact value"
    : meets(reference.onVoxels)
      ? "the masks"
      : meets(reference.onContours)
        ? "the contours"
        : undefined;
  const error = Math.abs(value - reference.value);
  const verdict =
    equals !== undefined ? "right" : error <= reference.tolerance ? "within voxelisation" : "wrong";
  return { ...reported, value, reference, verdict, equals, causes: verdict === "right" ? [] : causes() };

  function causes(): string[] {
    const near = reference.alternatives
      .map(({ cause, value: mistaken }) => ({ cause, mistaken, away: Math.abs(value - mistaken) }))
      .filter(({ mistaken, away }) =>
        verdict === "wrong"
          ? away <= Math.max(closeness(reported.text, mistaken, reference.value), reach(mistaken, error))
          : meets(mistaken),
      )
      .sort((a, b) => a.away - b.away);
    return [...new Set(near.map(({ cause }) => cause))];
  }

  function reach(mistaken: number, errorNow: number): number {
    return Math.min(reference.tolerance, Math.abs(mistaken - reference.value) / 4, errorNow);
  }
}

function closeness(text: string, target: number, scale: number): number {
  const size = Math.max(Math.abs(target), 1e-3 * Math.abs(scale));
  return Math.max(RELATIVE * size, Math.min(halfUnit(text), ROUNDED * size)) * (1 + 1e-9);
}

/** Half a unit of the last digit of a decimal number. */
function halfUnit(text: string): number {
  const [mantissa, exponent = "0"] = text.trim().toLowerCase().split("e");
  const decimals = mantissa.split(".")[1]?.length ?? 0;
  return 0.5 * 10 ** (Number(exponent) - decimals);
}
