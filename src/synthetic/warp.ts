/**
 * An image seen through a displacement: out(x) = image(x + d(x)), bilinear between pixel centres, zero outside.
 *
 * @param image n × n values
 * @param dx displacement along x in pixels, n × n values
 * @param dy displacement along y in pixels, n × n values
 * @param out n × n values to write to
 */
export function warp(
  image: Float64Array,
  n: number,
  dx: Float64Array,
  dy: Float64Array,
  out: Float32Array | Float64Array,
): void {
  let i = 0;
  for (let y = 0; y < n; y++) {
    for (let x = 0; x < n; x++, i++) {
      const u = x + dx[i];
      const v = y + dy[i];
      const left = Math.floor(u);
      const top = Math.floor(v);
      if (left < -1 || left >= n || top < -1 || top >= n) {
        out[i] = 0;
        continue;
      }
      const fu = u - left;
      const fv = v - top;
      const corner = top * n + left;
      if (left >= 0 && left + 1 < n && top >= 0 && top + 1 < n) {
        const upper = image[corner] * (1 - fu) + image[corner + 1] * fu;
        const lower = image[corner + n] * (1 - fu) + image[corner + n + 1] * fu;
        out[i] = upper * (1 - fv) + lower * fv;
        continue;
      }
      const hasLeft = left >= 0;
      const hasRight = left + 1 < n;
      const upper =
        top >= 0 ? (hasLeft ? image[corner] * (1 - fu) : 0) + (hasRight ? image[corner + 1] * fu : 0) : 0;
      const lower =
        top + 1 < n
          ? (hasLeft ? image[corner + n] * (1 - fu) : 0) + (hasRight ? image[corner + n + 1] * fu : 0)
          : 0;
      out[i] = upper * (1 - fv) + lower * fv;
    }
  }
}
