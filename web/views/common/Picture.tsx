import type { JSX } from "preact";
import { useEffect, useRef } from "preact/hooks";
import { colourMap } from "../../../src/report/colour.ts";

const VIRIDIS = colourMap("viridis");

/** A picture of values in [0, 1], one pixel a value, row by row. */
export function Picture(props: {
  readonly width: number;
  readonly height: number;
  /** Height of a pixel over its width. */
  readonly pixelAspect?: number;
  readonly title: string;
  readonly valueAt: (i: number) => number;
  /** Drawn anew when one of these changes. */
  readonly changes: readonly unknown[];
}): JSX.Element {
  const canvas = useRef<HTMLCanvasElement>(null);
  const { width, height, pixelAspect = 1, title, valueAt, changes } = props;
  useEffect(() => {
    const context = canvas.current!.getContext("2d")!;
    const pixels = new ImageData(width, height);
    for (let i = 0; i < width * height; i++) {
      const from = 3 * Math.max(0, Math.min(255, Math.floor(256 * valueAt(i))));
      pixels.data[4 * i] = VIRIDIS[from];
      pixels.data[4 * i + 1] = VIRIDIS[from + 1];
      pixels.data[4 * i + 2] = VIRIDIS[from + 2];
      pixels.data[4 * i + 3] = 255;
    }
    context.putImageData(pixels, 0, 0);
  }, changes);
  return (
    <canvas
      ref={canvas}
      class="picture"
      width={width}
      height={height}
      style={{ aspectRatio: `${width} / ${height * pixelAspect}` }}
      role="img"
      aria-label={title}
    />
  );
}
