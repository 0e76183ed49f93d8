import type { Dataset } from "./dataset.ts";

/** How the pixels of one plane are stored, and what their values mean. */
export interface PixelFormat {
  readonly transferSyntax: string;
  /** "integer", or IEEE floats of 32 or 64 bits (FloatPixelData, DoubleFloatPixelData). */
  readonly kind: "integer" | "float";
  readonly bitsAllocated: number;
  readonly bitsStored: number;
  readonly highBit: number;
  readonly signed: boolean;
  readonly samplesPerPixel: number;
  /** Whether small values are bright (MONOCHROME1). The values are left as they are. */
  readonly inverted: boolean;
  /** value = slope · stored + intercept. */
  readonly slope: number;
  readonly intercept: number;
}

/**
 * @param dataset of the file
 * @param rescale the data set that holds RescaleSlope and RescaleIntercept: a frame's functional group, or the file
 */
export function readPixelFormat(dataset: Dataset, rescale: Dataset, transferSyntax: string): PixelFormat {
  const kind = dataset.pixels === undefined || dataset.pixels.keyword === "PixelData" ? "integer" : "float";
  const bitsAllocated =
    kind === "integer"
      ? dataset.requireInteger("BitsAllocated", 1, 32)
      : dataset.pixels?.vr === "OD"
        ? 64
        : 32;
  if (![1, 8, 16, 32, 64].includes(bitsAllocated)) {
    throw dataset.fault("BitsAllocated", `is ${bitsAllocated}`, "1, 8, 16 or 32");
  }
  const bitsStored = Math.min(dataset.number("BitsStored") ?? bitsAllocated, bitsAllocated);
  const slope = rescale.number("RescaleSlope") ?? 1;
  return {
    transferSyntax,
    kind,
    bitsAllocated,
    bitsStored,
    highBit: dataset.number("HighBit") ?? bitsStored - 1,
    signed: dataset.number("PixelRepresentation") === 1,
    samplesPerPixel: dataset.number("SamplesPerPixel") ?? 1,
    inverted: dataset.text("PhotometricInterpretation") === "MONOCHROME1",
    slope: slope === 0 ? 1 : slope,
    intercept: rescale.number("RescaleIntercept") ?? 0,
  };
}
