import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { Descent } from "../../src/core/descent.ts";
import { dice } from "../../src/core/dice.ts";
import { diceOptimum } from "../../src/core/optimum.ts";
import { Random } from "../../src/core/random.ts";
import { readVolumes } from "../../src/formats/read.ts";
import { minimiseLoss } from "../../src/losses/losses.ts";
import { encodeNifti } from "../../src/formats/nifti/write.ts";
import { unitGrid } from "../../src/image/grid.ts";
import { softdice, softdiceProcess, temporaryFolder } from "../support/cli.ts";

const shape = [12, 10, 3] as const;
const random = new Random(21);
const marginal = Float32Array.from({ length: 360 }, (_, i) =>
  i % 12 < 6 ? 0.4 + 0.6 * random.uniform() : 0.3 * random.uniform(),
);

/** A map of three slices on disk. */
function mapFile(folder: string, data: Float32Array | Float64Array = marginal): string {
  const path = join(folder, "map.nii");
  writeFileSync(path, encodeNifti({ name: "map", grid: unitGrid(shape), data }));
  return path;
}

describe("softdice descend", () => {
  it("follows the descent of the library and writes its trace, frames, optimum and report", async () => {
    const folder = temporaryFolder();
    const out = join(folder, "out");
    const { status, stdout } = await softdiceProcess(
      ...[
        "descend",
        mapFile(folder),
        "--out",
        out,
        "--iterations",
        "1,5,60",
        "--threshold",
        "0.3",
        "--seed",
        "4",
      ],
      ...["--rate", "7", "--quiet", "--json"],
    );
    expect(status).toBe(0);
    const descent = new Descent({ marginal, random: new Random(4), rate: 7 });
    const json = JSON.parse(stdout) as { supDice: number; iterates: Array<Record<string, number>> };
    expect(json.supDice).toBeCloseTo(diceOptimum(marginal).supDice, 9);
    expect(json.iterates.map(({ l }) => l)).toEqual([1, 5, 60]);
    for (const iterate of json.iterates) {
      while (descent.l < iterate["l"]) descent.step();
      const expected = descent.measure();
      for (const key of ["softDice", "l1", "e0", "e1"] as const)
        expect(iterate[key]).toBeCloseTo(expected[key], 5);
      const thresholded = descent.soft().map((value) => (value >= 0.3 ? 1 : 0));
      expect(iterate["dice"]).toBeCloseTo(dice(thresholded, marginal), 5);
    }
    expect(readFileSync(join(out, "trace.csv"), "utf8").trim().split("\n")).toHaveLength(61);
    const frame = join(out, "frames/soft-0060.nii.gz");
    const [volume] = await readVolumes({ name: frame, bytes: readFileSync(frame) });
    descent.soft().forEach((value, i) => expect(volume.data[i]).toBeCloseTo(value, 4));
    expect(readFileSync(join(out, "report.html"), "utf8")).toContain("Descent on soft-Dice: map");
  });

  it("descends on another loss to the minimiser that the theory gives", async () => {
    const folder = temporaryFolder();
    const out = join(folder, "out");
    const map = Float64Array.from(marginal);
    const { status, stdout } = await softdice(
      ...["descend", mapFile(folder, map), "--out", out, "--loss", "dice+cross-entropy:1,1"],
      ...["--iterations", "1,400", "--quiet", "--json"],
    );
    expect(status).toBe(0);
    const { value, threshold, soft } = minimiseLoss("dice+cross-entropy:1,1", map);
    const json = JSON.parse(stdout) as {
      loss: { name: string; value: number; threshold: number };
      iterates: { l: number; loss: number; e0: number; e1: number }[];
    };
    expect(json.loss).toMatchObject({ name: "dice+cross-entropy:1,1", value, threshold });
    const [start, end] = json.iterates;
    expect(end.loss - value).toBeLessThan(1e-4 * (start.loss - value));
    expect(end.e0).toBeLessThan(1e-2);
    const file = join(out, "minimiser.nii.gz");
    const [volume] = await readVolumes({ name: file, bytes: readFileSync(file) });
    expect(Float64Array.from(volume.data)).toEqual(soft);
    expect(readFileSync(join(out, "trace.csv"), "utf8")).toMatch(/^l,loss,l1,e0,e1,diceOfThreshold\n/);
    expect(readFileSync(join(out, "report.html"), "utf8")).toContain(
      "Descent on dice+cross-entropy:1,1: map",
    );
  });

  it.each([
    [["--loss", "rater-dice"], "--loss: is rater-dice"],
    [["--loss", "tversky:1"], '--loss: is "tversky:1", expected tversky:A,B; correct the name'],
    [["--threshold", "1"], '--threshold: is "1", expected a number inside (0, 1)'],
    [["--rate", "0"], '--rate: is "0"'],
    [["--class", "4"], "asks for class 4"],
  ])("refuses %j", async (args, message) => {
    const folder = temporaryFolder();
    const { status, stderr } = await softdice(
      "descend",
      mapFile(folder),
      "--out",
      join(folder, "out"),
      ...args,
    );
    expect(status).toBe(2);
    expect(stderr).toContain(message);
  });

  it("discards another descent in the folder only when forced", async () => {
    const folder = temporaryFolder();
    const args = ["descend", mapFile(folder), "--out", join(folder, "out"), "--iterations", "1,3", "--quiet"];
    expect((await softdice(...args)).status).toBe(0);
    const refused = await softdice(...args, "--seed", "2");
    expect(refused.status).toBe(2);
    expect(refused.stderr).toContain("--force");
    expect((await softdice(...args, "--seed", "2", "--force")).status).toBe(0);
  });

  it("refuses a file that is not there", async () => {
    const { status, stderr } = await softdice("descend", join(temporaryFolder(), "none.nii"));
    expect(status).toBe(2);
    expect(stderr).toContain("none.nii: cannot be read");
  });
});
