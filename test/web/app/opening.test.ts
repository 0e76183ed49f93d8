import { closeSync, ftruncateSync, mkdtempSync, openSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { gzipSync } from "node:zlib";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { encodeNifti } from "../../../src/formats/nifti/write.ts";
import { writeArchive } from "../../../src/formats/zip/write.ts";
import { unitGrid } from "../../../src/image/grid.ts";
import { drop, type RunningApp, startApp } from "../../support/app.ts";

/** A mask of a box in 32 × 32 × 8 voxels. */
function boxMask(side: number): Uint8Array {
  const data = Uint8Array.from({ length: 32 * 32 * 8 }, (_, i) =>
    Number(i % 32 < side && Math.floor(i / 32) % 32 < side),
  );
  return encodeNifti({ name: "", grid: unitGrid([32, 32, 8]), data });
}

/** Masks of 512 × 512 × 200 voxels, small as files, that take seconds to open. */
function largeMasks(count: number): { name: string; bytes: Uint8Array }[] {
  const data = new Uint8Array(512 * 512 * 200).fill(1, 512 * 512 * 100, 512 * 512 * 100 + 5000);
  const bytes = gzipSync(encodeNifti({ name: "", grid: unitGrid([512, 512, 200]), data }), { level: 1 });
  return Array.from({ length: count }, (_, n) => ({ name: `${n}.nii.gz`, bytes }));
}

/** A zip in memory. */
async function archiveOf(
  files: readonly { readonly path: string; readonly bytes: Uint8Array }[],
): Promise<Uint8Array> {
  const pieces: Uint8Array[] = [];
  const sink = new WritableStream<Uint8Array>({ write: (piece) => void pieces.push(piece.slice()) });
  await writeArchive(
    sink,
    (async function* () {
      yield* files;
    })(),
  );
  return Buffer.concat(pieces);
}

describe("opening files", () => {
  const folder = mkdtempSync(join(tmpdir(), "softdice-app-"));
  let app: RunningApp;

  beforeAll(async () => {
    app = await startApp();
  });

  beforeEach(async () => {
    // What this tab showed last would be opened again.
    await app.page.evaluate(() => sessionStorage.clear());
    await app.page.goto("about:blank");
    await app.page.goto(`${app.url}#viewer`);
  });

  afterAll(async () => {
    await app.close();
    rmSync(folder, { recursive: true });
  });

  const failure = (): Promise<string> => app.page.getByRole("alert").innerText();

  it("starts empty, with what to do", async () => {
    await app.page.getByText("Drop files, folders or zips here").waitFor();
    expect(await app.page.getByRole("button", { name: /phantom|blob|probability/i }).count()).toBe(3);
  });

  it("makes one structure of several masks", async () => {
    await drop(
      app.page,
      ["ann", "bea", "cem"].map((name, k) => ({ name: `${name}.nii`, bytes: boxMask(8 + 2 * k) })),
    );
    await app.page.getByRole("checkbox", { name: "cem counts" }).waitFor();
    const volume = (method: string): Promise<number> =>
      app.page
        .locator(`tr[data-methods~="${method}"] td[data-value]`)
        .evaluate((cell) => Number(cell.getAttribute("data-value")));
    // Nested boxes of 8, 10 and 12 voxels' side: the majority is the middle one, the union the largest.
    expect(await volume("majority")).toBeCloseTo((10 * 10 * 8) / 1000, 12);
    expect(await volume("union")).toBeCloseTo((12 * 12 * 8) / 1000, 12);
    expect(await volume("intersection")).toBeCloseTo((8 * 8 * 8) / 1000, 12);
  });

  it("makes a structure of each label of label maps, the file being the observer", async () => {
    /** Label 1 in a box of 12 voxels' side, label 3 in one of `side` inside it. */
    const labelMap = (side: number, outer = 12): Uint8Array => {
      const inside = (i: number, n: number) => i % 32 < n && Math.floor(i / 32) % 32 < n;
      const data = Int16Array.from({ length: 32 * 32 * 8 }, (_, i) =>
        inside(i, side) ? 3 : inside(i, outer) ? 1 : 0,
      );
      return encodeNifti({ name: "", grid: unitGrid([32, 32, 8]), data });
    };
    await drop(app.page, [
      { name: "ann.nii", bytes: labelMap(6) },
      { name: "bea.nii", bytes: labelMap(8) },
      { name: "cem.nii", bytes: labelMap(0) },
    ]);
    await app.page.getByRole("checkbox", { name: "bea counts" }).waitFor();
    // Cem used label 1 alone: an observer of that structure as the others are.
    await app.page.getByRole("checkbox", { name: "cem counts" }).waitFor();
    const text = await app.page.locator("main").innerText();
    expect(text).toContain("label 1");
    expect(text).toContain("label 3");
  });

  it("says what is wrong with a wrong file, and what to do", async () => {
    await drop(app.page, [{ name: "holiday.txt", bytes: new TextEncoder().encode("Wish you were here") }]);
    expect(await failure()).toMatch(/nothing that softdice reads[^]*What to do: drop the delineations/);
  });

  it("names a damaged file", async () => {
    await drop(app.page, [{ name: "mask.nii", bytes: boxMask(8).subarray(0, 400) }]);
    expect(await failure()).toMatch(/mask\.nii/);
  });

  it("shows what it leaves out, and why", async () => {
    const cut = boxMask(8).subarray(0, 400);
    const files = [
      { path: "ann/prostate.nii", bytes: boxMask(8) },
      { path: "bea/prostate.nii", bytes: boxMask(10) },
      { path: "ann/rectum.nii", bytes: boxMask(4) },
      { path: "bea/rectum.nii", bytes: cut },
    ];
    await drop(app.page, [{ name: "case.zip", bytes: await archiveOf(files) }]);
    await app.page.getByText("Left out", { exact: true }).waitFor();
    expect(await failure()).toMatch(/case\.zip\/rectum\.nii/);
    expect(await app.page.getByRole("heading", { name: "prostate" }).count()).toBe(1);
  });

  it("says why a map that is alone is none", async () => {
    const percent = Float32Array.from({ length: 2048 }, (_, i) => i % 100);
    const bytes = encodeNifti({ name: "", grid: unitGrid([16, 16, 8]), data: percent });
    await drop(app.page, [{ name: "map.nii", bytes }]);
    expect(await failure()).toMatch(/map[^]*holds values from 0 to 99[^]*divide percentages by 100/);
  });

  it("refuses a file that is too large for a browser without reading it", async () => {
    const path = join(folder, "huge.nii");
    const file = openSync(path, "w");
    ftruncateSync(file, 3 * 2 ** 30);
    closeSync(file);
    const [chooser] = await Promise.all([
      app.page.waitForEvent("filechooser"),
      app.page.getByRole("button", { name: "Open files" }).click(),
    ]);
    await chooser.setFiles(path);
    expect(await failure()).toMatch(/huge\.nii: has 3\.0 GiB[^]*use the command line/);
  });

  it("refuses a header that asks for more than there is", async () => {
    const bytes = boxMask(8);
    new DataView(bytes.buffer).setInt16(42, 32_000, true);
    new DataView(bytes.buffer).setInt16(44, 32_000, true);
    await drop(app.page, [{ name: "bomb.nii", bytes }]);
    expect(await failure()).toMatch(/bomb\.nii/);
  });

  it("stops when it is cancelled, and keeps what was open", async () => {
    await app.page.getByRole("button", { name: /blob/ }).click();
    await app.page.getByRole("heading", { name: "Five observers of a blob" }).waitFor();
    await drop(app.page, largeMasks(10));
    await app.page.getByRole("progressbar").waitFor();
    await app.page.getByRole("button", { name: "Cancel" }).click();
    await expect.poll(() => app.page.getByRole("progressbar").count()).toBe(0);
    expect(await app.page.getByRole("alert").count()).toBe(0);
    expect(await app.page.getByRole("heading", { name: "Five observers of a blob" }).count()).toBe(1);
  });
});
