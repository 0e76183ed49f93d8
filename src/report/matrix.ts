import { arrange, at, type Drawing, label } from "./drawing.ts";
import { colourMap, hexColour, readableOn, toIndices } from "./colour.ts";
import { markup } from "./markup.ts";
import { fixed } from "./numbers.ts";
import { shorten, textWidth } from "./text.ts";
import { colourBar, type Colouring, drawRaster } from "./raster.ts";

export interface AgreementMatrix {
  readonly names: readonly string[];
  /** A row for each name, of agreements in [0, 1]; NaN where there is none. */
  readonly values: readonly (readonly number[])[];
  /** What the values are, say "pairwise Dice". */
  readonly title: string;
}

const CELL_WIDTH = 52;
const CELL_HEIGHT = 30;

/** Names that get a cell with its figure each; more are shown as colours alone. */
const MOST_CELLS = 24;

/** A square of agreements, each cell coloured and, unless there are many, with its figure. */
export function drawAgreementMatrix(matrix: AgreementMatrix): Drawing {
  return matrix.names.length > MOST_CELLS ? drawColours(matrix) : drawCells(matrix);
}

/** The square in colours alone, in the order of the names. */
function drawColours({ names, values, title }: AgreementMatrix): Drawing {
  const colouring: Colouring = { map: "blues", domain: [lowEnd(values), 1] };
  const side = 480;
  const raster = { values: values.flat(), width: names.length, height: names.length };
  const bar = colourBar(colouring, 240, ticksOf(colouring), title);
  return arrange("row", [drawRaster(raster, [side, side], colouring), bar], 16);
}

function ticksOf({ domain: [low, high] }: Colouring): { value: number; text: string }[] {
  return [low, (low + high) / 2, high].map((value) => ({ value, text: fixed(value, 2) }));
}

function drawCells({ names, values, title }: AgreementMatrix): Drawing {
  const map = colourMap("blues");
  const colouring: Colouring = { map: "blues", domain: [lowEnd(values), 1] };
  const shown = names.map((name) => shorten(name, 30));
  const longest = Math.max(0, ...shown.map(textWidth));
  const left = longest + 10;
  const isSlanted = longest > CELL_WIDTH;
  const top = isSlanted ? longest * 0.71 + 16 : 20;
  const heads = shown.map((name, column) => {
    const x = left + (column + 0.5) * CELL_WIDTH;
    return isSlanted
      ? label(x, top - 6, name, { rotate: -45 })
      : label(x, top - 6, name, { anchor: "middle" });
  });
  const rows = values.map((row, j) => {
    const indices = toIndices(row, colouring.domain);
    const cells = row.map((value, i) => {
      const colour = Number.isNaN(value) ? undefined : hexColour(map, indices[i]);
      const box = markup`<rect width="${CELL_WIDTH - 1}" height="${CELL_HEIGHT - 1}" fill="${colour ?? "none"}" stroke="currentColor" stroke-opacity="0.15"/>`;
      const ink = colour === undefined ? "currentColor" : readableOn(colour);
      const figure = markup`<g fill="${ink}">${label(CELL_WIDTH / 2, CELL_HEIGHT / 2 + 4, fixed(value, 2), { anchor: "middle" })}</g>`;
      return at(left + i * CELL_WIDTH, 0, [box, figure]);
    });
    return at(0, top + j * CELL_HEIGHT, [
      label(left - 8, CELL_HEIGHT / 2 + 4, shown[j] ?? "", { anchor: "end" }),
      cells,
    ]);
  });
  const bar = colourBar(colouring, Math.max(90, names.length * CELL_HEIGHT), ticksOf(colouring), title);
  const right = left + names.length * CELL_WIDTH;
  return {
    width: Math.max(right + 20 + bar.width, isSlanted ? right - CELL_WIDTH / 2 + longest * 0.75 : 0),
    height: top + bar.height,
    body: markup`${heads}${rows}${at(right + 20, top, bar.body)}`,
  };
}

/** The largest tenth below all values, so that the colours use their range; at most 0.9. */
function lowEnd(values: readonly (readonly number[])[]): number {
  const smallest = Math.min(0.9, ...values.flat().filter((value) => value >= 0));
  return Math.floor(smallest * 10) / 10;
}
