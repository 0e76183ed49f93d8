/* `sumColumns` and `sum` of Waves in ../contract.ts; tables have `stride` values a wave, a multiple of 2. */

/** Real and imaginary parts of n rows, from folded amplitudes of 2 · waves − 1 values a wave; two rows y at a time. */
export function sumColumns(
  n: usize,
  waves: usize,
  stride: usize,
  cos: usize,
  sin: usize,
  a: usize,
  b: usize,
  real: usize,
  imaginary: usize,
): void {
  const half = n / 2 + 1;
  for (let k: usize = 0; k < waves; k++) {
    const zero = (k * (2 * waves - 1) + waves - 1) << 3;
    for (let y: usize = 0; y < half; y += 2) {
      let aCos = v128.load64_splat(a + zero);
      let bCos = v128.load64_splat(b + zero);
      let aSin = f64x2.splat(0);
      let bSin = f64x2.splat(0);
      for (let l: usize = 1; l < waves; l++) {
        const c = v128.load(cos + ((l * stride + y) << 3));
        const s = v128.load(sin + ((l * stride + y) << 3));
        aCos = f64x2.add(aCos, f64x2.mul(v128.load64_splat(a + zero + (l << 3)), c));
        bCos = f64x2.add(bCos, f64x2.mul(v128.load64_splat(b + zero + (l << 3)), c));
        aSin = f64x2.add(aSin, f64x2.mul(v128.load64_splat(a + zero - (l << 3)), s));
        bSin = f64x2.add(bSin, f64x2.mul(v128.load64_splat(b + zero - (l << 3)), s));
      }
      const first = (y * waves + k) << 3;
      const second = first + (waves << 3);
      const opposite = (((n - y) % n) * waves + k) << 3;
      v128.store64_lane(real + opposite, f64x2.sub(aCos, bSin), 0);
      v128.store64_lane(imaginary + opposite, f64x2.sub(f64x2.neg(aSin), bCos), 0);
      if (y + 1 < half) {
        const before = ((n - y - 1) * waves + k) << 3;
        v128.store64_lane(real + before, f64x2.sub(aCos, bSin), 1);
        v128.store64_lane(imaginary + before, f64x2.sub(f64x2.neg(aSin), bCos), 1);
        v128.store64_lane(real + second, f64x2.add(aCos, bSin), 1);
        v128.store64_lane(imaginary + second, f64x2.sub(aSin, bCos), 1);
      }
      v128.store64_lane(real + first, f64x2.add(aCos, bSin), 0);
      v128.store64_lane(imaginary + first, f64x2.sub(aSin, bCos), 0);
    }
  }
}

/** rows × n float64 at out, from the real and imaginary parts of each row. */
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
