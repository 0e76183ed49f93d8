import { createHash } from "node:crypto";
import { existsSync, readFileSync } from "node:fs";
import { openAsBlob } from "node:fs";
import { join } from "node:path";
import { beforeAll, describe, expect, it } from "vitest";
import { walkArchive } from "../../../src/formats/zip/walk.ts";
import { voxelCount } from "../../../src/image/grid.ts";
import { hasVote } from "../../../src/raters/patterns.ts";
import { boxShape } from "../../../src/image/part.ts";
import { inBox, type Observed } from "../../../src/paper/goldAtlas/observed.ts";
import { type GridKind, openPlanned, type PatientFiles } from "../../../src/paper/goldAtlas/observers.ts";
import { cutPatch } from "../../../src/paper/goldAtlas/patch.ts";
import { GOLD_ATLAS_PLAN, type PlannedStructure } from "../../../src/paper/goldAtlas/plan.ts";
import { readStudy } from "../../../src/formats/dicom/study.ts";
import { structureVolumes } from "../../../src/paper/goldAtlas/volumes.ts";

const folder = join(import.meta.dirname, "../../../../shared/data/phantom-dev");

interface Reference {
  readonly masks: Record<string, { readonly voxels: number; readonly sha256: string }>;
  readonly marginals: Record<
    string,
    {
      readonly observers: number;
      readonly voxels_with_k_votes: Record<string, number>;
      readonly mean_volume_cm3: number;
      readonly mean_pairwise_dice: number;
    }
  >;
}

/** Mask of observer k (from 0) on the whole grid. */
function maskOf({ grid, box, votes }: Observed, k: number): Uint8Array {
  const [width, height] = boxShape(box);
  const mask = new Uint8Array(voxelCount(grid));
  for (let i = 0; i < votes.voxels; i++) {
    if (!hasVote(votes.at(i), k)) continue;
    const x = box.start[0] + (i % width);
    const y = box.start[1] + (Math.floor(i / width) % height);
    const z = box.start[2] + Math.floor(i / (width * height));
    mask[x + grid.shape[0] * (y + grid.shape[1] * z)] = 1;
  }
  return mask;
}

/** The observers of one structure of the plan. */
async function observe(files: PatientFiles, structure: PlannedStructure, grid: GridKind) {
  const { structures } = await openPlanned(files, [structure], { grid, nested: "union" });
  const [{ structure: found, missing }] = structures;
  if (found === undefined) throw new Error("nothing was marked");
  const { names, masks, grid: whole } = found.observe();
  return { names, missing, observed: inBox({ masks, grid: whole }) };
}

// The masks were made by plastimatch 1.9.4 (commands beside them); ../shared is not part of the project.
describe.skipIf(!existsSync(folder))("the marginals of a phantom against plastimatch's masks", () => {
  let files: PatientFiles;

  beforeAll(async () => {
    const path = join(folder, "1_91_P.zip");
    files = await readStudy(walkArchive("1_91_P.zip", await openAsBlob(path)));
  });

  it("come from the RTSTRUCT of the observers, of three", async () => {
    const { choice } = await openPlanned(files, GOLD_ATLAS_PLAN, { grid: "paper", nested: "union" });
    expect(files.structureSets).toHaveLength(3);
    expect(choice).toContain(
      "1_91_P/RS1.2.826.0.1.3680043.10.1337.4735869660041493399539248008.dcm has 44 of 45 delineations",
    );
  });

  describe.each([
    ["paper", "masks_noref.json"],
    ["series", "masks_ref.json"],
  ] as const)("on the %s grid", (kind, reference) => {
    it.each(GOLD_ATLAS_PLAN)("of $row are theirs, voxel for voxel", async (structure) => {
      const { masks, marginals } = JSON.parse(readFileSync(join(folder, reference), "utf8")) as Reference;
      const { names, missing, observed } = await observe(files, structure, kind);
      const expected = marginals[structure.row.replace(/ ([RL])$/, "_$1")];

      expect(missing).toEqual(structure.row === "Penile bulb" ? ["Penile bulb (User4) is not there"] : []);
      expect(observed.votes.raters).toBe(expected.observers);
      const roiOf = (observer: string) => structure.rois.find((roi) => roi.endsWith(`(${observer})`))!;
      names.forEach((observer, k) => {
        const mask = maskOf(observed, k);
        expect(createHash("sha256").update(mask).digest("hex")).toBe(masks[roiOf(observer)].sha256);
      });

      const counts: Record<string, number> = {};
      for (let i = 0; i < observed.votes.voxels; i++) {
        const votes = names.filter((_, k) => hasVote(observed.votes.at(i), k)).length;
        if (votes > 0) counts[votes] = (counts[votes] ?? 0) + 1;
      }
      expect(counts).toEqual(expected.voxels_with_k_votes);

      const volumes = structureVolumes(observed, voxelCount(observed.grid));
      expect(volumes.meanMl).toBeCloseTo(expected.mean_volume_cm3, 1);
      expect(volumes.pairwiseDice).toBeCloseTo(expected.mean_pairwise_dice, 4);
    });
  });

  it("fill the patch with k/R at the same voxels, and with nothing else", async () => {
    const prostate = GOLD_ATLAS_PLAN.find(({ row }) => row === "Prostate")!;
    const { names, observed } = await observe(files, prostate, "paper");
    const masks = names.map((_, k) => maskOf(observed, k));
    const { start, shape, marginal, outside } = cutPatch(observed, 128);
    expect(shape).toEqual([128, 128, 23]);
    let total = 0;
    for (let z = 0; z < shape[2]; z++) {
      for (let y = 0; y < 128; y++) {
        for (let x = 0; x < 128; x++) {
          const at = start[0] + x + 512 * (start[1] + y + 512 * z);
          const expected = Math.fround(masks.reduce((sum, mask) => sum + mask[at], 0) / 5);
          if (marginal[x + 128 * (y + 128 * z)] !== expected) throw new Error(`differs at ${x}, ${y}, ${z}`);
          total += expected;
        }
      }
    }
    const all = masks.reduce((sum, mask) => sum + mask.reduce((a, b) => a + b, 0), 0) / 5;
    expect(outside).toBeCloseTo(1 - total / all, 6);
  });
});
