import { afterEach, describe, expect, it, vi } from "vitest";

afterEach(() => {
  vi.restoreAllMocks();
  vi.resetModules();
});

describe("fastestKernels", () => {
  it("are those in WebAssembly SIMD, without a note", async () => {
    const { fastestKernels } = await import("../../src/kernels/kernels.ts");
    expect(fastestKernels()).toMatchObject({ name: "wasm-simd", note: "" });
  });

  it("fall back to the reference, with a note and the same figures, in an engine without SIMD", async () => {
    const { descend: fast } = await import("../../src/kernels/descend.ts");
    vi.resetModules();
    vi.spyOn(WebAssembly, "validate").mockReturnValue(false);
    const { fastestKernels } = await import("../../src/kernels/kernels.ts");
    const { descend: slow } = await import("../../src/kernels/descend.ts");
    const { Random } = await import("../../src/core/random.ts");
    expect(fastestKernels().name).toBe("reference");
    const marginal = Float32Array.from({ length: 3000 }, (_, i) => (i % 7) / 7);
    const runs = [fast, slow].map((descend) => {
      const run = descend({ marginal, random: new Random(1), iterations: [1, 30] });
      return [run.next(), run.next(), run.next()].map(({ value }) => value);
    });
    expect(runs[1].slice(0, 2)).toEqual(runs[0].slice(0, 2));
    expect(runs[1][2]).toMatchObject({ note: expect.stringContaining("no WebAssembly SIMD") as string });
  });
});
