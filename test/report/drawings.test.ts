import { describe, expect, it } from "vitest";
import { createDocument } from "../../src/cli/document.ts";
import { drawChart } from "../../src/report/chart.ts";
import { colourMap } from "../../src/report/colour.ts";
import { arrange, inlineSvg, label, svgFile } from "../../src/report/drawing.ts";
import { drawImageGrid } from "../../src/report/imageGrid.ts";
import { drawLegend } from "../../src/report/legend.ts";
import { markup } from "../../src/report/markup.ts";
import { drawAgreementMatrix } from "../../src/report/matrix.ts";
import { drawMontage } from "../../src/report/montage.ts";
import { colourBar, drawRaster, PROBABILITY, PROBABILITY_TICKS } from "../../src/report/raster.ts";
import { drawThresholdCurve } from "../../src/report/thresholdCurve.ts";
import { drawVolumeChart } from "../../src/report/volumeChart.ts";
import { pixels, structure } from "../support/svg.ts";

const document = createDocument();
const HOSTILE = `<b>"Bladder" & 'co'</b>\u0001`;

describe("svgFile", () => {
  const drawing = { width: 10, height: 6, body: markup`<circle r="2"/>` };

  it("is a file of its own: name space, white background, dark ink, words for who cannot see it", () => {
    const svg = svgFile(drawing, "a dot & more");
    expect(svg).toContain('xmlns="http://www.w3.org/2000/svg"');
    expect(svg).toContain('aria-label="a dot &#38; more"');
    const { width, rgba } = pixels(svg);
    expect(width).toBe(10 + 2 * 12);
    expect([...rgba.subarray(0, 4)]).toEqual([255, 255, 255, 255]);
    const centre = 4 * (12 + width * 12);
    expect([...rgba.subarray(centre, centre + 4)]).toEqual([0x1a, 0x1a, 0x1a, 255]);
  });

  it("leaves the colour to the page when it is part of one", () => {
    expect(inlineSvg(drawing, "a dot").text).not.toContain("#1a1a1a");
  });
});

it("arrange adds up lengths along and takes the longest across", () => {
  const box = (width: number, height: number) => ({ width, height, body: markup`` });
  const row = arrange("row", [box(10, 5), box(20, 8)], 4);
  expect([row.width, row.height]).toEqual([34, 8]);
  const column = arrange("column", [box(10, 5), box(20, 8)], 4);
  expect([column.width, column.height]).toEqual([20, 17]);
  expect(arrange("row", []).width).toBe(0);
});

describe("drawRaster", () => {
  it("shows each voxel in the colour of its value", () => {
    const drawing = drawRaster({ values: [0, 1, 0.5, 0.25], width: 2, height: 2 }, [40, 40]);
    const { width, rgba } = pixels(svgFile(drawing, ""));
    const map = colourMap("viridis");
    for (const [i, index] of [0, 255, 128, 64].entries()) {
      const x = 12 + 10 + 20 * (i % 2);
      const y = 12 + 10 + 20 * Math.floor(i / 2);
      const offset = 4 * (x + width * y);
      expect([...rgba.subarray(offset, offset + 3)]).toEqual([...map.subarray(3 * index, 3 * index + 3)]);
    }
  });

  it("outlines masks on the edges of their voxels", () => {
    const outline = { mask: [0, 1, 0, 0], colour: "#d55e00" };
    const { body } = drawRaster({ values: [0, 1, 0, 0], width: 2, height: 2 }, [40, 20], PROBABILITY, [
      outline,
    ]);
    expect(body.text).toContain('<path d="M20,0H40V10H20Z" fill="none" stroke="#d55e00"');
  });
});

