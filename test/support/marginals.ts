import fc from "fast-check";

/** Marginals of a few voxels: smooth values, rater counts k/R with many ties, and near-binary ones. */
export function marginals(maxLength: number): fc.Arbitrary<number[]> {
  const options = { minLength: 1, maxLength };
  const smooth = fc.array(fc.double({ min: 0, max: 1, noNaN: true }), options);
  const counts = fc.integer({ min: 1, max: 7 }).chain((raters) =>
    fc.array(
      fc.integer({ min: 0, max: raters }).map((k) => k / raters),
      options,
    ),
  );
  const nearBinary = fc.array(fc.constantFrom(0, 1, 1e-9, 1 - 1e-9, 0.5), options);
  return fc.oneof(smooth, counts, nearBinary);
}

/** Calls `visit` with each of the 2^n segmentations of n voxels. */
export function forEachSegmentation(n: number, visit: (s: Uint8Array) => void): void {
  const s = new Uint8Array(n);
  for (let bits = 0; bits < 2 ** n; bits++) {
    for (let i = 0; i < n; i++) s[i] = (bits >> i) & 1;
    visit(s);
  }
}
