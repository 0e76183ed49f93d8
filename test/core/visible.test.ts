import { describe, expect, it } from "vitest";
import { visible, visibleLine } from "../../src/core/visible.ts";

describe("text of a file", () => {
  it("has control characters and marks of direction spelt out, and all else as it was", () => {
    expect(visible("a\u001b[2Jb\u0007\u009bc\u007f\rd")).toBe("a\\u001b[2Jb\\u0007\\u009bc\\u007f\\u000dd");
    for (const mark of "\u061c\u200e\u200f\u2028\u2029\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")
      expect(visible(mark)).toBe(`\\u${mark.charCodeAt(0).toString(16).padStart(4, "0")}`);
    const plain = "Prostata (Jürgen) 前立腺 البروستات 👩‍⚕️\n\tx";
    expect(visible(plain)).toBe(plain);
  });

  it("is in one line where it has to be", () => {
    expect(visibleLine("a\n\tb")).toBe("a\\u000a\\u0009b");
  });

  it("in a JSON document means what it meant", () => {
    const document = { name: "\u202eatad\u2066\u0085\u001b\\\u200f" };
    const shown = visible(JSON.stringify(document));
    expect(JSON.parse(shown)).toEqual(document);
    expect(shown).not.toMatch(/[\u0080-\u009f\u200e-\u202e\u2066-\u2069]/);
  });
});
