import type { DrawingDocument } from "../report/chart.ts";
import type { Drawing } from "../report/drawing.ts";

/** One of the paper's figures, computed by our own code. */
export interface Figure<Data = unknown> {
  /** Its file name without an ending. */
  readonly name: string;
  /** What it is called on a page. */
  readonly title: string;
  /** What it shows, for the text below it. */
  readonly caption: string;
  /** What a reader who cannot see it should know. */
  readonly alternative: string;
  /** Its numbers and pictures, a pure function of the seed. */
  compute(seed: number): Data;
  /** The drawing of what `compute` returned. */
  draw(data: Data, document: DrawingDocument): Drawing;
}
