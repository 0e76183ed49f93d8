import { planeLength, weightCount, type LayerShape } from "../kernels/convolutionContract.ts";

/** A U-Net: the side of its images, a multiple of 8 · 2^(levels − 1), and the channels of each level, multiples of 4. */
export interface UnetShape {
  readonly size: number;
  readonly channels: readonly number[];
}

/** The network of experiment (N): 64, 32, 16 and 8 pixels. */
export const UNET: UnetShape = { size: 64, channels: [8, 16, 16, 16] };

/** Planes of one level: places of their first value, counted from the start of an image's planes. */
interface LevelPlanes {
  readonly size: number;
  readonly channels: number;
  /** Input of the level's first convolution: the image, or the pooled planes of the level above. */
  readonly input: number;
  /** Output of the first convolution. */
  readonly hidden: number;
  /** Output of the second convolution; at all levels but the lowest the last planes of `joined`. */
  readonly encoded: number;
}

/** The way up at all levels but the lowest. */
interface UpwardPlanes {
  /** Planes of the level below, upsampled, and after them those of `encoded`: a concatenation. */
  readonly joined: number;
  readonly hidden: number;
  readonly decoded: number;
}

/** A convolution with its weights: places counted from the start of the parameters. */
export interface Layer {
  readonly shape: LayerShape;
  readonly weights: number;
  readonly bias: number;
}

/** Two 3 × 3 convolutions on the way down and, but for the lowest level, two on the way up. */
export interface Level extends LevelPlanes {
  readonly down: readonly [Layer, Layer];
  readonly up: (UpwardPlanes & { readonly layers: readonly [Layer, Layer] }) | undefined;
}

/** Where everything of a U-Net lies. */
export interface UnetPlan {
  readonly levels: readonly Level[];
  /** The 1 × 1 convolution to one logit: a weight a channel, then the bias. */
  readonly head: { readonly channels: number; readonly weights: number };
  /** Values of one image's planes. */
  readonly planesLength: number;
  readonly parameterCount: number;
}

/** Lays out planes and parameters, from the highest level down. Places of planes are multiples of 4. */
export function planUnet({ size, channels }: UnetShape): UnetPlan {
  let planes = 0;
  const takePlanes = (side: number, count: number): number => {
    const place = planes;
    planes += count * planeLength(side);
    return place;
  };
  let parameters = 0;
  const takeLayer = (side: number, inputs: number, outputs: number): Layer => {
    const shape = { size: side, inputs, outputs };
    const weights = parameters;
    const bias = weights + weightCount(shape);
    parameters = bias + outputs;
    return { shape, weights, bias };
  };
  const levels = channels.map((count, level): Level => {
    const side = size / 2 ** level;
    const inputs = channels[level - 1] ?? 1;
    const below = channels[level + 1];
    const input = takePlanes(side, inputs);
    const hidden = takePlanes(side, count);
    const joined = takePlanes(side, below ?? 0);
    const encoded = takePlanes(side, count);
    const down = [takeLayer(side, inputs, count), takeLayer(side, count, count)] as const;
    const level_ = { size: side, channels: count, input, hidden, encoded, down };
    if (below === undefined) return { ...level_, up: undefined };
    const layers = [takeLayer(side, below + count, count), takeLayer(side, count, count)] as const;
    return {
      ...level_,
      up: { joined, hidden: takePlanes(side, count), decoded: takePlanes(side, count), layers },
    };
  });
  const head = { channels: channels[0], weights: parameters };
  return { levels, head, planesLength: planes, parameterCount: parameters + channels[0] + 1 };
}
