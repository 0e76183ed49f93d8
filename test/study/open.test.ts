import { describe, expect, it } from "vitest";
import { encodeNifti } from "../../src/formats/nifti/write.ts";
import { unitGrid } from "../../src/image/grid.ts";
import { openPatient, openStudy } from "../../src/study/open.ts";

const nifti = (...values: number[]) =>
  encodeNifti({ name: "mask", grid: unitGrid([values.length, 1, 1]), data: Uint8Array.from(values) });

describe("opening a patient", () => {
  it("takes bytes, Blobs and what reads them, and gives masks on one grid with their decisions", async () => {
    const bytes = nifti(0, 1, 1, 0) as Uint8Array<ArrayBuffer>;
    const opened = await openPatient([
      { path: "anna.nii", data: bytes },
      { path: "ben.nii", data: new Blob([nifti(0, 1, 1, 1) as Uint8Array<ArrayBuffer>]) },
      { path: "carl.nii", data: () => Promise.resolve(nifti(0, 0, 1, 1)) },
    ]);
    expect(opened).toMatchObject({ patient: "patient 1", failures: [] });
    const [structure] = opened.structures;
    const { raters, names, grid } = structure.observe();
    expect(names).toEqual(["anna", "ben", "carl"]);
    expect(raters).toEqual(
      [
        [0, 1, 1, 0],
        [0, 1, 1, 1],
        [0, 0, 1, 1],
      ].map((mask) => Uint8Array.from(mask)),
    );
    expect(grid.shape).toEqual([4, 1, 1]);
    expect(opened.decisions().map(({ observer, voxels, decision }) => [observer, voxels, decision])).toEqual([
      ["anna", 2, "used"],
      ["ben", 3, "used"],
      ["carl", 2, "used"],
    ]);
  });

  it("names the file that cannot be read, and leaves nobody out in silence", async () => {
    const opened = await openPatient([
      { path: "anna.nii", data: nifti(0, 1) },
      { path: "ben.nii", data: nifti(0, 1).slice(0, 100) },
    ]);
    expect(opened.failures.map(({ error }) => error.subject.startsWith("ben.nii"))).toEqual([true]);
  });

  it("refuses two files of one path, and none at all", async () => {
    const file = { path: "a.nii", data: nifti(0, 1) };
    await expect(openPatient([file, file])).rejects.toThrow('files[1].path: is "a.nii", as that of a file');
    await expect(openPatient([{ ...file, path: "" }])).rejects.toThrow("files[0].path: is empty");
    await expect(openPatient([])).rejects.toThrow("files");
  });

  it("says how far it has come, and stops before the next file when it is told to", async () => {
    const stop = new AbortController();
    const read: string[] = [];
    const progress: number[] = [];
    const files = ["a", "b", "c", "d", "e", "f"].map((name) => ({
      path: `${name}.nii`,
      data: () => {
        read.push(name);
        if (name === "c") stop.abort(new Error("enough"));
        return Promise.resolve(nifti(0, 1));
      },
    }));
    const report = (_: string, done: number): void => void progress.push(done);
    await expect(openPatient(files, { signal: stop.signal, report })).rejects.toThrow("enough");
    expect(read).not.toContain("f");
    expect(progress.length).toBeLessThan(6);
  });
});

describe("opening a study", () => {
  it("sorts files by patient and opens each when asked", async () => {
    let reads = 0;
    const files = ["p1/anna", "p1/ben", "p2/anna", "p2/ben"].map((path) => ({
      path: `${path}.nii`,
      data: () => {
        reads += 1;
        return Promise.resolve(nifti(0, 1));
      },
    }));
    const study = await openStudy(files, { pattern: "{patient}/{observer}" });
    expect(study.patients.map(({ patient }) => patient)).toEqual(["p1", "p2"]);
    expect(reads).toBe(0);
    const second = await study.patients[1].open();
    expect(second.patient).toBe("p2");
    expect(second.structures[0].observers).toEqual(["anna", "ben"]);
    expect(reads).toBe(2);
  });
});
