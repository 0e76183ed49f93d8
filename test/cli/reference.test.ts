import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import type { Reference } from "../../src/synthetic/reference/reference.ts";
import { softdice, softdiceProcess, temporaryFolder } from "../support/cli.ts";

const coarse = ["--spacing", "4,4,4", "--quiet"];

function referenceIn(folder: string): Reference {
  return JSON.parse(readFileSync(join(folder, "reference.json"), "utf8")) as Reference;
}

/** A results table of the exact values, some of them replaced. */
function results(reference: Reference, replaced: Readonly<Record<string, number>> = {}): string {
  const rows = reference.cases.flatMap((one) =>
    one.quantities.map(
      ({ quantity, value }) => `${one.case},${quantity},${replaced[`${one.case} ${quantity}`] ?? value}`,
    ),
  );
  return `case,quantity,value\n${rows.join("\n")}\n`;
}

describe("softdice reference", () => {
  it("writes the shapes, and judges tables by them: 0 for right ones, 1 for a wrong one with its cause, 2 for none", async () => {
    const out = join(temporaryFolder(), "shapes");
    const { status, stdout, stderr } = await softdiceProcess("reference", ...coarse, "--json", "--out", out);
    expect({ status, stderr }).toEqual({ status: 0, stderr: "" });
    expect(JSON.parse(stdout)).toMatchObject({ cases: 21, quantities: 189, own: { wrong: 0 } });
    for (const name of [
      "README.md",
      "results-template.csv",
      "report.html",
      "figures/convergence.svg",
      "figures/convergence.png",
      "dicom/rtstruct.dcm",
      "dicom/seg.dcm",
      "dicom/ct/001.dcm",
      "masks/ball.nii.gz",
      "masks/boxes/observer4.nrrd",
    ])
      expect(existsSync(join(out, name)), name).toBe(true);
    const reference = referenceIn(out);
    expect(readFileSync(join(out, "README.md"), "utf8")).toContain("`missing-slice`");
    for (const one of reference.cases) {
      for (const { tolerance, toleranceBy, formula, value } of one.quantities) {
        expect(value).toEqual(expect.any(Number));
        expect(tolerance).toBeGreaterThanOrEqual(0);
        expect(formula.length * toleranceBy.length).toBeGreaterThan(0);
      }
    }

    const right = join(out, "right.csv");
    writeFileSync(right, results(reference));
    const judged = await softdice("reference", "--check", right, "--json");
    expect(judged.status).toBe(0);
    const document = JSON.parse(judged.stdout) as { counts: Record<string, number>; missing: unknown[] };
    expect(document.counts).toMatchObject({ "within voxelisation": 0, wrong: 0 });
    expect(document.missing).toEqual([]);

    const shell = reference.cases.find((one) => one.case === "shell")?.quantities[0];
    const filled = shell?.alternatives.find(({ cause }) => cause === "holes filled")?.value ?? 0;
    const wrong = join(temporaryFolder(), "wrong.csv");
    writeFileSync(wrong, results(reference, { "shell volume_ml": filled, "ball volume_ml": 5 }));
    const refused = await softdice("reference", "--check", wrong, "--out", out);
    expect(refused.status).toBe(1);
    expect(refused.stdout).toMatch(/^shell +volume_ml .* wrong\n {4}likely cause: holes filled$/mu);
    expect(refused.stdout).toMatch(/^ball +volume_ml .* wrong\n {4}no known cause gives this value$/mu);
    expect(refused.stdout).toMatch(/2 wrong/u);

    const elsewhere = await softdice("reference", "--check", wrong);
    expect(elsewhere).toMatchObject({ status: 2, stdout: "" });
    expect(elsewhere.stderr).toMatch(
      /reference\.json: is not there, expected the reference\.json .*; name its folder/u,
    );
    const empty = await softdice("reference", "--check", join(out, "results-template.csv"));
    expect(empty.status).toBe(2);
    expect(empty.stderr).toContain("has no values");
    const absent = await softdice("reference", "--check", join(out, "absent.csv"));
    expect(absent.status).toBe(2);
    expect(absent.stderr).toContain("there is no such file");

    const other = await softdice("reference", ...coarse, "--offset", "0,0,0", "--out", out);
    expect(other.status).toBe(2);
    expect(other.stderr).toMatch(/holds a run with --offset .*--force/u);
  });

  it.each([
    [["--spacing", "1,1"], '--spacing: is "1,1", expected three numbers separated by commas'],
    [["--spacing", "0.1,1,1"], "spacing: is 0.1, expected mm in [0.2, 4]"],
    [
      ["--orientation", "upwards"],
      '--orientation: is "upwards", expected one of axial, coronal, sagittal, oblique',
    ],
    [
      ["--orientation", "1,0,0,1,0,0"],
      "orientation: is 1,0,0,1,0,0, expected two unit vectors at right angles",
    ],
    [["--offset", "3,0,0"], "offset: is 3, expected voxels in [−2, 2]"],
    [["--tolerance", "0"], '--tolerance: is "0", expected a number above 0'],
  ])("refuses %j in one line", async (options, message) => {
    const { status, stdout, stderr } = await softdice("reference", ...options, "--out", temporaryFolder());
    expect({ status, stdout }).toEqual({ status: 2, stdout: "" });
    expect(stderr).toContain(message);
    expect(stderr.trim().split("\n")).toHaveLength(1);
  });
});
