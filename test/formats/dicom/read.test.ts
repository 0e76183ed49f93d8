import { describe, expect, it } from "vitest";
import { decodeText } from "../../../src/formats/dicom/charset.ts";
import { parseDecimals } from "../../../src/formats/dicom/decimals.ts";
import { isDicom, readDicom } from "../../../src/formats/dicom/read.ts";
import { readStructureSet } from "../../../src/formats/dicom/rtstruct.ts";
import { formatDecimal } from "../../../src/formats/dicom/write.ts";
import { Random } from "../../../src/core/random.ts";
import { archiveFiles, collect, dicomExpectations } from "../../support/dicom.ts";
import { fixture } from "../../support/fixtures.ts";

const encoder = new TextEncoder();

describe("decimal strings", () => {
  it("are read as JavaScript reads them, with sign, exponent, padding and any number of digits", () => {
    const texts = [
      "0",
      "-0.5",
      "+12.25 ",
      " 1e3",
      "-1.5E-07",
      "123456789.1234567",
      ".5",
      "5.",
      "0.1",
      "1e22",
    ];
    expect(Array.from(parseDecimals(encoder.encode(texts.join("\\"))))).toEqual(texts.map(Number));
  });

  it("are correctly rounded", () => {
    const random = new Random(5);
    const texts = Array.from({ length: 20_000 }, () => {
      const digits = random.integer(14);
      return ((random.uniform() - 0.5) * 10 ** random.integer(6)).toFixed(digits);
    });
    expect(Array.from(parseDecimals(encoder.encode(texts.join("\\"))))).toEqual(texts.map(Number));
  });

  it("that spell no number are NaN, and an empty value has none", () => {
    expect(Array.from(parseDecimals(encoder.encode("1\\\\x\\1e\\--1\\1.2.3\\0x10\\Infinity\\2 ")))).toEqual([
      1,
      ...Array.from({ length: 7 }, () => Number.NaN),
      2,
    ]);
    expect(parseDecimals(encoder.encode("  \0"))).toHaveLength(0);
  });

  it("are written in at most 16 characters and read back as near as those allow", () => {
    const random = new Random(6);
    for (let n = 0; n < 20_000; n++) {
      const value = (random.uniform() - 0.5) * 10 ** (random.integer(40) - 20);
      const text = formatDecimal(value);
      expect(text.length).toBeLessThanOrEqual(16);
      expect(text).toMatch(/^-?\d+(\.\d+)?(e[+-]?\d+)?$/u);
      expect(Math.abs(Number(text) - value)).toBeLessThanOrEqual(1e-9 * Math.abs(value));
    }
  });
});

describe("text", () => {
  it("is read in the character sets that pydicom writes", async () => {
    const files = await collect(archiveFiles("dicom-charsets.zip"));
    expect(files).toHaveLength(16);
    for (const [n, { path, read }] of files.entries()) {
      const { rois } = readStructureSet(await readDicom(path, await read()));
      expect(rois[0].name).toBe(await dicomExpectations<string>(`charset-${n}`));
    }
  });

  it("in a set named like a member of every object is in one that nobody knows", () => {
    for (const set of ["toString", "constructor", "__proto__", "hasOwnProperty", "valueOf"]) {
      expect(decodeText(Uint8Array.of(0x50, 0xc3, 0xa4), [set])).toBe("Pä");
      expect(decodeText(Uint8Array.of(0x50, 0xe4), ["", set])).toBe("Pä");
    }
  });

  it("in a set that nobody knows, or without one, is read as UTF-8 or else as Latin-1", () => {
    expect(decodeText(encoder.encode("Prüfung"), ["ISO_IR 999"])).toBe("Prüfung");
    expect(decodeText(Uint8Array.of(0x50, 0x72, 0xfc), [])).toBe("Prü");
  });
});

describe("a file", () => {
  it("is told from others by its first bytes", async () => {
    const { bytes } = await fixture("dicom-rtstruct.dcm");
    expect(isDicom(bytes)).toBe(true);
    for (const name of ["nifti1-u1.nii.gz", "nested.zip", "nrrd-f4.nrrd", "dicom-expected.json"]) {
      expect(isDicom((await fixture(name)).bytes), name).toBe(false);
    }
    expect(isDicom(new Uint8Array(0))).toBe(false);
    await expect(readDicom("notes.txt", encoder.encode("nothing"))).rejects.toThrow(
      "notes.txt: is not a DICOM file",
    );
  });

  it("that is cut off names itself and the tag; at worst it has lost all contours, never some", async () => {
    const { name, bytes } = await fixture("dicom-rtstruct.dcm");
    let refused = 0;
    for (let length = 400; length < bytes.length; length += 1) {
      try {
        const { rois } = readStructureSet(await readDicom(name, bytes.subarray(0, length)));
        expect(rois.flatMap(({ contours }) => contours)).toHaveLength(0);
      } catch (error) {
        expect(String(error)).toMatch(/: dicom-rtstruct\.dcm: .*\([0-9A-F]{4},[0-9A-F]{4}\)/u);
        refused += 1;
      }
    }
    expect(refused).toBeGreaterThan(bytes.length - 420);
  });

  it("with sequences nested a hundred thousand deep is refused in one line", async () => {
    const item = [0x08, 0x00, 0x15, 0x11, 0x53, 0x51, 0, 0, 0xff, 0xff, 0xff, 0xff];
    const start = [0xfe, 0xff, 0x00, 0xe0, 0xff, 0xff, 0xff, 0xff];
    const bytes = Uint8Array.from({ length: 100_000 * 20 }, (_, n) => [...item, ...start][n % 20]);
    await expect(readDicom("deep.dcm", bytes)).rejects.toThrow("deep.dcm: (0008,1115)");
  });
});
