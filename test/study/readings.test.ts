import { describe, expect, it } from "vitest";
import { readingsOf } from "../../src/study/readings.ts";
import {
  ELSEWHERE,
  type Files,
  MASKS,
  niftiBox,
  openFiles,
  openStudyFiles,
  whoDrewWhom,
} from "../support/sources.ts";

const { first, second } = MASKS;
const { first: far, second: farther } = ELSEWHERE;

/** Places of a full table of names. */
function table(write: (...names: string[]) => string, ...lists: readonly (readonly string[])[]): string[] {
  const rows = lists.reduce<readonly (readonly string[])[]>(
    (before, list) => before.flatMap((row) => list.map((name) => [...row, name])),
    [[]],
  );
  return rows.map((row) => write(...row));
}

const patients = ["HN01", "HN02"];
const structures = ["prostate", "bladder"];
const observers = ["Ines", "Tom", "Zoe"];

describe("readings of places", () => {
  it.each([
    ["names", ["Ines.nii", "Tom.nii"], ["{observer}"]],
    [
      "folders of observers",
      table((o, s) => `${o}/${s}.nii`, observers, structures),
      ["{observer}/{structure}"],
    ],
    [
      "folders of structures",
      table((s, o) => `${s}/${o}.nii`, structures, observers),
      ["{structure}/{observer}"],
    ],
    ["one structure's folders", ["Ines/mask.nii", "Tom/mask.nii"], ["{observer}/mask"]],
    [
      "structure and observer",
      table((s, o) => `${s}_${o}.nii`, structures, observers),
      ["{structure}_{observer}", "{structure}"],
    ],
    [
      "observer and structure",
      table((o, s) => `${o}-${s}.nii`, observers, structures),
      ["{observer}-{structure}", "{structure}"],
    ],
    [
      "an incomplete table of numbered observers",
      ["t1_seg1.nii", "t1_seg2.nii", "t2_seg1.nii"],
      ["{structure}_{observer}"],
    ],
    [
      "an incomplete table of organs",
      ["Ines_prostate.nii", "Tom_prostate.nii", "Ines_bladder.nii"],
      ["{observer}_{structure}", "{structure}"],
    ],
    [
      "structures of several words",
      table((s, o) => `${s}_${o}.nii`, ["Femoral_head_L", "Femoral_head_R", "Prostate"], ["Ann", "Bo"]),
      ["{structure}_{observer}", "{structure}"],
    ],
    [
      "observers before structures of several words",
      table((o, s) => `${o}_${s}.nii`, ["Ann", "Bo"], ["left_kidney", "right_kidney"]),
      ["{observer}_{structure}", "{structure}"],
    ],
    [
      "observers of a word and a number",
      table((s, o) => `${s}_${o}.nii`, structures, ["reader_1", "reader_2"]),
      ["{structure}_{observer}", "{structure}"],
    ],
    [
      "a table between what all names share",
      table((o, s) => `case01_${o}_${s}_seg.nii`, observers, structures),
      ["case01_{observer}_{structure}_seg", "{structure}"],
    ],
    [
      "names that join organs and people in no way that is known",
      ["bladderAnn.nii", "bladderBo.nii", "rectumAnn.nii"],
      [],
    ],
    ["organs of nobody", ["prostate.nii", "bladder.nii"], ["{structure}"]],
    ["observers of one organ", ["GTV_Ana.nii", "GTV_Bo.nii"], ["{observer}"]],
    [
      "two sides by two observers",
      table((s, o) => `lung_${s}_${o}.nii`, ["L", "R"], ["AB", "CD"]),
      ["{structure}_{observer}", "{structure}"],
    ],
    ["sides", table((s, o) => `${s}_${o}.nii`, ["lung", "kidney"], ["left", "right"]), ["{structure}"]],
    ["target volumes", ["GTVp.nii", "GTVn.nii"], ["{structure}"]],
    ["organs beside somebody", ["prostate.nii", "bladder.nii", "Ines.nii"], ["{structure}"]],
    ["folders of sides", table((s, o) => `${s}/${o}.nii`, ["lung", "kidney"], ["left", "right"]), []],
    ["mixed depths", ["Ines.nii", "x/Tom.nii", "x/y/Zoe.nii"], ["**/{observer}"]],
    ["mixed depths of one name", ["m.nii", "x/m.nii", "x/y/m.nii"], []],
    ["nothing", [], []],
  ])("of a patient: %s", (_, places, expected) => {
    expect(readingsOf(places, "case").map(({ pattern }) => pattern)).toEqual(expected);
  });

  it.each([
    [
      "{patient}/{structure}/{observer}",
      table((p, s, o) => `${p}/${s}/${o}.nii`, patients, structures, observers),
    ],
    [
      "{patient}/{observer}/{structure}",
      table((p, o, s) => `${p}/${o}/${s}.nii`, patients, observers, structures),
    ],
    ["{patient}/{patient}_{observer}", table((p, o) => `${p}/${p}_${o}.nii`, patients, observers)],
    [
      "{patient}/{patient}_{structure}_{observer}",
      table((p, s, o) => `${p}/${p}_${s}_${o}.nii`, patients, structures, observers),
    ],
    ["{patient}_{observer}", table((p, o) => `${p}_${o}.nii`, patients, ["seg01", "seg02"])],
    [
      "{patient}/{structure}_{observer}",
      table((p, s, o) => `${p}/${s}_${o}.nii`, patients, ["task1", "task2"], ["seg1", "seg2"]),
    ],
    [
      "{patient}_{structure}_{observer}",
      table((p, s, o) => `${p}_${s}_${o}.nii`, patients, structures, ["seg1", "seg2"]),
    ],
    ["case_{patient}_{observer}", table((p, o) => `case_${p}_${o}.nii`, ["01", "02"], ["seg1", "seg2"])],
    [
      "{patient}_{structure}_{observer}",
      table(
        (p, s, o) => `${p}_${s}_${o}.nii`,
        ["case_01", "case_02"],
        ["kidney_L", "kidney_R"],
        ["AB", "CD"],
      ),
    ],
    ["{patient}/masks/{observer}", table((p, o) => `${p}/masks/${o}.nii`, patients, ["user1", "user2"])],
    [
      "{patient}/{patient}-{structure}-{observer}",
      table((p, s, o) => `${p}/${p}-${s}-${o}.nii`, patients, structures, observers),
    ],
    [
      "{patient}/{observer}/{patient}_{structure}",
      table((p, o, s) => `${p}/${o}/${p}_${s}.nii`, patients, observers, structures),
    ],
    [
      "{patient}/{observer}/{patient}_{observer}_{structure}",
      table((p, o, s) => `${p}/${o}/${p}_${o}_${s}.nii`, patients, observers, structures),
    ],
    [
      "{patient}/{structure}/{patient}_{observer}_{structure}",
      table((p, s, o) => `${p}/${s}/${p}_${o}_${s}.nii`, patients, structures, observers),
    ],
    [
      "{patient}/{structure}/{observer}/{patient} {structure} {observer}",
      table((p, s, o) => `${p}/${s}/${o}/${p} ${s} ${o}.nii`, patients, structures, observers),
    ],
  ])("of a study: %s", (pattern, places) => {
    expect(readingsOf(places, "study").map((layout) => layout.pattern)[0]).toBe(pattern);
  });

  it("take a folder whose name all names of files repeat for the observer's as well as the patient's", () => {
    expect(
      readingsOf(
        table((o, p) => `${o}/${o}_${p}.nii`, observers, patients),
        "study",
      ).map(({ pattern }) => pattern),
    ).toEqual(["{patient}/{patient}_{observer}", "{observer}/{observer}_{patient}"]);
    // Organs are nobody's names.
    expect(
      readingsOf(
        table((o, p, s) => `${o}/${o}_${p}_${s}.nii`, observers, patients, structures),
        "study",
      ).map(({ pattern }) => pattern),
    ).toEqual(["{patient}/{patient}_{observer}_{structure}", "{observer}/{observer}_{patient}_{structure}"]);
  });

  it("of a patient say nothing of folders' names that files repeat", () => {
    for (const [places, expected] of [
      [["Ines/Ines.nii", "Tom/Tom.nii"], "{observer}/{observer}"],
      [table((o, s) => `${o}/${o}_${s}.nii`, observers, structures), "{observer}/{observer}_{structure}"],
      [table((s, o) => `${s}/${o}-${s}.nii`, structures, observers), "{structure}/{observer}-{structure}"],
    ] as const)
      expect(readingsOf(places, "case").map(({ pattern }) => pattern)).toEqual([expected]);
  });

  it("of a table with gaps, whose names say nothing themselves, are the table and the list", () => {
    const names = ["x_a.nii", "x_b.nii", "y_a.nii"];
    expect(readingsOf(names, "case").map(({ pattern }) => pattern)).toEqual([
      "{observer}",
      "{observer}_{structure}",
      "{structure}_{observer}",
    ]);
    const list = ["x_a.nii", "y_b.nii", "z_c.nii"];
    expect(readingsOf(list, "case").map(({ pattern }) => pattern)).toEqual(["{observer}"]);
  });

  it("of a table with gaps and organs join patients as well as observers", () => {
    const gaps = table((who, p, s) => `${who}/${p}_${s}.nii`, observers, patients, structures).slice(1);
    expect(readingsOf(gaps, "study").map(({ pattern }) => pattern)).toEqual([
      "{patient}/{observer}_{structure}",
      "{observer}/{patient}_{structure}",
    ]);
  });

  it("of a study never make patients or observers of organs or sides", () => {
    for (const places of [
      table((p, s) => `${p}/${s}.nii`, patients, structures),
      table((p, s) => `${p}/lung_${s}.nii`, patients, ["L", "R"]),
      table((p, s, side) => `${p}/${s}_${side}.nii`, patients, ["lung", "kidney"], ["L", "R"]),
    ])
      expect(readingsOf(places, "study")).toEqual([]);
  });
});

