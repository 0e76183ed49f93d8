import { mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { readVolumes } from "../../../src/formats/read.ts";
import { walkArchive } from "../../../src/formats/zip/walk.ts";
import { drop, type RunningApp, startApp } from "../../support/app.ts";
import { softdice } from "../../support/cli.ts";

describe("all results as one archive", () => {
  const folder = mkdtempSync(join(tmpdir(), "softdice-all-"));
  const zip = join(folder, "cohort", "1_01_P.zip");
  const consensus = join(folder, "consensus");
  const saved = new Map<string, Uint8Array>();
  let app: RunningApp;

  beforeAll(async () => {
    await softdice(
      ...["phantom", "--cases", "1", "--size", "80", "--slices", "20"],
      ...["--out", join(folder, "cohort"), "--quiet"],
    );
    await softdice("consensus", zip, "--out", consensus, "--quiet");
    app = await startApp();
    await drop(app.page, [{ name: "1_01_P.zip", bytes: readFileSync(zip) }]);
    const button = app.page.getByRole("button", { name: "Save all" });
    await button.waitFor();
    const [download] = await Promise.all([app.page.waitForEvent("download"), button.click()]);
    expect(download.suggestedFilename()).toBe("softdice patient 1.zip");
    const bytes = readFileSync(await download.path());
    for await (const entry of walkArchive("all.zip", bytes)) saved.set(entry.path, await entry.read());
  });

  afterAll(async () => {
    await app.close();
    rmSync(folder, { recursive: true });
  });

  /** Files of the command line by their path below its folder, but for those that it alone writes. */
  const written = (): string[] =>
    readdirSync(consensus, { recursive: true, encoding: "utf8" }).filter(
      (path) => path.includes(".") && path.includes("/") && !path.includes("figures/"),
    );

  const text = (path: string): string => new TextDecoder().decode(saved.get(`patient 1/${path}`));

  it("has a folder a structure below the patient's alias, with the command line's files in each", () => {
    expect(written().length).toBeGreaterThan(9 * 8);
    expect([...saved.keys()].sort()).toEqual(
      [...written(), "consensus-rtstruct.dcm"].map((path) => `patient 1/${path}`).sort(),
    );
  });

  it("has the command line's numbers to the last digit", () => {
    for (const path of written().filter((name) => /\.(?:json|csv)$/u.test(name))) {
      expect({ path, text: text(path) }).toEqual({ path, text: readFileSync(join(consensus, path), "utf8") });
    }
  });

  it("has the command line's volumes, voxel by voxel, and its structure set, byte by byte", async () => {
    for (const path of written().filter((name) => name.endsWith(".nii.gz"))) {
      const [ours] = await readVolumes({ name: path, bytes: saved.get(`patient 1/${path}`)! });
      const [theirs] = await readVolumes({ name: path, bytes: readFileSync(join(consensus, path)) });
      expect(ours.grid, path).toEqual(theirs.grid);
      expect(Buffer.compare(bytesOf(ours.data), bytesOf(theirs.data)), path).toBe(0);
    }
    const set = readFileSync(join(consensus, "consensus-rtstruct.dcm"));
    expect(Buffer.compare(set, saved.get("patient 1/consensus-rtstruct.dcm")!)).toBe(0);
  });

  it("has reports that stand alone", () => {
    for (const path of written().filter((name) => name.endsWith("report.html"))) {
      expect(text(path), path).toContain("<svg");
      expect(text(path), path).not.toMatch(/(?:src|href)="https?:/u);
    }
  });
});

function bytesOf(data: ArrayBufferView): Uint8Array {
  return new Uint8Array(data.buffer, data.byteOffset, data.byteLength);
}
