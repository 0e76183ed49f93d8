import type { JSX } from "preact";
import { useRef } from "preact/hooks";
import { useSize } from "./useSize.ts";

/** Draws what needs its width: in CSS pixels, so that text is as large as everywhere. */
export function Measured({ draw }: { readonly draw: (width: number) => JSX.Element }): JSX.Element {
  const frame = useRef<HTMLDivElement>(null);
  const [width] = useSize(frame);
  return <div ref={frame}>{width > 0 && draw(width)}</div>;
}
