/** Whether values of two lanes lie in [least, most). */
function within(values: v128, least: f64, most: f64): v128 {
  return v128.and(f64x2.ge(values, f64x2.splat(least)), f64x2.lt(values, f64x2.splat(most)));
}

/** a (1 − f) + b f */
function mix(a: v128, b: v128, f: v128): v128 {
  return f64x2.add(f64x2.mul(a, f64x2.sub(f64x2.splat(1), f)), f64x2.mul(b, f));
}

/**
 * `run` of Warp in ../contract.ts, two pixels of a row at a time; the arithmetic is that of ../reference/warp.ts, hence the
 * same bits.
 *
 * @param image (n + 2) × (n + 2) float64: the image in a border of zeros, so that all four neighbours are there
 * @param dx n × n float64 and one more, likewise dy
 * @param left where the image may differ from 0: columns left … right − 1, rows top … bottom − 1
 * @param out n × n float32
 */
export function warp(
  image: usize,
  n: usize,
  left: f64,
  right: f64,
  top: f64,
  bottom: f64,
  dx: usize,
  dy: usize,
  out: usize,
): void {
  const pitch = (n + 2) << 3;
  for (let y: usize = 0; y < n; y++) {
    for (let x: usize = 0; x < n; x += 2) {
      const i = y * n + x;
      const u = f64x2.add(f64x2.replace_lane(f64x2.splat(<f64>x), 1, <f64>(x + 1)), v128.load(dx + (i << 3)));
      const v = f64x2.add(f64x2.splat(<f64>y), v128.load(dy + (i << 3)));
      const inside = v128.and(within(u, left - 1, right), within(v, top - 1, bottom));
      let values = f32x4.splat(0);
      if (v128.any_true(inside)) {
        // Pixels outside read pixel (0, 0), and their value is dropped.
        const column = v128.and(f64x2.floor(u), inside);
        const row = v128.and(f64x2.floor(v), inside);
        const corners = i32x4.trunc_sat_f64x2_s_zero(
          f64x2.add(f64x2.mul(row, f64x2.splat(<f64>(n + 2))), f64x2.add(column, f64x2.splat(<f64>(n + 3)))),
        );
        const first = image + ((<usize>i32x4.extract_lane(corners, 0)) << 3);
        const second = image + ((<usize>i32x4.extract_lane(corners, 1)) << 3);
        const a = v128.load(first);
        const b = v128.load(second);
        const c = v128.load(first + pitch);
        const d = v128.load(second + pitch);
        const fu = f64x2.sub(u, f64x2.floor(u));
        const fv = f64x2.sub(v, f64x2.floor(v));
        const upper = mix(i64x2.shuffle(a, b, 0, 2), i64x2.shuffle(a, b, 1, 3), fu);
        const lower = mix(i64x2.shuffle(c, d, 0, 2), i64x2.shuffle(c, d, 1, 3), fu);
        values = f32x4.demote_f64x2_zero(v128.and(mix(upper, lower, fv), inside));
      }
      if (x + 1 < n) v128.store64_lane(out + (i << 2), values, 0);
      else v128.store32_lane(out + (i << 2), values, 0);
    }
  }
}
