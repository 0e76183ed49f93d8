import { gzipSync, zipSync } from "fflate";
import { describe, expect, it } from "vitest";
import { writeSegmentation } from "../../src/formats/dicom/seg-write.ts";
import { encodeNpy } from "../../src/formats/npy/write.ts";
import { structureFromMask } from "../../src/formats/dicom/rtstruct-write.ts";
import type { Case } from "../../src/study/case.ts";
import { fixture } from "../support/fixtures.ts";
import {
  boxValues,
  ELSEWHERE,
  type Files,
  MASKS,
  nifti,
  niftiBox,
  openFiles,
  openStudyFiles,
  structureSet,
  TINY,
  whoDrewWhat,
  whoDrewWhom,
  WITHOUT_IMAGES,
} from "../support/sources.ts";

const { first, second, third } = MASKS;
const text = (content: string): Uint8Array => new TextEncoder().encode(content);

/** "file[: item] → structure (observer): decision", sorted. */
function account({ decisions }: Case): string[] {
  return decisions()
    .map(
      ({ input, item, structure, observer, decision }) =>
        `${item === "" ? input : `${input}: ${item}`} → ${structure} (${observer}): ${decision}`,
    )
    .sort();
}

const remarks = ({ remarks: all }: Case): string => all.map((remark) => remark.text).join("\n");

/** The structure's voxels by observer. */
function voxels(opened: Case, name: string = ""): Record<string, number> {
  const { names, masks } = opened.structures.find((structure) => structure.name === name)!.observe();
  return Object.fromEntries(
    names.map((observer, n) => [observer, masks[n].data.reduce((sum, value) => sum + value, 0)]),
  );
}

