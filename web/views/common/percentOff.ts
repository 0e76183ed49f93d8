import { signed } from "../../../src/report/numbers.ts";

/** A ratio as what is more or less than one: 1.26 → "+26 %". */
export function percentOff(ratio: number): string {
  const percent = Math.round(100 * (ratio - 1));
  return Number.isFinite(ratio) ? `${percent === 0 ? "0" : signed(percent, 0)} %` : "–";
}
