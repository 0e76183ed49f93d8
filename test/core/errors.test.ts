import { describe, expect, it } from "vitest";
import { SoftdiceError } from "../../src/core/errors.ts";

describe("SoftdiceError", () => {
  it("says subject, problem, expectation and remedy in one line", () => {
    const error = new SoftdiceError({
      subject: "a.nii",
      problem: "is empty",
      expected: "a mask",
      remedy: "export it",
    });
    expect(error.message).toBe("a.nii: is empty, expected a mask; export it");
  });

  it("lets no name or value break the line or steer a terminal", () => {
    const subject = "a\nb\r\u001B[2J\u2028c".padEnd(10_000, "x");
    const error = new SoftdiceError({ subject, problem: "p", expected: "e", remedy: "r" });
    expect(error.subject).toHaveLength(500);
    expect(error.message).toMatch(/^a\uFFFDb\uFFFD\uFFFD\[2J\uFFFDcx+…: p, expected e; r$/);
  });
});
