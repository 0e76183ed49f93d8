import { describe, expect, it } from "vitest";
import { writeMap } from "../../../src/cli/threshold/writeMap.ts";
import { readVolumes } from "../../../src/formats/read.ts";
import { unitGrid } from "../../../src/image/grid.ts";
import { partOf } from "../../../src/image/part.ts";
import { summaryJson } from "../../../web/exports/report.ts";
import type { StoredStudy } from "../../../web/work/study/stored.ts";
import { resultsOf } from "../../../web/work/study/results.ts";

const grid = unitGrid([12, 9, 7]);

/** A map with many different values, and zeros around. */
const data = Float32Array.from({ length: 12 * 9 * 7 }, (_, i) => (i % 12 < 2 ? 0 : ((i * 37) % 101) / 101));

describe("all results of a map", () => {
  it("are the files of softdice threshold: summary, curve and mask", async () => {
    const written = new Map<string, string | Uint8Array>();
    await writeMap({ name: "map", grid, data }, [], { ties: "exclude", hasPage: false }, (name, content) =>
      written.set(name, content),
    );
    const part = partOf({ name: "map", grid, data });
    const study: StoredStudy = {
      title: "map",
      structures: [{ kind: "map", name: "map", grid, part, hasGeometry: true }],
      notes: [],
      leftOut: [],
      decisions: [],
      items: [],
      failures: [],
      patients: [],
      series: [],
      remarksOn: () => [],
    };
    const { files, report } = await resultsOf(study, 0, "patient 1");
    const saved = new Map(files.map(({ name, bytes }) => [name, bytes]));
    expect(["summary.json", ...saved.keys()].sort()).toEqual([...written.keys()].sort());
    expect(summaryJson(report)).toBe(written.get("summary.json"));
    expect(new TextDecoder().decode(saved.get("curve.csv"))).toBe(written.get("curve.csv"));
    const read = async (bytes: Uint8Array): Promise<number[]> => {
      const [volume] = await readVolumes({ name: "dice-optimal.nii.gz", bytes });
      return [...volume.data];
    };
    const mask = await read(saved.get("dice-optimal.nii.gz")!);
    expect(mask).toEqual(await read(written.get("dice-optimal.nii.gz") as Uint8Array));
    expect(mask).toContain(1);
  });
});