describe("files of several patients", () => {
  const files = (
    place: (patient: string, structure: string, observer: string) => string,
    isApart: boolean,
  ): Files =>
    Object.fromEntries(
      patients.flatMap((patient, n) =>
        ["Ines", "Tom"].flatMap((observer, k) => [
          [
            place(patient, "prostate", observer),
            [first, second, isApart ? far : first, isApart ? farther : second][2 * n + k],
          ],
        ]),
      ),
    );

  it.each([
    ["{patient}/{structure}/{observer}", (p: string, s: string, o: string) => `${p}/${s}/${o}.nii`],
    ["{patient}/{observer}/{structure}", (p: string, s: string, o: string) => `${p}/${o}/${s}.nii`],
  ])("in %s are not one patient's", async (pattern, place) => {
    await expect(openFiles(files(place, true))).rejects.toThrow(
      `the inputs: holds files of several patients, read as ${pattern}, expected files of one patient; give their folder with --study`,
    );
    await expect(openFiles(files(place, false))).rejects.toThrow(`--study and --pattern "${pattern}"`);
  });

  it("whose names may be observers' too are refused with both readings", async () => {
    const places = table((p, s, o) => `${p}/${s}_${o}.nii`, patients, structures, ["Ines", "Tom"]);
    await expect(
      openFiles(Object.fromEntries(places.map((place) => [place, place.includes("prostate") ? first : far]))),
    ).rejects.toThrow(
      'say which with --pattern "{observer}/{structure}" or --study and --pattern "{patient}/{structure}_{observer}"',
    );
  });
});

