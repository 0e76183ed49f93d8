import { firstPixel, planeBytes } from "./planes";

/* `halve` and `double` of ../convolutionContract.ts, as in ../reference/convolutions.ts. Pointers are in bytes. */

/** n is the size of `out`, a multiple of 4. */
export function halve(n: usize, planes: usize, input: usize, out: usize, scale: f32): void {
  const scales = f32x4.splat(scale);
  for (let k: usize = 0; k < planes; k++) {
    for (let y: usize = 0; y < n; y++) {
      let top = input + k * planeBytes(2 * n) + firstPixel(2 * n) + ((2 * y * (2 * n + 4)) << 2);
      const bottom: usize = (2 * n + 4) << 2;
      let to = out + k * planeBytes(n) + firstPixel(n) + ((y * (n + 4)) << 2);
      for (let x: usize = 0; x < n; x += 4) {
        const upper = evenPlusOdd(v128.load(top), v128.load(top, 16));
        const lower = evenPlusOdd(v128.load(top + bottom), v128.load(top + bottom, 16));
        v128.store(to, f32x4.mul(scales, f32x4.add(upper, lower)));
        top += 32;
        to += 16;
      }
    }
  }
}

/** Sums of neighbours among eight values. */
function evenPlusOdd(a: v128, b: v128): v128 {
  return f32x4.add(i32x4.shuffle(a, b, 0, 2, 4, 6), i32x4.shuffle(a, b, 1, 3, 5, 7));
}

/** n is the size of `input`, a multiple of 4. */
export function double(n: usize, planes: usize, input: usize, out: usize, scale: f32, isAdded: bool): void {
  const scales = f32x4.splat(scale);
  const stride: usize = (2 * n + 4) << 2;
  for (let k: usize = 0; k < planes; k++) {
    for (let y: usize = 0; y < n; y++) {
      let from = input + k * planeBytes(n) + firstPixel(n) + ((y * (n + 4)) << 2);
      let to = out + k * planeBytes(2 * n) + firstPixel(2 * n) + 2 * y * stride;
      for (let x: usize = 0; x < n; x += 4) {
        const v = f32x4.mul(scales, v128.load(from));
        putTwice(to, v, stride, isAdded);
        from += 16;
        to += 32;
      }
    }
  }
}

/** Eight values, each of v twice, to a row and the next. */
function putTwice(to: usize, v: v128, stride: usize, isAdded: bool): void {
  const left = i32x4.shuffle(v, v, 0, 0, 1, 1);
  const right = i32x4.shuffle(v, v, 2, 2, 3, 3);
  if (isAdded) {
    v128.store(to, f32x4.add(v128.load(to), left));
    v128.store(to, f32x4.add(v128.load(to, 16), right), 16);
    v128.store(to + stride, f32x4.add(v128.load(to + stride), left));
    v128.store(to + stride, f32x4.add(v128.load(to + stride, 16), right), 16);
  } else {
    v128.store(to, left);
    v128.store(to, right, 16);
    v128.store(to + stride, left);
    v128.store(to + stride, right, 16);
  }
}
