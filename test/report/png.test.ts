import { crc32 as zlibCrc32, inflateSync } from "node:zlib";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { colourMap } from "../../src/report/colour.ts";
import { crc32, dataUri, encodePng } from "../../src/report/png.ts";
import { pixels } from "../support/svg.ts";

/** Type and data of each chunk, with their checks verified by zlib. */
function chunks(png: Uint8Array): { type: string; data: Uint8Array }[] {
  const view = new DataView(png.buffer, png.byteOffset);
  const found = [];
  for (let offset = 8; offset < png.length;) {
    const length = view.getUint32(offset);
    const body = png.subarray(offset + 4, offset + 8 + length);
    expect(view.getUint32(offset + 8 + length)).toBe(zlibCrc32(body));
    found.push({ type: String.fromCharCode(...body.subarray(0, 4)), data: body.subarray(4) });
    offset += length + 12;
  }
  return found;
}

const images = fc
  .tuple(fc.integer({ min: 1, max: 12 }), fc.integer({ min: 1, max: 12 }))
  .chain(([width, height]) =>
    fc.record({
      width: fc.constant(width),
      height: fc.constant(height),
      indices: fc.uint8Array({ minLength: width * height, maxLength: width * height }),
    }),
  );

describe("encodePng", () => {
  it("writes the chunks that the specification asks for, with zlib's checks and data", () => {
    fc.assert(
      fc.property(images, ({ width, height, indices }) => {
        const png = encodePng(indices, width, height, colourMap("viridis"));
        expect([...png.subarray(0, 8)]).toEqual([137, 80, 78, 71, 13, 10, 26, 10]);
        const [header, palette, data, end] = chunks(png);
        expect([header?.type, palette?.type, data?.type, end?.type]).toEqual([
          "IHDR",
          "PLTE",
          "IDAT",
          "IEND",
        ]);
        const rows = inflateSync(data?.data ?? new Uint8Array());
        for (let y = 0; y < height; y++) {
          expect([...rows.subarray(y * (width + 1), (y + 1) * (width + 1))]).toEqual([
            0,
            ...indices.subarray(y * width, (y + 1) * width),
          ]);
        }
      }),
    );
  });

  it("is decoded by another program to the colours of the palette", () => {
    const map = colourMap("viridis");
    fc.assert(
      fc.property(images, ({ width, height, indices }) => {
        const address = dataUri(encodePng(indices, width, height, map));
        const { rgba } = pixels(
          `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}"><image width="${width}" height="${height}" href="${address}"/></svg>`,
        );
        const expected = [...indices].flatMap((index) => [...map.subarray(3 * index, 3 * index + 3), 255]);
        expect([...rgba]).toEqual(expected);
      }),
      { numRuns: 30 },
    );
  });

  it("refuses a wrong size and an index without a colour", () => {
    const grey = Uint8Array.of(0, 0, 0);
    expect(() => encodePng([0, 0], 3, 1, grey)).toThrow("indices.length: is 2, expected 3 × 1 values");
    expect(() => encodePng([], 0, 1, grey)).toThrow("width: is 0, expected a positive integer");
    expect(() => encodePng([0, 1], 2, 1, grey)).toThrow("indices[1]: is 1, expected an index below 1");
  });
});

it("crc32 agrees with zlib on any bytes", () => {
  fc.assert(
    fc.property(fc.uint8Array(), (bytes) => {
      expect(crc32(bytes)).toBe(zlibCrc32(bytes));
    }),
  );
});

it("dataUri holds any number of bytes", () => {
  const bytes = Uint8Array.from({ length: 20_000 }, (_, i) => i % 251);
  expect(dataUri(bytes)).toBe(`data:image/png;base64,${Buffer.from(bytes).toString("base64")}`);
});
