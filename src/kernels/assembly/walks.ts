/* The walks of ../walkContract.ts in float64, operation by operation as in ../reference/walks.ts: two targets a vector. */

/** Adds an area to a bin of one target. */
function addTo(at: usize, area: f64): void {
  store<f64>(at, load<f64>(at) + area);
}

/**
 * @param places elements · int32
 * @param areas elements · float64
 * @param distances four float64 a point, below 0 outside the tolerance
 * @param bins four uint16 a point
 * @param areasInBins four float64 a bin, added to
 * @param sums twelve float64: four largest distances, four moments, four areas within the tolerance
 */
export function walk(
  elements: i32,
  places: usize,
  areas: usize,
  distances: usize,
  bins: usize,
  areasInBins: usize,
  sums: usize,
): void {
  const zero = f64x2.splat(0);
  let max01 = zero;
  let max23 = zero;
  let moment01 = zero;
  let moment23 = zero;
  let within01 = zero;
  let within23 = zero;
  for (let e = 0; e < elements; e++) {
    const place = <usize>load<u32>(places + (e << 2));
    const area = load<f64>(areas + (e << 3));
    const at = distances + (place << 5);
    const signed01 = v128.load(at, 0);
    const signed23 = v128.load(at, 16);
    const both = f64x2.splat(area);
    const d01 = f64x2.abs(signed01);
    const d23 = f64x2.abs(signed23);
    max01 = f64x2.pmax(max01, d01);
    max23 = f64x2.pmax(max23, d23);
    moment01 = f64x2.add(moment01, f64x2.mul(both, d01));
    moment23 = f64x2.add(moment23, f64x2.mul(both, d23));
    within01 = f64x2.add(within01, v128.andnot(both, f64x2.lt(signed01, zero)));
    within23 = f64x2.add(within23, v128.andnot(both, f64x2.lt(signed23, zero)));
    const four = load<u64>(bins + (place << 3));
    addTo(areasInBins + ((<usize>(four & 0xffff)) << 5), area);
    addTo(areasInBins + ((<usize>((four >> 16) & 0xffff)) << 5) + 8, area);
    addTo(areasInBins + ((<usize>((four >> 32) & 0xffff)) << 5) + 16, area);
    addTo(areasInBins + ((<usize>(four >> 48)) << 5) + 24, area);
  }
  v128.store(sums, max01, 0);
  v128.store(sums, max23, 16);
  v128.store(sums, moment01, 32);
  v128.store(sums, moment23, 48);
  v128.store(sums, within01, 64);
  v128.store(sums, within23, 80);
}
