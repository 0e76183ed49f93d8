import type { Deflate } from "../formats/compression.ts";
import type { ImageReference } from "../formats/dicom/reference.ts";
import { writeSegmentation } from "../formats/dicom/seg-write.ts";
import { encodeNiftiGz } from "../formats/nifti/write.ts";
import { encodeNrrdGz } from "../formats/nrrd/write.ts";
import type { Volume } from "../formats/volume.ts";
import type { Layers } from "../formats/dicom/masks.ts";
import { deflateImage, deflateMask, deflateMaskWithin } from "./deflate.ts";

/** Formats that masks are written in. */
export const MASK_FORMATS = ["nifti", "nrrd", "seg"] as const;
export type MaskFormat = (typeof MASK_FORMATS)[number];

/** The endings of their files. */
export const MASK_ENDINGS: Readonly<Record<MaskFormat, string>> = {
  nifti: ".nii.gz",
  nrrd: ".nrrd",
  seg: ".dcm",
};

/** An image, or a mask that is no segmentation object. */
export async function encodeVolume(
  volume: Volume,
  format: Exclude<MaskFormat, "seg">,
  isMask: boolean,
): Promise<Uint8Array> {
  return encode(volume, format, isMask ? deflateMask : deflateImage);
}

async function encode(
  volume: Volume,
  format: Exclude<MaskFormat, "seg">,
  deflate: Deflate,
): Promise<Uint8Array> {
  return format === "nifti" ? encodeNiftiGz(volume, deflate) : encodeNrrdGz(volume, deflate);
}

/**
 * One structure's mask; as a SEG of one segment that points into the images it lies on.
 * @param layers those that may hold voxels
 */
export async function encodeMask(
  volume: Volume,
  format: MaskFormat,
  {
    layers,
    reference,
    copyPatient,
  }: {
    readonly layers: Layers;
    readonly reference: ImageReference | undefined;
    readonly copyPatient: boolean;
  },
): Promise<Uint8Array> {
  const { name, grid, data } = volume;
  if (format !== "seg") {
    const layerBytes = data.byteLength / grid.shape[2];
    return encode(
      volume,
      format,
      deflateMaskWithin({ start: layers.start * layerBytes, end: layers.end * layerBytes }),
    );
  }
  const kind = data instanceof Uint8Array ? "binary" : "probability";
  return writeSegmentation([{ name, data }], grid, { kind, reference, copyPatient });
}