describe("files of one mask each", () => {
  it("are observers by their names, with every file accounted for", async () => {
    const opened = await openFiles({ "Ines.nii": first, "Tom.nii": second, "Zoë.nii": third });
    expect(voxels(opened)).toEqual({ Ines: 108, Tom: 108, Zoë: 90 });
    expect(account(opened)).toEqual([
      "Ines.nii →  (Ines): used",
      "Tom.nii →  (Tom): used",
      "Zoë.nii →  (Zoë): used",
    ]);
    expect(opened.decisions().map(({ voxels: count }) => count)).toEqual([108, 108, 90]);
  });

  it("say observers in brackets as well, and sides are none", async () => {
    const opened = await openFiles({
      "Prostate (AB).nii": first,
      "prostate (CD).nii": second,
      "Parotid (L).nii": third,
    });
    expect(whoDrewWhat(opened)).toEqual(["Parotid (L): Parotid (L)", "Prostate: AB CD"].slice(1));
    expect(remarks(opened)).toContain(
      "left out, since each names no observer, where others do so in brackets",
    );
  });

  it("in several depths are observers by their whole names", async () => {
    expect(voxels(await openFiles({ "Ines.nii": first, "x/Tom.nii": second, "x/y/Zoe.nii": third }))).toEqual(
      {
        Ines: 108,
        Tom: 108,
        Zoe: 90,
      },
    );
  });

  it.each([
    ["one name in every folder of several depths", { "m.nii": first, "x/m.nii": second, "x/y/m.nii": third }],
    ["one observer in two spellings", { "User1.nii": first, "user1 .nii": second }],
    ["one name in two of Unicode's forms", { "J\u00f6rg.nii": first, "Jo\u0308rg.nii": second }],
  ])("are refused where they tell no observers apart: %s", async (_, files) => {
    await expect(openFiles(files as unknown as Files)).rejects.toThrow(/tell no observers apart.*--pattern/u);
  });

  it("are read as the user's pattern says, within the folder that holds all", async () => {
    const files: Files = { "data/t1_seg1.nii": first, "data/t1_seg2.nii": second, "data/t2_seg1.nii": third };
    expect(whoDrewWhat(await openFiles(files, { pattern: "{observer}_{structure}" }))).toEqual([
      "seg1: t1 t2",
      "seg2: t1",
    ]);
  });

  it("that the user's pattern does not explain are left out by name, and a pattern that explains none is refused", async () => {
    const files: Files = { "x_Ana.nii": first, "x_Bo.nii": second, "y_Cy.nii": third };
    const opened = await openFiles(files, { pattern: "x_{observer}" });
    expect(whoDrewWhat(opened)).toEqual([": Ana Bo"]);
    expect(opened.decisions().map(({ input, decision, why }) => [input, decision, why])).toContainEqual([
      "y_Cy.nii",
      "left out",
      "does not fit the pattern",
    ]);
    await expect(openFiles(files, { pattern: "z/{observer}" })).rejects.toThrow(
      'pattern: "z/{observer}" fits nothing in the inputs',
    );
  });

  it("with a copy's mark count once where they are the same, and fail where they are not", async () => {
    const same = await openFiles({ "AB (1).nii": first, "AB.nii": first, "CD.nii": second });
    expect(voxels(same)).toEqual({ AB: 108, CD: 108 });
    expect(remarks(same)).toContain("given twice; it counts once");
    const other = await openFiles({ "AB (1).nii": first, "AB.nii": third, "CD.nii": second });
    expect(() => other.structures[0].observe()).toThrow(
      /two different delineations of AB: AB \(1\).nii and AB.nii/u,
    );
    const listed = await openFiles(
      { "AB (1).nii": first, "AB.nii": third, "CD.nii": second },
      { observers: ["AB (1)", "AB"] },
    );
    expect(voxels(listed)).toEqual({ "AB (1)": 108, AB: 90 });
    expect(voxels(await openFiles({ "R (1).nii": first, "R (2).nii": third }))).toEqual({
      "R (1)": 108,
      "R (2)": 90,
    });
  });

  it("are one observer's where a header finds its values in another file", async () => {
    const header = (bytes: Uint8Array): Uint8Array => {
      const copy = bytes.slice(0, 348);
      new DataView(copy.buffer).setFloat32(108, 0, true);
      copy.set(text("ni1\0"), 344);
      return copy;
    };
    const detached = (file: string): Uint8Array =>
      text(
        `NRRD0004\ntype: float\nendian: little\ndimension: 3\nsizes: 12 12 6\nencoding: raw\nspace: LPS\n` +
          `space directions: (1,0,0) (0,1,0) (0,0,2)\nspace origin: (0,0,0)\ndata file: ${file}\n`,
      );
    const values = new Uint8Array(boxValues([2, 2, 1], [8, 8, 4]).buffer);
    const files: Files = {
      "Ana.hdr": header(first),
      "Ana.img": first.slice(352),
      "Bo.HDR.GZ": gzipSync(header(second)),
      "Bo.img.gz": gzipSync(second.slice(352)),
      "Cy.nhdr": detached("Cy.img"),
      "Cy.img": values,
      "Di.nhdr": detached("values/Di.raw"),
      "values/Di.raw": values,
    };
    const opened = await openFiles(files);
    expect(whoDrewWhat(opened)).toEqual([": Ana Bo Cy Di"]);
    opened.structures[0].observe();
    expect(opened.decisions().map((one) => [one.input, one.voxels])).toEqual([
      ["Ana.hdr", 108],
      ["Bo.HDR.GZ", 108],
      ["Cy.nhdr", 108],
      ["Di.nhdr", 108],
    ]);
    expect(opened.remarks).toEqual([]);
    const study = Object.fromEntries(
      ["P1", "P2"].flatMap((patient) =>
        Object.entries(files).flatMap(([name, bytes]) =>
          /\.(?:hdr|img)/iu.test(name) && !name.startsWith("Cy") ? [[`${patient}/${name}`, bytes]] : [],
        ),
      ),
    );
    expect(await whoDrewWhom(study, "{patient}/{observer}")).toEqual(["P1 : Ana Bo", "P2 : Ana Bo"]);
  });

  it("are an archive's arrays, called as these are", async () => {
    const array = (end: number): Uint8Array =>
      encodeNpy({ name: "", grid: TINY, data: Uint8Array.from(boxValues([2, 2, 1], [end, 8, 4])) });
    const opened = await openFiles({ "all.npz": zipSync({ "Ana.npy": array(8), "Bo.npy": array(9) }) });
    expect(voxels(opened)).toEqual({ Ana: 108, Bo: 126 });
  });

  it("of any value are masks", async () => {
    const of255 = nifti(boxValues([2, 2, 1], [8, 8, 4], TINY, 255));
    expect(
      voxels(await openFiles({ "a.nii": of255, "b.nii": first, "c.nii": niftiBox([0, 0, 0], [0, 0, 0]) })),
    ).toEqual({
      a: 108,
      b: 108,
      c: 0,
    });
  });
});

