/** `sum` of Waves in ../contract.ts: rows × n float64 at out, from tables of `stride` values a wave, a multiple of 2. */
export function sumWaves(
  n: usize,
  rows: usize,
  waves: usize,
  stride: usize,
  cos: usize,
  sin: usize,
  real: usize,
  imaginary: usize,
  out: usize,
): void {
  const half = n / 2 + 1;
  for (let row: usize = 0; row < rows; row++) {
    const left = out + ((row * n) << 3);
    const right = left + (n << 3);
    const re = real + ((row * waves) << 3);
    const im = imaginary + ((row * waves) << 3);
    for (let x: usize = 0; x < half; x += 2) {
      let even = f64x2.splat(0);
      let odd = f64x2.splat(0);
      for (let k: usize = 0; k < waves; k++) {
        const at = (k * stride + x) << 3;
        even = f64x2.add(even, f64x2.mul(v128.load64_splat(re + (k << 3)), v128.load(cos + at)));
        odd = f64x2.add(odd, f64x2.mul(v128.load64_splat(im + (k << 3)), v128.load(sin + at)));
      }
      const plus = f64x2.add(even, odd);
      const minus = f64x2.sub(even, odd);
      v128.store64_lane(left + (x << 3), minus, 0);
      if (x > 0) v128.store64_lane(right - (x << 3), plus, 0);
      if (x + 1 < half) {
        v128.store64_lane(left + (x << 3), minus, 1, 8);
        v128.store64_lane(right - (x << 3) - 8, plus, 1);
      }
    }
  }
}
