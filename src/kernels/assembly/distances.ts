/* The passes of ../distanceContract.ts in float64, operation by operation as in ../reference/distances.ts. */

/**
 * Along the first axis: from each point of a row to the nearest one that is set, two sweeps a row.
 *
 * @param isSet nx · rows bytes, 0 or not
 * @param out as many float64
 */
export function rowDistances(isSet: usize, out: usize, nx: i32, rows: i32, square: f64): void {
  for (let row = 0; row < rows; row++) {
    const from = isSet + row * nx;
    const to = out + ((row * nx) << 3);
    let last = -1;
    for (let q = 0; q < nx; q++) {
      if (load<u8>(from + q) != 0) last = q;
      const d = <f64>(q - last);
      store<f64>(to + (q << 3), last < 0 ? Infinity : square * d * d);
    }
    if (last < 0) continue;
    let next = last;
    for (let q = last - 1; q >= 0; q--) {
      if (load<u8>(from + q) != 0) next = q;
      const d = <f64>(next - q);
      const value = square * d * d;
      if (value < load<f64>(to + (q << 3))) store<f64>(to + (q << 3), value);
    }
  }
}

/**
 * Along another axis, for `lines` neighbouring lines of n values, `stride` values apart within a line: the lower envelope
 * of the parabolas at each value.
 *
 * @param scratch 8 · n bytes of heights, 8 · (n + 1) of where parabolas begin, 4 · n of their apices
 */
export function envelopes(values: usize, lines: i32, stride: i32, n: i32, square: f64, scratch: usize): void {
  const step = (<usize>stride) << 3;
  const from = scratch + (n << 3);
  const apex = from + ((n + 1) << 3);
  for (let i = 0; i < lines; i++) {
    const line = values + (i << 3);
    let count = 0;
    // The last parabola of the envelope: its apex, its height there, and where it begins.
    let p = 0;
    let low: f64 = 0;
    let since: f64 = 0;
    let at = line;
    for (let q = 0; q < n; q++, at += step) {
      const height = load<f64>(at);
      store<f64>(scratch + (q << 3), height);
      if (height == Infinity) continue;
      let begin: f64 = -Infinity;
      while (count > 0) {
        begin = ((height - low) / square + <f64>(q * q) - <f64>(p * p)) / <f64>(2 * (q - p));
        if (begin > since) break;
        count -= 1;
        begin = -Infinity;
        if (count > 0) {
          p = load<i32>(apex + ((count - 1) << 2));
          low = load<f64>(scratch + (p << 3));
          since = load<f64>(from + ((count - 1) << 3));
        }
      }
      store<i32>(apex + (count << 2), q);
      store<f64>(from + (count << 3), begin);
      count += 1;
      p = q;
      low = height;
      since = begin;
    }
    if (count == 0) continue;
    store<f64>(from + (count << 3), Infinity);
    at = line;
    let q = 0;
    for (let c = 0; c < count; c++) {
      const p = load<i32>(apex + (c << 2));
      const low = load<f64>(scratch + (p << 3));
      const end = load<f64>(from + ((c + 1) << 3));
      for (; q < n && <f64>q <= end; q++, at += step) {
        const d = <f64>(q - p);
        store<f64>(at, low + square * d * d);
      }
    }
  }
}