describe("what is no observer's mask", () => {
  it.each(["staple", "consensus", "gt_majority", "Union", "dice-optimal"])(
    "a published consensus, %s, is left out with a note, and brought back by name",
    async (name) => {
      const files: Files = { "a.nii": first, "b.nii": second, [`${name}.nii`]: third };
      const opened = await openFiles(files);
      expect(whoDrewWhat(opened)).toEqual([": a b"]);
      expect(remarks(opened)).toContain("left out, a consensus itself");
      const { structures } = await openFiles(files, { observers: ["a", name] });
      expect(new Set(structures[0].observers)).toEqual(new Set(["a", name]));
    },
  );

  it("a consensus in a folder that is called so is left out", async () => {
    const opened = await openFiles({ "a.nii": first, "b.nii": second, "staple/P1.nii": third });
    expect(whoDrewWhat(opened)).toEqual([": a b"]);
    expect(account(opened)).toContain("staple/P1.nii →  (staple): left out");
  });

  it("names that only contain such a word are observers", async () => {
    expect(whoDrewWhat(await openFiles({ "Meaney.nii": first, "Stapleton.nii": second }))).toEqual([
      ": Meaney Stapleton",
    ]);
  });

  it("files of systems, tables and hidden ones are passed over with one remark", async () => {
    const opened = await openFiles({
      "a.nii": first,
      "b.nii": second,
      "._a.nii": text("Mac OS X"),
      ".DS_Store": text("Bud1"),
      "Thumbs.db": text("x"),
      "dataset.json": text("{}"),
      "participants.tsv": text("x"),
      "plan.pkl": text("x"),
      "__MACOSX/a.nii": text("x"),
    });
    expect(voxels(opened)).toEqual({ a: 108, b: 108 });
    expect(opened.remarks).toEqual([
      {
        text: "passed over, no delineations: ._a.nii, .DS_Store, Thumbs.db, dataset.json, participants.tsv and 2 more",
      },
    ]);
  });

  it("results of an earlier run are passed over, those of others are not", async () => {
    const manifest = text('{ "program": "softdice", "version": "0.1.0", "command": "consensus" }');
    const opened = await openFiles({
      "a.nii": first,
      "b.nii": second,
      "out/manifest.json": manifest,
      "out/figures/x.nii": third,
      "out/dice-optimal.nii": third,
    });
    expect(voxels(opened)).toEqual({ a: 108, b: 108 });
    expect(remarks(opened)).toContain("passed over, results of softdice: out");
    const others = { "x/a.nii": first, "x/manifest.json": text('{"command": "train"}'), "y/a.nii": second };
    expect(voxels(await openFiles(others), "a")).toEqual({ x: 108, y: 108 });
  });

  it("an image beside the masks is passed over, and one that is named itself ends the command", async () => {
    const image = nifti(Float32Array.from({ length: 864 }, (_, n) => n - 400));
    const opened = await openFiles({ "a.nii": first, "b.nii": second, "ct.nii": image });
    expect(voxels(opened)).toEqual({ a: 108, b: 108 });
    expect(opened.images).toHaveLength(1);
    expect(account(opened)).toContain("ct.nii →  (): left out");
    await expect(openFiles({ "a.nii": first, "ct.nii": image }, {}, true)).rejects.toThrow(
      /ct.nii: holds an image/u,
    );
  });

  it("a pointer of git-lfs or git-annex is a missing observer, who is named", async () => {
    const pointers = [
      "version https://git-lfs.github.com/spec/v1\noid sha256:00\nsize 1\n",
      "../.git/annex/objects/aa/bb/x.nii",
    ];
    for (const pointer of pointers) {
      const opened = await openFiles({ "a.nii": first, "b.nii": second, "c.nii": text(pointer) });
      expect(voxels(opened)).toEqual({ a: 108, b: 108 });
      expect(opened.missing.map(({ message }) => message).join()).toContain("c.nii: is a pointer to a file");
      expect(account(opened)).toContain("c.nii →  (c): failed");
    }
  });

  it("a probability map, NaN and a broken file fail the structure by name, not as an empty mask", async () => {
    const half = nifti(boxValues([2, 2, 1], [8, 8, 4], TINY, 0.5));
    const nan = nifti(boxValues([2, 2, 1], [8, 8, 4], TINY, Number.NaN));
    for (const [bytes, problem] of [
      [half, /c.nii: holds 0.5/u],
      [nan, /c.nii: holds NaN in 108 places/u],
      [first.subarray(0, 500), /c.nii/u],
    ] as const) {
      const opened = await openFiles({ "a.nii": first, "b.nii": second, "c.nii": bytes });
      expect(opened.structures).toEqual([]);
      expect(opened.failures.map(({ error }) => error.message).join()).toMatch(problem);
      expect(account(opened)).toContain("c.nii →  (c): failed");
    }
    expect((await openFiles({ "a.nii": half })).maps).toHaveLength(1);
  });

  it("an empty file is called so, and a segmentation that cannot be read is said once", async () => {
    const opened = await openFiles({ "a.nii": first, "b.nii": second, "c.nii": new Uint8Array(0) });
    expect(opened.failures.map(({ error }) => error.message)).toEqual([
      "c.nii: is empty, expected a mask; copy or export the file again",
    ]);
    const broken = (await fixture("dicom-seg-binary.dcm")).bytes.slice(0, -40);
    const { missing } = await openFiles({ "a.dcm": structureSet(["GTV"]), "s.dcm": broken }, WITHOUT_IMAGES);
    expect(missing.map(({ subject }) => subject)).toEqual(["s.dcm"]);
  });

  it("no file at all is an error", async () => {
    await expect(openFiles({})).rejects.toThrow("the inputs: holds no file");
  });
});

