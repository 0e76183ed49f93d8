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
    expect(error.subject).toBe(subject);
    expect(error.message).toMatch(/^a\\u000ab\\u000d\\u001b\[2J\\u2028cx+…: p, expected e; r$/);
    expect(error.message.indexOf(": p")).toBe(500);
  });
});
