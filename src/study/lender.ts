import type { Lender } from "./lentGrid.ts";
import { readMapFile } from "./maps.ts";
import type { Tools } from "./policy.ts";
import type { Source } from "./source.ts";

/** An image that lends its grid to files that hold none, and what was unusual about it. */
export interface LendingImage extends Lender {
  readonly remarks: readonly string[];
}

/** @throws SoftdiceError for an image that cannot be read */
export async function lenderOf(image: Source, tools: Tools): Promise<LendingImage> {
  const { volumes, remarks } = await readMapFile(image, tools);
  return { name: image.name, grid: volumes[0].grid, remarks };
}