describe("label maps", () => {
  /** Label 1 in a box of 108 voxels, label 4 in one of 64. */
  const labels = (): Uint8Array => {
    const one = boxValues([2, 2, 1], [8, 8, 4]);
    const four = boxValues([8, 8, 1], [12, 12, 5], TINY, 4);
    return nifti(one.map((value, n) => value + four[n]));
  };

  it("are a structure a label, of whom the file's name says", async () => {
    const opened = await openFiles({ "a.nii": labels(), "b.nii": first });
    expect(whoDrewWhat(opened)).toEqual(["label 1: a b", "label 4: a b"]);
    expect(voxels(opened, "label 4")).toEqual({ a: 64, b: 0 });
    expect(opened.met.labels).toEqual([1, 4]);
  });

  it("have an observer of nothing where a label is not there, asked for or not", async () => {
    const opened = await openFiles({ "a.nii": labels(), "b.nii": first }, { labels: [4] });
    expect(voxels(opened, "label 4")).toEqual({ a: 64, b: 0 });
  });
});

describe("contours", () => {
  const open = (files: Files, policy = {}): Promise<Case> =>
    openFiles(files, { ...WITHOUT_IMAGES, ...policy });

  it("of several files are the file's, and nothing in brackets that is a side, a dose or a part makes it otherwise", async () => {
    const rois = [
      "Prostate",
      "Parotid (L)",
      "Parotid (R)",
      "PTV (60 Gy)",
      "PTV (boost)",
      "PTV (elective)",
      "GTV (CT)",
      "GTV (MR)",
    ];
    const opened = await open({
      "Ines.dcm": structureSet(rois),
      "Tom.dcm": structureSet(rois.slice(0, 7), { label: "other" }),
    });
    expect(whoDrewWhat(opened)).toEqual([
      ...rois.slice(0, 7).map((name) => `${name}: Ines Tom`),
      `${rois[7]}: Ines`,
    ]);
  });

  it("of one file are the observers' in brackets, and what names none is left out by name", async () => {
    const opened = await open({
      "RS.dcm": structureSet(["Prostate (User1)", "prostate ( user2 )", "Parotid (L)", "Body"]),
    });
    expect(whoDrewWhat(opened)).toEqual(["Prostate: User1 user2"]);
    expect(remarks(opened)).toContain(
      "left out, since each names no observer, where others do so in brackets: Parotid (L), Body",
    );
  });

  it("stay beside the masks as they were drawn, and masks have none", async () => {
    const opened = await open({ "RS.dcm": structureSet(["GTV (User1)", "GTV (User2)"]) });
    const { names, contoursMm } = opened.structures[0].observe();
    const drawn = ([1, 2] as const).map((from) =>
      structureFromMask("", boxValues([from, 2, 1], [from + 6, 8, 4]), TINY).contours.map(({ points }) =>
        Array.from(points, (mm) => Number(mm.toFixed(4))),
      ),
    );
    expect(names).toEqual(["User1", "User2"]);
    const read = contoursMm.map((contours) =>
      contours?.map((points) => Array.from(points, (mm) => Number(mm.toFixed(4)))),
    );
    expect(read).toEqual(drawn);
    const masks = await openFiles({ "Ines.nii": first, "Tom.nii": second });
    expect(masks.structures[0].observe().contoursMm).toEqual([undefined, undefined]);
  });

  it("of files with one observer in brackets each are all that observer's", async () => {
    const opened = await open({
      "a.dcm": structureSet(["GTV (AB)", "Cord"]),
      "b.dcm": structureSet(["GTV (CD)", "Cord"], { label: "b" }),
    });
    expect(whoDrewWhat(opened)).toEqual(["GTV: AB CD", "Cord: AB CD"]);
  });

  it("whose brackets files repeat are refused, unless observers are numbered or listed", async () => {
    const files: Files = {
      "a.dcm": structureSet(["PTV (xyz)", "PTV (uvw)"]),
      "b.dcm": structureSet(["PTV (xyz)"], { label: "b" }),
    };
    await expect(open(files)).rejects.toThrow(/"ptv \(xyz\)" more than once.*--observers/u);
    expect(whoDrewWhat(await open(files, { observers: ["a", "b"] }))).toEqual([
      "PTV (xyz): a b",
      "PTV (uvw): a",
    ]);
  });

  it("of one observer in two files count once where they are the same, and fail where they are not", async () => {
    const rois = ["GTV (User1)", "GTV (User2)"];
    const same = await open({ "a.dcm": structureSet(rois), "b.dcm": structureSet(rois, { label: "b" }) });
    expect(whoDrewWhat(same)).toEqual(["GTV: User1 User2"]);
    expect(same.structures[0].observe().names).toHaveLength(2);
    expect(remarks(same)).toContain("given twice; it counts once");
    const other = await open({
      "a.dcm": structureSet(rois),
      "b.dcm": structureSet([...rois].reverse(), { label: "b" }),
    });
    expect(() => other.structures[0].observe()).toThrow(/two different delineations of User/u);
  });

  it("of one observer in two files are those of the file with more observers, with a note", async () => {
    const opened = await open({
      "a.dcm": structureSet(["Cord", "GTV (User1)"], { label: "a" }),
      "b.dcm": structureSet(["GTV (User1)", "GTV (User2)"], { label: "b" }),
    });
    expect(opened.structures[0].observe().names).toEqual(["User1", "User2"]);
    expect(account(opened)).toContain("a.dcm: GTV (User1) → GTV (User1): left out");
    expect(remarks(opened)).toContain("given twice; that of b.dcm, which has more observers of it, counts");
  });

  it("of one observer in two spellings fail where they differ", async () => {
    const opened = await open({ "a.dcm": structureSet(["GTV (AB)", "gtv ( ab )", "GTV (CD)"]) });
    expect(() => opened.structures[0].observe()).toThrow(
      'GTV: has two different delineations of AB: "GTV (AB)" in a.dcm and "gtv ( ab )" in a.dcm',
    );
    expect(opened.decisions().every(({ decision }) => decision === "failed")).toBe(true);
  });

  it("are who the mapping says, in both of its forms, and others are left out", async () => {
    const one = { "RS.dcm": structureSet(["p_A", "p_B", "junk"]) };
    const delineations = [
      { name: "P_a", observer: undefined },
      { name: "p_b", observer: undefined },
    ];
    const listed = await open(one, { rois: [{ structure: "Prostate", delineations }] });
    expect(whoDrewWhat(listed)).toEqual(["Prostate: p_A p_B"]);
    expect(account(listed)).toContain("RS.dcm: junk → junk (): left out");
    const named = delineations.map(({ name }, n) => ({ name, observer: ["Ines", "Tom"][n] }));
    expect(whoDrewWhat(await open(one, { rois: [{ structure: "Prostate", delineations: named }] }))).toEqual([
      "Prostate: Ines Tom",
    ]);
    const files = { "Ines.dcm": structureSet(["p_A"]), "Tom.dcm": structureSet(["P_B"], { label: "b" }) };
    expect(whoDrewWhat(await open(files, { rois: [{ structure: "Prostate", delineations }] }))).toEqual([
      "Prostate: Ines Tom",
    ]);
  });

  it("of two patients are refused without their identifiers, unless they are said to be one", async () => {
    const files: Files = {
      "a.dcm": structureSet(["GTV"], { patient: "SECRET-01" }),
      "b.dcm": structureSet(["GTV"], { patient: "SECRET-02", label: "b" }),
    };
    const error = await open(files).then(
      () => "",
      (caught: Error) => caught.message,
    );
    expect(error).toContain("holds delineations of 2 patients (a.dcm and b.dcm among them)");
    expect(error).toContain("--study");
    expect(error).not.toContain("SECRET");
    expect(whoDrewWhat(await open(files, { assumeSamePatient: true }))).toEqual(["GTV: a b"]);
    const padded: Files = {
      "a.dcm": structureSet(["GTV"], { patient: "P1" }),
      "b.dcm": structureSet(["GTV"], { patient: " P1", label: "b" }),
    };
    expect(whoDrewWhat(await open(padded))).toEqual(["GTV: a b"]);
  });

  it("in two frames of reference are not compared, unless these are said to be one", async () => {
    const files: Files = { "a.dcm": structureSet(["GTV"]), "b.dcm": structureSet(["GTV"], { label: "b" }) };
    const opened = await open(files, { assumeSameFrame: false });
    expect(opened.structures).toEqual([]);
    expect(opened.failures[0].error.message).toMatch(
      /^GTV: was drawn in 2 frames of reference \(a.dcm and b.dcm\)/u,
    );
    expect(whoDrewWhat(await open(files))).toEqual(["GTV: a b"]);
  });

  it("that nobody asks for are not drawn", async () => {
    const opened = await open(
      { "a.dcm": structureSet(["GTV", "Cord"]), "b.dcm": structureSet(["GTV", "Cord"], { label: "b" }) },
      { structures: [" gtv "] },
    );
    opened.structures.forEach(({ observe }) => observe());
    expect(account(opened)).toEqual([
      "a.dcm: Cord → Cord (a): left out",
      "a.dcm: GTV → GTV (a): used",
      "b.dcm: Cord → Cord (b): left out",
      "b.dcm: GTV → GTV (b): used",
    ]);
    for (const { structure, voxels: count, why } of opened.decisions())
      expect([count === null, why]).toEqual(structure === "Cord" ? [true, "not asked for"] : [false, ""]);
  });

  it("are drawn once, when they are asked for, and a failure is said each time", async () => {
    const opened = await open({ "RS.dcm": structureSet(["GTV (User1)", "GTV (User2)"]) });
    expect(opened.decisions().map(({ voxels: count }) => count)).toEqual([null, null]);
    const [{ observe }] = opened.structures;
    expect(observe()).toBe(observe());
    expect(opened.decisions().every(({ voxels: count }) => count !== null && count > 0)).toBe(true);
  });
});

