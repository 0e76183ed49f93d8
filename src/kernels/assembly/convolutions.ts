/*
 * The operations of ../convolutionContract.ts, a module of its own; the order of the arithmetic is that of
 * ../reference/convolutions.ts, hence the same bits. Pointers are in bytes, n is the size of a plane,
 * a multiple of 8.
 */

import { firstPixel, planeBytes } from "./planes";

export { double, halve } from "./pooling";

/**
 * Four outputs of eight pixels a block: each input value that is loaded serves four outputs, each weight two vectors.
 *
 * @param bias 0 for none
 */
export function convolve(
  n: usize,
  inputs: usize,
  outputs: usize,
  input: usize,
  weights: usize,
  bias: usize,
  out: usize,
  isRectified: bool,
): void {
  const plane = planeBytes(n);
  const stride = (n + 4) << 2;
  const perOutput = inputs * 36;
  const zero = f32x4.splat(0);
  for (let y: usize = 0; y < n; y++) {
    for (let o: usize = 0; o < outputs; o += 4) {
      for (let x: usize = 0; x < n; x += 8) {
        let a0 = zero;
        let a1 = zero;
        let a2 = zero;
        let a3 = zero;
        if (bias !== 0) {
          a0 = v128.load32_splat(bias + (o << 2));
          a1 = v128.load32_splat(bias + (o << 2), 4);
          a2 = v128.load32_splat(bias + (o << 2), 8);
          a3 = v128.load32_splat(bias + (o << 2), 12);
        }
        let b0 = a0;
        let b1 = a1;
        let b2 = a2;
        let b3 = a3;
        let w0 = weights + o * perOutput;
        let w1 = w0 + perOutput;
        let w2 = w1 + perOutput;
        let w3 = w2 + perOutput;
        let row = input + y * stride + (x << 2) + 12; // the pixel (y − 1, x − 1)
        for (let i: usize = 0; i < inputs; i++) {
          for (let dy: usize = 0; dy < 3; dy++) {
            let p = v128.load(row);
            let q = v128.load(row, 16);
            let w = v128.load32_splat(w0);
            a0 = f32x4.add(a0, f32x4.mul(p, w));
            b0 = f32x4.add(b0, f32x4.mul(q, w));
            w = v128.load32_splat(w1);
            a1 = f32x4.add(a1, f32x4.mul(p, w));
            b1 = f32x4.add(b1, f32x4.mul(q, w));
            w = v128.load32_splat(w2);
            a2 = f32x4.add(a2, f32x4.mul(p, w));
            b2 = f32x4.add(b2, f32x4.mul(q, w));
            w = v128.load32_splat(w3);
            a3 = f32x4.add(a3, f32x4.mul(p, w));
            b3 = f32x4.add(b3, f32x4.mul(q, w));
            p = v128.load(row, 4);
            q = v128.load(row, 20);
            w = v128.load32_splat(w0, 4);
            a0 = f32x4.add(a0, f32x4.mul(p, w));
            b0 = f32x4.add(b0, f32x4.mul(q, w));
            w = v128.load32_splat(w1, 4);
            a1 = f32x4.add(a1, f32x4.mul(p, w));
            b1 = f32x4.add(b1, f32x4.mul(q, w));
            w = v128.load32_splat(w2, 4);
            a2 = f32x4.add(a2, f32x4.mul(p, w));
            b2 = f32x4.add(b2, f32x4.mul(q, w));
            w = v128.load32_splat(w3, 4);
            a3 = f32x4.add(a3, f32x4.mul(p, w));
            b3 = f32x4.add(b3, f32x4.mul(q, w));
            p = v128.load(row, 8);
            q = v128.load(row, 24);
            w = v128.load32_splat(w0, 8);
            a0 = f32x4.add(a0, f32x4.mul(p, w));
            b0 = f32x4.add(b0, f32x4.mul(q, w));
            w = v128.load32_splat(w1, 8);
            a1 = f32x4.add(a1, f32x4.mul(p, w));
            b1 = f32x4.add(b1, f32x4.mul(q, w));
            w = v128.load32_splat(w2, 8);
            a2 = f32x4.add(a2, f32x4.mul(p, w));
            b2 = f32x4.add(b2, f32x4.mul(q, w));
            w = v128.load32_splat(w3, 8);
            a3 = f32x4.add(a3, f32x4.mul(p, w));
            b3 = f32x4.add(b3, f32x4.mul(q, w));
            w0 += 12;
            w1 += 12;
            w2 += 12;
            w3 += 12;
            row += stride;
          }
          row += plane - 3 * stride;
        }
        if (isRectified) {
          a0 = f32x4.max(a0, zero);
          a1 = f32x4.max(a1, zero);
          a2 = f32x4.max(a2, zero);
          a3 = f32x4.max(a3, zero);
          b0 = f32x4.max(b0, zero);
          b1 = f32x4.max(b1, zero);
          b2 = f32x4.max(b2, zero);
          b3 = f32x4.max(b3, zero);
        }
        let to = out + o * plane + firstPixel(n) + y * stride + (x << 2);
        v128.store(to, a0);
        v128.store(to, b0, 16);
        to += plane;
        v128.store(to, a1);
        v128.store(to, b1, 16);
        to += plane;
        v128.store(to, a2);
        v128.store(to, b2, 16);
        to += plane;
        v128.store(to, a3);
        v128.store(to, b3, 16);
      }
    }
  }
}

