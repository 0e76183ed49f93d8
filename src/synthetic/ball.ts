/**
 * A ball on the unit square: 1 where the pixel's centre ((x + ½)/n, (y + ½)/n) is at most `radius` from the middle.
 *
 * @param n pixels along each side
 * @param radius fraction of the side
 * @returns n × n values, rows of x
 */
export function ball(n: number, radius: number): Float64Array {
  const centre = (n - 1) / 2;
  const limit = (radius * n) ** 2;
  return Float64Array.from({ length: n * n }, (_, i) => {
    const dx = (i % n) - centre;
    const dy = Math.floor(i / n) - centre;
    return dx * dx + dy * dy <= limit ? 1 : 0;
  });
}
