import type { Numbers } from "../../core/check.ts";
import type { Drawing } from "../../report/drawing.ts";
import { drawImageGrid } from "../../report/imageGrid.ts";
import { subscript } from "../../report/numbers.ts";
import type { Iterates } from "./compute.ts";

/**
 * Marginal, iterates and optimum, a row each.
 *
 * @param rows all with the same iterations; the optimum of another loss than soft-Dice may be soft
 */
export function drawIterates(
  rows: readonly (Omit<Iterates, "optimum"> & { readonly optimum: Numbers })[],
): Drawing {
  const iterations = rows[0]?.soft.map(({ l }) => l) ?? [];
  return drawImageGrid({
    columns: ["m", ...iterations.map((l) => `σ(f${subscript(l)})`), "s"],
    rows: rows.map(({ title, width, height, marginal, soft, optimum }) => ({
      title,
      panels: [marginal, ...soft.map(({ values }) => values), optimum].map((values) => ({
        raster: { values, width, height },
      })),
    })),
    panelSize: [86, 86],
    barTitle: "probability of foreground",
  });
}
