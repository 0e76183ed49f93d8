import fc from "fast-check";
import { DOMParser } from "linkedom";
import { describe, expect, it } from "vitest";
import { Markup, markup } from "../../src/report/markup.ts";
import { pixels } from "../support/svg.ts";

describe("markup", () => {
  it("escapes text and keeps markup", () => {
    expect(markup`<b title="${`"'`}">${"a < b & c"}${new Markup("<i>x</i>")}</b>`.text).toBe(
      `<b title="&#34;&#39;">a &#60; b &#38; c<i>x</i></b>`,
    );
  });

  it("joins lists and leaves out what is undefined", () => {
    expect(markup`${[markup`<a/>`, undefined, ["&"]]}`.text).toBe("<a/>&#38;");
  });

  it("writes numbers as coordinates with at most three decimals", () => {
    expect(markup`${1 / 3} ${2} ${-0.0001}`.text).toBe("0.333 2 0");
  });

  it("gives back any text that XML can hold, in elements and in attributes", () => {
    fc.assert(
      fc.property(fc.string({ unit: "binary" }), (text) => {
        const xml =
          markup`<svg xmlns="http://www.w3.org/2000/svg" width="1" height="1"><text id="x${text}">${text}</text></svg>`
            .text;
        expect(() => pixels(xml)).not.toThrow();
        // oxlint-disable-next-line no-control-regex
        const expected = text.replace(
          /[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff\p{Surrogate}]/gu,
          "\ufffd",
        );
        const element = new DOMParser().parseFromString(xml, "image/svg+xml").querySelector("text");
        expect(element?.textContent).toBe(expected);
      }),
    );
  });
});