/** (lane 0 + lane 1) + (lane 2 + lane 3). */
function sumOfLanes(v: v128): f32 {
  return (
    f32x4.extract_lane(v, 0) +
    f32x4.extract_lane(v, 1) +
    (f32x4.extract_lane(v, 2) + f32x4.extract_lane(v, 3))
  );
}

function addTo(at: usize, v: v128): void {
  store<f32>(at, load<f32>(at) + sumOfLanes(v));
}

/** Four outputs and a row of three taps of one input at a time, in four lanes of pixels. */
export function addWeightGradient(
  n: usize,
  inputs: usize,
  outputs: usize,
  input: usize,
  gradient: usize,
  weights: usize,
  bias: usize,
): void {
  const plane = planeBytes(n);
  const stride = (n + 4) << 2;
  const perOutput = inputs * 36;
  const zero = f32x4.splat(0);
  for (let o: usize = 0; o < outputs; o += 4) {
    const g0 = gradient + o * plane + firstPixel(n);
    for (let i: usize = 0; i < inputs; i++) {
      for (let dy: usize = 0; dy < 3; dy++) {
        let a0 = zero;
        let a1 = zero;
        let a2 = zero;
        let b0 = zero;
        let b1 = zero;
        let b2 = zero;
        let c0 = zero;
        let c1 = zero;
        let c2 = zero;
        let d0 = zero;
        let d1 = zero;
        let d2 = zero;
        let from = input + i * plane + dy * stride + 12; // the pixel (dy − 1, −1)
        let at = g0;
        for (let y: usize = 0; y < n; y++) {
          const end = at + (n << 2);
          let p = from;
          for (; at < end; at += 16) {
            const left = v128.load(p);
            const middle = v128.load(p, 4);
            const right = v128.load(p, 8);
            let g = v128.load(at);
            a0 = f32x4.add(a0, f32x4.mul(g, left));
            a1 = f32x4.add(a1, f32x4.mul(g, middle));
            a2 = f32x4.add(a2, f32x4.mul(g, right));
            g = v128.load(at + plane);
            b0 = f32x4.add(b0, f32x4.mul(g, left));
            b1 = f32x4.add(b1, f32x4.mul(g, middle));
            b2 = f32x4.add(b2, f32x4.mul(g, right));
            g = v128.load(at + 2 * plane);
            c0 = f32x4.add(c0, f32x4.mul(g, left));
            c1 = f32x4.add(c1, f32x4.mul(g, middle));
            c2 = f32x4.add(c2, f32x4.mul(g, right));
            g = v128.load(at + 3 * plane);
            d0 = f32x4.add(d0, f32x4.mul(g, left));
            d1 = f32x4.add(d1, f32x4.mul(g, middle));
            d2 = f32x4.add(d2, f32x4.mul(g, right));
            p += 16;
          }
          at += 16;
          from += stride;
        }
        let to = weights + o * perOutput + i * 36 + dy * 12;
        addTo(to, a0);
        addTo(to + 4, a1);
        addTo(to + 8, a2);
        to += perOutput;
        addTo(to, b0);
        addTo(to + 4, b1);
        addTo(to + 8, b2);
        to += perOutput;
        addTo(to, c0);
        addTo(to + 4, c1);
        addTo(to + 8, c2);
        to += perOutput;
        addTo(to, d0);
        addTo(to + 4, d1);
        addTo(to + 8, d2);
      }
    }
  }
  for (let o: usize = 0; o < outputs; o++) {
    let sum = zero;
    let at = gradient + o * plane + firstPixel(n);
    for (let y: usize = 0; y < n; y++) {
      for (const end = at + (n << 2); at < end; at += 16) sum = f32x4.add(sum, v128.load(at));
      at += 16;
    }
    addTo(bias + (o << 2), sum);
  }
}

export function rectifyGradient(n: usize, planes: usize, output: usize, gradient: usize): void {
  const end = planes * planeBytes(n);
  const zero = f32x4.splat(0);
  for (let at: usize = 0; at < end; at += 16) {
    const isPositive = f32x4.gt(v128.load(output + at), zero);
    v128.store(gradient + at, v128.and(v128.load(gradient + at), isPositive));
  }
}
