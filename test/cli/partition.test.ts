import { readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, it } from "vitest";
import { diceOptimum } from "../../src/core/optimum.ts";
import { readVolumes } from "../../src/formats/read.ts";
import { softdice, temporaryFolder } from "../support/cli.ts";
import { writeImage } from "../support/files.ts";
import { meanOf, plainDice } from "../support/raters.ts";

it("consensus of label maps writes a label map that gives no voxel to two labels, with its mean Dice and bound", async () => {
  const folder = temporaryFolder();
  const shape = [12, 4, 2] as const;
  // Two observers who put the border between labels 1 and 3 at columns 4 and 8.
  const observers = [4, 8].map((border) =>
    Uint8Array.from({ length: 96 }, (_, i) => (i % 12 === 0 || i % 12 > 10 ? 0 : i % 12 < border ? 1 : 3)),
  );
  const files = observers.map((map, k) => writeImage(join(folder, `${"AB"[k]}.nii.gz`), map, shape));
  const out = join(folder, "out");
  const { stdout } = await softdice("consensus", ...files, "--labels", "1,3", "--out", out, "--no-surfaces");
  const [{ data }] = await readVolumes({ name: "p", bytes: readFileSync(join(out, "partition.nii.gz")) });
  const marginals = [1, 3].map((label) =>
    meanOf(observers.map((map) => Array.from(map, (value) => Number(value === label)))),
  );
  const dice = [1, 3].map((label, n) =>
    plainDice(
      Array.from(data, (value) => Number(value === label)),
      marginals[n],
    ),
  );
  const mean = (dice[0] + dice[1]) / 2;
  const bound = (diceOptimum(marginals[0]).supDice + diceOptimum(marginals[1]).supDice) / 2;
  expect([...new Set(data)].sort((a, b) => a - b)).toEqual([0, 1, 3]);
  expect(stdout).toContain(`mean Dice of the labels ${mean.toFixed(4)}, at most ${bound.toFixed(4)}`);
  // Label by label the 32 voxels between the borders are a tie for the pattern; no whole assignment of them is better.
  const all = (label: 1 | 3): number => {
    const labels = observers[0].map((value, i) => (value === observers[1][i] ? value : label));
    const each = [1, 3].map((l, n) =>
      plainDice(
        Array.from(labels, (value) => Number(value === l)),
        marginals[n],
      ),
    );
    return (each[0] + each[1]) / 2;
  };
  expect(mean).toBeGreaterThanOrEqual(Math.max(all(1), all(3)) - 1e-12);
});
