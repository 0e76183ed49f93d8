import type { Drawing } from "../../report/drawing.ts";
import { drawImageGrid } from "../../report/imageGrid.ts";
import type { GenerationSteps } from "./compute.ts";

/** Ball, blurred ball and deformed blurred ball, a noise level a row. */
export function drawSupplement1(levels: readonly GenerationSteps[]): Drawing {
  return drawImageGrid({
    columns: ["1. Ball", "2. Blurred", "3. Deformed"],
    rows: levels.map(({ rho, size, steps }) => ({
      title: `ρ = ${rho}`,
      panels: steps.map((values) => ({ raster: { values, width: size, height: size } })),
    })),
    panelSize: [130, 130],
    barTitle: "probability of foreground",
  });
}
