import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { type Address, DEFAULT_ADDRESS, formatAddress, parseAddress } from "../../../web/state/address.ts";

describe("the address", () => {
  it("leaves out what is the default", () => {
    expect(formatAddress(DEFAULT_ADDRESS)).toBe("#overview");
    expect(formatAddress({ ...DEFAULT_ADDRESS, view: "explore" })).toBe("#explore");
  });

  it("says what differs, and reads it again", () => {
    const address: Address = {
      ...DEFAULT_ADDRESS,
      view: "explore",
      explore: { ...DEFAULT_ADDRESS.explore, rho: 0.07, l: 20, source: "sharp", loss: "tversky:0.3,0.7" },
    };
    expect(formatAddress(address)).toBe("#explore?loss=tversky%3A0.3%2C0.7&source=sharp&rho=0.07&l=20");
    expect(parseAddress(formatAddress(address))).toEqual(address);
  });

  it("reads back whatever is shown", () => {
    const example = fc.constantFrom("" as const, "pelvis" as const, "blob" as const, "map" as const);
    const viewer = fc.record({
      structure: fc.nat(),
      count: fc.oneof(
        fc.constantFrom("auto", "none"),
        fc.array(fc.nat(30), { minLength: 1, maxLength: 5 }).map((list) => list.join(".")),
      ),
      threshold: fc.constantFrom("t", "half", "staple", "0.25", "0", "0.999"),
      lines: fc.constantFrom("", "a", "a.staple", "diceOptimal.union"),
      at: fc.constantFrom("", "1.2.3", "0.511.99"),
      zoom: fc.constantFrom("structure" as const, "image" as const),
      hidden: fc.constantFrom("", "0", "1.12"),
      shade: fc.constantFrom("disagreement" as const, "marginal" as const, "off" as const),
    });
    fc.assert(
      fc.property(viewer, example, (shown, opened) => {
        const address: Address = {
          ...DEFAULT_ADDRESS,
          view: "viewer",
          study: { example: opened },
          viewer: shown,
        };
        expect(parseAddress(formatAddress(address))).toEqual(address);
      }),
    );
  });

  it("keeps links of earlier versions", () => {
    expect(parseAddress("#observers?example=blob&structure=2")).toEqual({
      ...DEFAULT_ADDRESS,
      view: "viewer",
      study: { example: "blob" },
      viewer: { ...DEFAULT_ADDRESS.viewer, structure: 2 },
    });
    expect(parseAddress("#descent?rho=0.07").explore).toEqual({
      ...DEFAULT_ADDRESS.explore,
      show: "descent",
      rho: 0.07,
    });
  });

  it("leaves what it does not know or cannot use at its default", () => {
    expect(parseAddress("")).toEqual(DEFAULT_ADDRESS);
    expect(parseAddress("#nowhere?l=3")).toEqual(DEFAULT_ADDRESS);
    expect(parseAddress("#constructor")).toEqual(DEFAULT_ADDRESS);
    const bad =
      "#explore?rho=2&loss=%3Cb%3E&l=1.5&a=NaN&source=%3Cscript%3E&seed=-1&iterations=&__proto__=1&x=1";
    expect(parseAddress(bad)).toEqual({ ...DEFAULT_ADDRESS, view: "explore" });
  });

  it("reads any text without an error", () => {
    fc.assert(
      fc.property(fc.string(), (text) => {
        expect(parseAddress(`#viewer?${text}`).view).toBe("viewer");
      }),
    );
  });
});