describe("masks of which no two overlap", () => {
  const apart: Files = { "P1/liver.nii": first, "P2/liver.nii": far };
  const refusal =
    "the inputs: would be read as {observer}/{structure}, but no two such masks overlap, such as P1/liver.nii and P2/liver.nii";

  it("are not taken for observers of one structure, unless the user says so", async () => {
    await expect(openFiles(apart)).rejects.toThrow(refusal);
    for (const opened of [
      openFiles(apart, { pattern: "{observer}/{structure}" }),
      openFiles(apart, {}, true),
    ])
      expect((await opened).structures[0].observers).toEqual(["P1", "P2"]);
  });

  it("but in two places are refused too, while one observer may be alone elsewhere", async () => {
    const two: Files = { "A1.nii": first, "B1.nii": second, "A2.nii": far, "B2.nii": farther };
    await expect(openFiles(two)).rejects.toThrow(
      "would be read as {observer}, but A1.nii and B1.nii overlap each other and none of A2.nii and B2.nii, which do too",
    );
    for (const opened of [openFiles(two, { pattern: "{observer}" }), openFiles(two, {}, true)])
      expect((await opened).structures[0].observers).toEqual(["A1", "A2", "B1", "B2"]);
    const alone: Files = { "A.nii": first, "B.nii": second, "C.nii": far };
    expect((await openFiles(alone)).structures[0].observers).toEqual(["A", "B", "C"]);
  });

  it("tell a table with gaps from a list of observers", async () => {
    const { structures: found } = await openFiles({
      "Leber_Ines.nii": first,
      "Leber_Tom.nii": second,
      "Milz_Ines.nii": far,
    });
    expect(found.map(({ name, observers: of }) => [name, ...of])).toEqual([
      ["Leber", "Ines", "Tom"],
      ["Milz", "Ines"],
    ]);
    // Where all of them overlap, it may be either.
    await expect(openFiles({ "x_a.nii": first, "x_b.nii": second, "y_a.nii": first })).rejects.toThrow(
      "can be read as {observer} or as {observer}_{structure} or as {structure}_{observer}",
    );
  });

  it("are where all but one are empty", async () => {
    const files: Files = { ...apart, "P2/liver.nii": niftiBox([0, 0, 0], [0, 0, 0]) };
    expect((await openFiles(files)).structures[0].observers).toEqual(["P1", "P2"]);
  });
});

