import { sum } from "../../core/dice.ts";
import { diceOptimum, TIE_TOLERANCE } from "../../core/optimum.ts";
import { leastOptimalVoxels } from "../../core/volume.ts";
import type { Statement } from "./statement.ts";

/** Theorem 2: what volumes the optima can have, on N voxels. */
export const THEOREM_2: readonly Statement[] = [
  {
    name: "Theorem 2, bounds",
    claim: "every optimum of expected volume v = ‖m‖₁ has at least ⌈v² N⌉ voxels, and at most N",
    maxVoxels: 4096,
    violation(m) {
      const { minVoxels, maxVoxels } = diceOptimum(m);
      return Math.max(leastOptimalVoxels(sum(m), m.length) - minVoxels, maxVoxels - m.length);
    },
  },
  {
    name: "Theorem 2, sharpness",
    claim:
      "for every v one marginal has a smallest optimum of ⌈v² N⌉ voxels, and where v² N is whole a largest of N too; the " +
      "constant m = v has the whole domain as its only optimum",
    maxVoxels: 4096,
    kinds: ["sharp", "tied"],
    violation(m) {
      const n = m.length;
      const expected = sum(m);
      const least = leastOptimalVoxels(expected, n);
      const squared = expected ** 2 / n;
      const isWhole = Math.abs(squared - least) <= TIE_TOLERANCE * squared;
      const { minVoxels, maxVoxels } = diceOptimum(m);
      const constant = diceOptimum(m.map(() => expected / n));
      return Math.max(
        Math.abs(minVoxels - least),
        Math.abs(maxVoxels - (isWhole ? n : least)),
        n - constant.minVoxels,
      );
    },
  },
];
