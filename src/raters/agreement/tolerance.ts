import { checkNumber } from "../../core/check.ts";

/** The tolerance of surface Dice where none is given, in mm. */
export const defaultToleranceMm = 2;

/** Refuses a tolerance that is no distance. */
export function checkTolerance(toleranceMm: number): void {
  checkNumber("toleranceMm", toleranceMm, (mm) => Number.isFinite(mm) && mm >= 0, "a number of mm from 0");
}