describe("colourBar", () => {
  it("has its ticks at their values, the highest on top", () => {
    const { body } = colourBar(PROBABILITY, 100, PROBABILITY_TICKS, "probability");
    const positions = [...body.text.matchAll(/translate\(12,([\d.]+)\)"><line[^>]*><text[^>]*>([\d.]+)</g)];
    expect(positions.map(([, y, text]) => [Number(text), Number(y)])).toEqual([
      [0, 100],
      [0.25, 75],
      [0.5, 50],
      [0.75, 25],
      [1, 0],
    ]);
  });

  it("runs from the last colour at the top to the first at the bottom", () => {
    const { width, rgba } = pixels(svgFile(colourBar(PROBABILITY, 256, [], ""), ""));
    const colourAt = (y: number) => [
      ...rgba.subarray(4 * (18 + width * (12 + y)), 4 * (18 + width * (12 + y)) + 3),
    ];
    const map = colourMap("viridis");
    expect(colourAt(3)).toEqual([...map.subarray(3 * 252, 3 * 252 + 3)]);
    expect(colourAt(252)).toEqual([...map.subarray(3 * 3, 3 * 3 + 3)]);
  });
});

describe("drawChart", () => {
  it("leaves out Plot's style sheet and rounds its coordinates", () => {
    const chart = drawChart(document, { width: 100, height: 80, x: { domain: [0, 3] }, marks: [] });
    expect([chart.width, chart.height]).toEqual([100, 80]);
    expect(chart.body.text).not.toContain("<style");
    const [first, second] = [1, 2].map(() =>
      drawThresholdCurve({ points: [{ a: 1 / 3, dice: 2 / 3 }], marks: [] }, document),
    );
    expect(first.body.text).toBe(second.body.text);
    expect(first.body.text.match(/<[^>]*\d\.\d{3,}[^>]*>/)).toBeNull();
  });
});

it("drawLegend wraps entries that do not fit", () => {
  const entries = ["one", "two", "three"].map((text) => ({ text, symbol: undefined }));
  expect(drawLegend(entries, 1000).height).toBe(20);
  expect(drawLegend(entries, 80).height).toBe(56);
});

it("drawImageGrid has heads, row titles, pictures, notes and one colour bar", () => {
  const raster = { values: [0, 1], width: 2, height: 1 };
  const grid = drawImageGrid({
    columns: ["first", HOSTILE],
    rows: [
      { title: "row 1", panels: [{ raster, notes: ["note 1", "note 2"] }, { raster }] },
      { title: "row 2", panels: [undefined, { raster }] },
    ],
    panelSize: [40, 20],
    barTitle: "probability",
  });
  const { elements, texts } = structure(svgFile(grid, ""));
  expect(elements["image"]).toBe(4);
  expect(texts).toEqual([
    "first",
    `<b>"Bladder" & 'co'</b>\ufffd`,
    "row 1",
    "note 1",
    "note 2",
    "row 2",
    "0",
    "0.25",
    "0.5",
    "0.75",
    "1",
    "probability",
  ]);
});

describe("drawMontage", () => {
  const slice = (title: string) => ({
    title,
    raster: { values: [0, 0.5, 1, 0, 0.5, 1], width: 3, height: 2 },
    masks: [
      [0, 1, 1, 0, 1, 1],
      [0, 0, 1, 0, 0, 1],
    ],
  });
  const montage = drawMontage({
    slices: ["slice 4", "slice 9"].map(slice),
    names: ["Dice-optimal", HOSTILE],
    voxelMm: [10, 20],
    colouring: { map: "paleGray", domain: [0, 1] },
  });

  it("names its outlines and slices and shows how long a centimetre is", () => {
    expect(structure(svgFile(montage, "")).texts).toEqual([
      "Dice-optimal",
      `<b>"Bladder" & 'co'</b>\ufffd`,
      "slice 4",
      "slice 9",
      "10 mm",
    ]);
  });

  it("is true to scale: voxels twice as high as wide, and a bar of the length it says", () => {
    const [, width, height] = /<image width="([\d.]+)" height="([\d.]+)"/.exec(montage.body.text) ?? [];
    expect(Number(height) / Number(width)).toBeCloseTo(40 / 30, 3);
    const [, bar] = /M0,2V10M0,6H([\d.]+)/.exec(montage.body.text) ?? [];
    expect(Number(bar)).toBeCloseTo((10 * Number(width)) / 30, 2);
  });

  it("is its legend alone where there are no slices", () => {
    const empty = drawMontage({ slices: [], names: ["a"], voxelMm: [1, 1], colouring: PROBABILITY });
    expect(structure(svgFile(empty, "")).texts).toEqual(["a"]);
  });
});

it("drawThresholdCurve marks thresholds on the curve and a Dice without one as a level", () => {
  const curve = drawThresholdCurve(
    {
      points: [
        { a: 0, dice: 0.2 },
        { a: 0.5, dice: 0.9 },
        { a: 1, dice: 0.7 },
      ],
      marks: [
        { name: "t", a: 0.45, dice: 0.9 },
        { name: HOSTILE, dice: 0.8 },
      ],
    },
    document,
  );
  const { elements, texts } = structure(svgFile(curve, ""));
  expect(elements["circle"]).toBe(1);
  expect(texts.slice(0, 2)).toEqual([
    "t: a = 0.450, Dice 0.900",
    `<b>"Bladder" & 'co'</b>\ufffd: Dice 0.800`,
  ]);
  expect(texts).toContain("Threshold a");
  // The mark's place in a frame of 52 … 624 by 12 … 278 pixels.
  const circle = /<circle[^>]*>/.exec(curve.body.text)?.[0] ?? "";
  const [cx, cy] = ["cx", "cy"].map((name) => Number(new RegExp(` ${name}="([^"]*)"`).exec(circle)?.[1]));
  expect(cx).toBeCloseTo(52 + 0.45 * 572, 1);
  expect(cy).toBeCloseTo(278 - 0.9 * 266, 1);
});

describe("drawVolumeChart", () => {
  const chart = drawVolumeChart(
    {
      bars: [
        { name: HOSTILE, group: 0, volumeMl: 10 },
        { name: "same name", group: 0, volumeMl: 20 },
        { name: "same name", group: 1, volumeMl: 15, rangeMl: [12, 18] },
      ],
      groups: ["observers", "methods"],
      marginalMl: 15,
      boundsMl: [2, 500],
    },
    document,
  );

  it("has a bar and a figure for each volume, also where names repeat", () => {
    const { texts } = structure(svgFile(chart, ""));
    expect(texts).toEqual(
      expect.arrayContaining(["10.0", "20.0", "15.0", "Volume (mL)", "observers", "methods"]),
    );
    expect(texts.filter((text) => text === "same name")).toHaveLength(2);
    expect(texts).toContain(`<b>"Bladder" & 'co'</b>\ufffd`);
    const widths = [...chart.body.text.matchAll(/<rect[^>]*\bwidth="([\d.]+)"[^>]*\bx="/g)].map(([, width]) =>
      Number(width),
    );
    const bars = widths.filter((width) => width > 20);
    expect(bars[0] / bars[1]).toBeCloseTo(0.5, 3);
  });

  it("says where the upper bound is when the axis ends before it", () => {
    const { texts } = structure(svgFile(chart, ""));
    expect(texts).toContain("bounds of a Dice optimum: 2.00 … 500 mL, upper beyond the axis");
  });

  it("draws volumes of zero", () => {
    const bars = [{ name: "empty", group: 0, volumeMl: 0 }];
    const empty = drawVolumeChart({ bars, groups: ["observers"], marginalMl: 0, boundsMl: [0, 9] }, document);
    expect(empty.body.text).not.toContain("NaN");
  });
});

it("drawAgreementMatrix has a figure in each cell and a dash where there is none", () => {
  const matrix = drawAgreementMatrix({
    names: ["A", HOSTILE],
    values: [
      [1, Number.NaN],
      [0.83, 1],
    ],
    title: "pairwise Dice",
  });
  const { texts } = structure(svgFile(matrix, ""));
  const name = `<b>"Bladder" & 'co'</b>\ufffd`;
  expect(texts).toEqual([
    "A",
    name,
    "A",
    "1.00",
    "–",
    name,
    "0.83",
    "1.00",
    "0.80",
    "0.90",
    "1.00",
    "pairwise Dice",
  ]);
});

it("label escapes its text", () => {
  expect(label(1, 2, "<&").text).toBe('<text x="1" y="2" text-anchor="start">&#60;&#38;</text>');
});
