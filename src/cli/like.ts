import { SoftdiceError } from "../core/errors.ts";
import { type LendingImage, lenderOf } from "../study/lender.ts";
import { inflateWithZlib } from "./inflate.ts";
import { namedSource } from "./inputs.ts";

/**
 * The image that `--like` names, whose geometry files have that hold none; undefined without the option.
 * @throws SoftdiceError for one that cannot be read, and for one that says nothing of where it lies
 */
export async function likeImage(path: string | undefined): Promise<LendingImage | undefined> {
  if (path === undefined) return undefined;
  const image = await lenderOf(await namedSource(path), { inflate: inflateWithZlib });
  if (image.grid.isUnplaced !== true) return image;
  throw new SoftdiceError({
    subject: image.name,
    problem: "holds no geometry that it could lend",
    expected: "with --like an image that says where its voxels lie",
    remedy: "name such an image of the same voxels, for instance the one that was segmented",
  });
}
