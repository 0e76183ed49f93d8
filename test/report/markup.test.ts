import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { Markup, markup } from "../../src/report/markup.ts";
import { pixels, select } from "../support/svg.ts";

/** A character that production [2] of XML 1.0 allows, or U+FFFD in its place. */
function xmlCharacter(character: string): string {
  const code = character.codePointAt(0) ?? 0;
  const isAllowed =
    [0x9, 0xa, 0xd].includes(code) ||
    (code >= 0x20 && code <= 0xd7ff) ||
    (code >= 0xe000 && code <= 0xfffd) ||
    code >= 0x10000;
  return isAllowed ? character : "\ufffd";
}

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
        expect(select(xml, "text")[0]?.textContent).toBe(Array.from(text, xmlCharacter).join(""));
      }),
    );
  });
});