describe("a study's layout", () => {
  /** Two patients of two observers, apart from each other. */
  const study = (place: (patient: string, observer: string) => string): Files => ({
    [place("HN01", "Ines")]: first,
    [place("HN01", "Tom")]: second,
    [place("HN02", "Ines")]: far,
    [place("HN02", "Tom")]: farther,
  });
  const both = ["HN01 : Ines Tom", "HN02 : Ines Tom"];

  it.each([
    ["{patient}/{observer}", study((p, o) => `${p}/${o}.nii`)],
    ["{observer}/{patient}", study((p, o) => `${o}/${p}.nii`)],
    ["{patient}_{observer}", study((p, o) => `${p}_${o}.nii`)],
    ["{observer}_{patient}", study((p, o) => `${o}_${p}.nii`)],
    ["{patient}/{patient}_{observer}", study((p, o) => `${p}/${p}_${o}.nii`)],
    ["{observer}/{observer}-{patient}", study((p, o) => `${o}/${o}-${p}.nii`)],
  ])("%s is found by what overlaps", async (pattern, files) => {
    expect((await openStudyFiles(files)).pattern).toBe(pattern);
    expect(await whoDrewWhom(files)).toEqual(both);
  });

  it("that the masks leave open is refused with both readings and the pattern of each", async () => {
    const files: Files = { "A/x.nii": first, "A/y.nii": second, "B/x.nii": first, "B/y.nii": second };
    await expect(openStudyFiles(files)).rejects.toThrow(
      'the study: can be read as {patient}/{observer} or as {observer}/{patient}, expected names, grids or an overlap of masks that leave one reading; say which with --pattern "{patient}/{observer}" or --pattern "{observer}/{patient}"',
    );
    expect(await whoDrewWhom(files, "{patient}/{observer}")).toEqual(["A : x y", "B : x y"]);
    expect(await whoDrewWhom(files, "{observer}/{patient}")).toEqual(["x : A B", "y : A B"]);
  });

  it("is the folders of patients where each is arranged in its own way", async () => {
    const files: Files = {
      "P1/Ines.nii": first,
      "P1/Tom.nii": second,
      "P2/x/Ines.nii": far,
      "P2/x/Tom.nii": farther,
    };
    expect((await openStudyFiles(files)).pattern).toBe("{patient}");
    expect(await whoDrewWhom(files)).toEqual(["P1 : Ines Tom", "P2 : Ines Tom"]);
  });

  it("of organs in patients' folders has one observer a structure, never patients as observers", async () => {
    const files: Files = {
      "P1/prostate.nii": first,
      "P1/rectum.nii": far,
      "P2/prostate.nii": second,
      "P2/rectum.nii": farther,
    };
    expect(await whoDrewWhom(files)).toEqual([
      "P1 prostate: P1",
      "P1 rectum: P1",
      "P2 prostate: P2",
      "P2 rectum: P2",
    ]);
  });

  it("of one patient's structures makes no patients of these", async () => {
    const files: Files = {
      "P1/prostate/a.nii": first,
      "P1/prostate/b.nii": second,
      "P1/rectum/a.nii": far,
      "P1/rectum/b.nii": farther,
    };
    expect(await whoDrewWhom(files)).toEqual(["P1 prostate: a b", "P1 rectum: a b"]);
  });

  it("passes over the image of every patient, and names what fits nowhere", async () => {
    const image = study((p, o) => `${p}/${o}.nii`);
    const ct = MASKS.first.slice();
    ct.set(
      Uint8Array.from({ length: 200 }, (_, n) => n),
      352,
    );
    const { remarks, unfit } = await openStudyFiles(
      { ...image, "HN01/ct.nii": ct, "HN02/ct.nii": ct, "HN01/deep/er.nii": first },
      "{patient}/{observer}",
    );
    expect(unfit).toEqual([]);
    expect(remarks).toEqual(["left out, since they do not fit {patient}/{observer}: HN01/deep/er.nii"]);
    const found = await openStudyFiles({
      ...image,
      "HN01/ct.nii": ct,
      "HN02/ct.nii": ct,
      "notes.txt": first,
      "HN01/._x.nii": first,
    });
    expect(found.pattern).toBe("{patient}/{observer}");
    expect(found.remarks).toEqual(["passed over, no delineations: notes.txt, HN01/._x.nii"]);
  });

  it.each([
    ["nothing", {}, undefined, /the study: holds nothing that looks like a study/u],
    [
      "a pattern that fits nothing",
      { "a/b.nii": first },
      "x/{patient}",
      /--pattern: "x\/\{patient\}" fits nothing/u,
    ],
    [
      "a pattern without patients",
      { "a/b.nii": first },
      "{observer}",
      /--pattern: is "\{observer\}", expected \{patient\}/u,
    ],
  ])("refuses %s", async (_, files, pattern, problem) => {
    await expect(openStudyFiles(files, pattern)).rejects.toThrow(problem);
  });

  it("is BIDS derivatives where subjects hold masks, sessions apart, whatever lies beside", async () => {
    const files: Files = {
      "sub-01/ses-1/anat/sub-01_ses-1_T1w.nii": first,
      "sub-01/ses-1/anat/sub-01_ses-1_desc-AB_label-GTV_mask.nii": first,
      "sub-01/ses-1/anat/sub-01_ses-1_desc-CD_label-GTV_mask.nii": second,
      "sub-01/ses-2/anat/sub-01_ses-2_desc-AB_label-GTV_mask.nii": far,
      "sub-01/ses-2/anat/sub-01_ses-2_desc-CD_label-GTV_mask.nii": farther,
      "sub-01/ses-2/anat/sub-01_ses-2_desc-staple_label-GTV_mask.nii": far,
    };
    expect((await openStudyFiles(files)).pattern).toBe("bids");
    expect(await whoDrewWhom(files)).toEqual(["sub-01_ses-1 GTV: AB CD", "sub-01_ses-2 GTV: AB CD"]);
    const raters: Files = {
      "derivatives/AB/sub-01/anat/sub-01_label-GTV_mask.nii": first,
      "derivatives/CD/sub-01/anat/sub-01_label-GTV_mask.nii": second,
    };
    expect(await whoDrewWhom(raters)).toEqual(["sub-01 GTV: AB CD"]);
  });
});
