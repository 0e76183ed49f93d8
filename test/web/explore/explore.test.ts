import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { diceOptimum } from "../../../src/core/optimum.ts";
import { DEFAULT_LOSSES } from "../../../src/evaluation/compareLosses.ts";
import { parseLoss } from "../../../src/losses/registry.ts";
import { boxAround, partOf } from "../../../src/image/part.ts";
import { descend } from "../../../web/work/descent/descend.ts";
import { prepareMarginal } from "../../../web/work/descent/marginal.ts";
import type { DescentParameters } from "../../../web/work/descent/parameters.ts";
import { compareLosses } from "../../../web/work/explore/compare.ts";
import { type Explored, planeMarginal, wholeMarginal } from "../../../web/work/explore/structure.ts";
import { softdice, temporaryFolder } from "../../support/cli.ts";
import { writeImage } from "../../support/files.ts";
import { generatedStudy } from "../../support/generatedStudy.ts";

const [{ grid, raters, probabilities }] = generatedStudy();
const NAMES = DEFAULT_LOSSES.map((name) => parseLoss(name).name);

const masks: Explored = {
  kind: "masks",
  grid,
  masks: raters.map((data, k) => ({ observer: String(k), part: partOf({ name: "", grid, data }) })),
};
const map: Explored = {
  kind: "map",
  grid,
  hasGeometry: true,
  part: partOf({ name: "", grid, data: probabilities }),
};

describe("losses side by side in the app", () => {
  const rowsOf = async (out: string, ...inputs: string[]): Promise<object[]> => {
    const { stdout } = await softdice("losses", ...inputs, "--out", out, "--json", "--quiet");
    return (JSON.parse(stdout) as { losses: object[] }).losses;
  };

  it("have the figures of softdice losses for observers and for a map", async () => {
    const folder = temporaryFolder();
    const drawn = raters.map((mask, k) => writeImage(join(folder, `o/${k}.nii.gz`), mask, grid.shape, grid));
    const file = writeImage(join(folder, "map.nii.gz"), probabilities, grid.shape, grid);
    const [ofMasks, ofMap] = [masks, map].map((of) => compareLosses(NAMES, wholeMarginal(of, [8, 7, 3])));
    expect(JSON.parse(JSON.stringify(ofMasks.rows))).toEqual(
      await rowsOf(join(folder, "of-masks"), ...drawn),
    );
    expect(JSON.parse(JSON.stringify(ofMap.rows))).toEqual(await rowsOf(join(folder, "of-map"), file));
    expect([ofMasks.withoutObservers, ofMap.withoutObservers]).toEqual([[], ["rater-dice"]]);
  });

  it("show the minimisers of the slice: soft-Dice takes what is above t, cross-entropy is the marginal", () => {
    const { rows, marginal, minimisers, width } = compareLosses(
      ["dice", "cross-entropy"],
      wholeMarginal(map, [8, 7, 3]),
    );
    const t = diceOptimum(probabilities).threshold;
    expect(rows[0].threshold).toBeCloseTo(t, 6);
    expect([...minimisers[0]]).toEqual([...marginal].map((m) => Number(m > rows[0].threshold!)));
    expect([...minimisers[1]]).toEqual([...marginal]);
    // The plane is that of the descent, whose values are the map's own.
    const plane = planeMarginal(map, [8, 7, 3]);
    expect([plane.width, [...plane.marginal]]).toEqual([width, [...marginal]]);
    const slice = probabilities.subarray(3 * 16 * 14, 4 * 16 * 14);
    const inSlice = new Set(slice);
    expect(marginal.every((m) => m === 0 || inSlice.has(m))).toBe(true);
    expect(boxAround([map.part.box]).end[2]).toBeGreaterThan(3);
  });
});

describe("a descent in the app", () => {
  const parameters: DescentParameters = {
    ...{ source: "study", rho: 0.05, preset: "table1", seed: 1, sample: 0, v: 0.4 },
    ...{ loss: "dice", start: "random", rate: 10, iterations: 400 },
  };
  const slice = planeMarginal(masks, [8, 7, 3]);
  const run = (loss: string, start: DescentParameters["start"] = "random") =>
    descend(prepareMarginal(parameters, slice), { ...parameters, loss, start });

  it("arrives at the minimiser of every loss that is compared", () => {
    for (const loss of NAMES) {
      const { iterates, minimum, goal, soft, width, height } = run(loss);
      const last = iterates[iterates.length - 1];
      expect([loss, last.loss - minimum.value < 0.01, last.e0 < 0.05]).toEqual([loss, true, true]);
      const n = width * height;
      const frame = soft.subarray((iterates.length - 1) * n);
      const e0 = frame.reduce((sum, c, i) => sum + Math.abs(c - goal[i]), 0) / n;
      expect(e0).toBeCloseTo(last.e0, 5);
    }
  });

  it("starts from the same logits whatever the loss", () => {
    const first = (loss: string, start: DescentParameters["start"]): number[] => {
      const { soft, width, height } = run(loss, start);
      return [...soft.subarray(0, width * height)];
    };
    for (const start of ["random", "empty", "marginal"] as const) {
      const [ours, theirs] = [first("dice", start), first("cross-entropy", start)];
      ours.forEach((c, i) => expect(theirs[i]).toBeCloseTo(c, 6));
    }
  });

  it("needs observers for a loss of observers, and says so", () => {
    const ofMap = prepareMarginal({ ...parameters, source: "synthetic" }, undefined);
    expect(() => descend(ofMap, { ...parameters, loss: "rater-dice" })).toThrow(
      /rater-dice: depends on who marked/u,
    );
  });
});