describe("segments", () => {
  it("of a SEG are its structures, and a mask beside it lies on their lattice", async () => {
    const data = Uint8Array.from(boxValues([2, 2, 1], [8, 8, 4]));
    const segments = ["GTV", "Cord"].map((name) => ({ name, data }));
    const seg = (names: typeof segments): Uint8Array => writeSegmentation(names, TINY, { kind: "binary" });
    const opened = await openFiles(
      { "a.dcm": seg(segments), "b.dcm": seg(segments.slice(0, 1)) },
      { assumeSameFrame: true },
    );
    expect(whoDrewWhat(opened)).toEqual(["GTV: a b", "Cord: a"]);
    expect(voxels(opened, "GTV")).toEqual({ a: 108, b: 108 });
  });

  it("of fractions fail by name", async () => {
    const half = { name: "GTV", data: boxValues([2, 2, 1], [8, 8, 4], TINY, 0.5) };
    const bytes = writeSegmentation([half], TINY, { kind: "probability" });
    const opened = await openFiles({ "a.dcm": bytes });
    expect(() => opened.structures.forEach(({ observe }) => observe())).toThrow(
      /a.dcm: GTV: holds fractions/u,
    );
  });
});

describe("archives", () => {
  it("are folders, in depth, and their folders are shown nowhere", async () => {
    const inner = zipSync({ "SMITH JOHN/Tom.nii": second });
    const opened = await openFiles({
      "d.zip": zipSync({ "SMITH JOHN/Ines.nii": first, "i.zip": inner, "__MACOSX/._x": text("x") }),
    });
    expect(voxels(opened)).toEqual({ Ines: 108, Tom: 108 });
    expect(JSON.stringify([opened.decisions(), opened.remarks])).not.toContain("SMITH");
  });

  it("of one name in several folders keep names apart", async () => {
    const opened = await openFiles({ "d.zip": zipSync({ "Ines/gtv.nii": first, "Tom/gtv.nii": second }) });
    expect(whoDrewWhat(opened)).toEqual(["gtv: Ines Tom"]);
    expect(new Set(opened.decisions().map(({ input }) => input)).size).toBe(2);
  });

  it("beside each other are patients, unless they hold what observers' archives hold", async () => {
    const far = ELSEWHERE;
    const patients: Files = {
      "P1.zip": zipSync({ "Ines.nii": first, "Tom.nii": second }),
      "P2.zip": zipSync({ "Ines.nii": far.first, "Tom.nii": far.second }),
    };
    expect(await whoDrewWhom(patients)).toEqual(["P1 : Ines Tom", "P2 : Ines Tom"]);
    const observers: Files = {
      "Ines.zip": zipSync({ "P1.nii": first, "P2.nii": far.first }),
      "Tom.zip": zipSync({ "P1.nii": second, "P2.nii": far.second }),
    };
    await expect(openStudyFiles(observers)).rejects.toThrow(
      /holds archives that may be patients, or observers/u,
    );
    const patientsAllTheSame: Files = {
      "Ines.zip": zipSync({ "P1.nii": first, "P2.nii": second }),
      "Tom.zip": zipSync({ "P1.nii": far.first, "P2.nii": far.second }),
    };
    expect(await whoDrewWhom(patientsAllTheSame, "{patient}")).toEqual(["Ines : P1 P2", "Tom : P1 P2"]);
  });
});
