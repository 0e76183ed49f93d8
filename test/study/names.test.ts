import { describe, expect, it } from "vitest";
import {
  areModalities,
  areNumberedObservers,
  areParts,
  areStructures,
  canonicalName,
  couldBeObserver,
  holdStructures,
  parseBracket,
  sameName,
  withoutCopyMark,
} from "../../src/study/names.ts";
import { isConsensusName } from "../../src/raters/methods.ts";

describe("names", () => {
  it("are the same to people without regard to case, white space and Unicode's forms", () => {
    expect(sameName("User1", " user1 ")).toBe(true);
    expect(sameName("J\u00f6rg", "Jo\u0308rg")).toBe(true);
    expect(sameName("Anal  canal", "anal\u00a0canal")).toBe(true);
    expect(sameName("User1", "User11")).toBe(false);
    expect(canonicalName("PROSTATE ")).toBe("prostate");
  });

  it("are taken apart at a bracket at their end", () => {
    expect(parseBracket("Prostate (User3) ")).toEqual({ structure: "Prostate", bracket: "User3" });
    expect(parseBracket("PTV(60 Gy)")).toEqual({ structure: "PTV", bracket: "60 Gy" });
    expect(parseBracket("(AB) Prostate")).toEqual({ structure: "(AB) Prostate", bracket: undefined });
    expect(parseBracket("(AB)")).toEqual({ structure: "(AB)", bracket: undefined });
  });

  it.each(["AB", "User1", "Dr. Meier", "Ines", "reader 2", "gyn"])("take (%s) for an observer", (bracket) => {
    expect(couldBeObserver(bracket)).toBe(true);
  });

  it.each(
    "L,R,left,LT,ipsi,60 Gy,60Gy/30fx,50 Gy in 25,5400 cGy,3mm,95%,1,2,#2,30/2,1.5,copy,old,boost,elective,upper,high".split(
      ",",
    ),
  )("take (%s) for no observer", (bracket) => {
    expect(couldBeObserver(bracket)).toBe(false);
  });

  it.each([
    "consensus",
    "Prostate_STAPLE",
    "staple3",
    "majority vote",
    "desc-staple",
    "mean",
    "dice-optimal",
    "Dice optimal",
    "gt_union",
  ])("take %s for a consensus", (name) => {
    expect(isConsensusName(name)).toBe(true);
  });

  it.each(["Meaney", "Stapleton", "Reunion", "Majorityx", "AB", "Intersectional"])(
    "take %s for an observer, whatever letters it holds",
    (name) => {
      expect(isConsensusName(name)).toBe(false);
    },
  );

  it("know numbered observers, structures, parts, kinds of images and copies", () => {
    expect(areNumberedObservers(["seg01", "seg02"])).toBe(true);
    expect(areNumberedObservers(["User1", "Ines"])).toBe(false);
    expect(areNumberedObservers([])).toBe(false);
    expect(areStructures(["GTVp", "Femur_L", "anal canal"])).toBe(true);
    expect(areStructures(["prostate", "AB"])).toBe(false);
    expect(areStructures(["gtv_Ana", "gtv_Bo"])).toBe(false);
    expect(areStructures(["lung_L", "lung_R"])).toBe(true);
    expect(holdStructures(["prostate", "lung left", "mask3"])).toBe(true);
    expect(holdStructures(["lung_L_AB", "lung_R_AB", "lung_L_CD", "lung_R_CD"])).toBe(true);
    expect(holdStructures(["prostate_AB", "prostate_CD"])).toBe(false);
    expect(areParts(["L", "R"])).toBe(true);
    expect(areParts(["L", "Ines"])).toBe(false);
    expect(areModalities(["CT", "MR", "T2w"])).toBe(true);
    expect(areModalities(["CT", "AB"])).toBe(false);
    expect(["AB (1)", "AB - Copy", "AB - Copy (2)", "AB_kopie"].map(withoutCopyMark)).toEqual(
      Array.from({ length: 4 }, () => "AB"),
    );
    expect(["AB", "Copy", "AB (User1)", "copycat"].map(withoutCopyMark)).toEqual(
      Array.from({ length: 4 }, () => undefined),
    );
  });
});
