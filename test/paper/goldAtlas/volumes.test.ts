import fc from "fast-check";
import { expect, it } from "vitest";
import { unitGrid } from "../../../src/image/grid.ts";
import { structureVolumes } from "../../../src/paper/goldAtlas/volumes.ts";
import { VoteMap } from "../../../src/raters/voteMap.ts";

it("keeps every optimum within the bounds, also of a structure that is larger than the patch", () => {
  const mask = fc.uint8Array({ min: 0, max: 1, minLength: 64, maxLength: 64 });
  fc.assert(
    fc.property(
      fc.array(mask, { minLength: 1, maxLength: 5 }),
      fc.integer({ min: 1, max: 64 }),
      (masks, patch) => {
        fc.pre(masks.some((one) => one.includes(1)));
        const votes = new VoteMap(64);
        for (const [k, one] of masks.entries()) votes.add(one, String(k));
        const box = { start: [0, 0, 0], end: [4, 4, 4] } as const;
        const observed = { grid: unitGrid([4, 4, 4]), box, votes, empty: [] };
        const { boundsMl, smallestMl, largestMl } = structureVolumes(observed, patch);
        expect(smallestMl).toBeGreaterThanOrEqual(boundsMl[0] * (1 - 1e-12));
        expect(largestMl).toBeLessThanOrEqual(boundsMl[1]);
      },
    ),
  );
});
