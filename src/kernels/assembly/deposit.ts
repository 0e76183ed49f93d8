/** `deposit` of ../contract.ts; the arithmetic is that of ../reference/deposit.ts, hence the same bits. */

/** As in ../contract.ts. */
const BINS: usize = 416;
const NODES: usize = BINS + 8;
const ORDER: usize = 5;
const PER_UNIT: i32 = 32;
const ZERO_BIN: i32 = 208;

const NO_CELL: u16 = 0xffff;

const MAGIC: f32 = 12582912; // its bits plus k are those of MAGIC + k

/** Whether four bins, counted from the lowest, lie on the grid. */
function onGrid(bins: v128): bool {
  return !v128.any_true(i32x4.gt_u(bins, i32x4.splat(<i32>BINS - 1)));
}

/** The bins of four logits f · PER_UNIT rounded down, counted from the lowest. */
function binsOf(floor: v128): v128 {
  const bits = f32x4.add(floor, f32x4.splat(MAGIC));
  return i32x4.sub(bits, i32x4.splat(<i32>reinterpret<u32>(MAGIC) - ZERO_BIN));
}

function addMoments(cell: usize, ones: v128, others: v128): void {
  v128.store(cell, f64x2.add(v128.load(cell), ones), 0);
  v128.store(cell, f64x2.add(v128.load(cell, 16), others), 16);
}

/** Adds 1, d, d (d − 1) and d² (d − 1) of two voxels, at the fractions in lanes 0 and 1, to the moments of their cells. */
function addPair(first: usize, second: usize, d: v128): void {
  const one = f64x2.splat(1);
  const p = f64x2.sub(f64x2.mul(d, d), d);
  const pd = f64x2.mul(p, d);
  addMoments(first, i64x2.shuffle(one, d, 0, 2), i64x2.shuffle(p, pd, 0, 2));
  addMoments(second, i64x2.shuffle(one, d, 1, 3), i64x2.shuffle(p, pd, 1, 3));
}

/** The level of a marginal, appended to the `known` ones if it is new, and then equal to their number. */
function levelOf(value: f32, levels: usize, known: i32): i32 {
  let level = 0;
  while (level < known && load<f32>(levels + ((<usize>level) << 2)) !== value) level++;
  if (level === known) store<f32>(levels + ((<usize>known) << 2), value);
  return level;
}

/**
 * Sorts n voxels by level and bin, four at a time; n is a multiple of 4, padded with levels and logits on the grid. New
 * levels go to the end of `levels`, which has room for four more than `capacity`.
 *
 * @param moments four float64 for each cell: Σ 1, Σ d, Σ d (d − 1), Σ d² (d − 1) over the fractions d of its voxels
 * @returns the number of levels, −1 if there are more than `capacity`, −2 if a logit lies off the grid
 */
export function depositLevels(
  f: usize,
  m: usize,
  n: usize,
  levels: usize,
  capacity: i32,
  moments: usize,
  cells: usize,
): i32 {
  let known = 0;
  for (let i: usize = 0; i < n; i += 4) {
    const x = f32x4.mul(v128.load(f + (i << 2)), f32x4.splat(<f32>PER_UNIT));
    const floor = f32x4.floor(x);
    const bins = binsOf(floor);
    if (!onGrid(bins)) return -2;
    const d = f32x4.sub(x, floor);
    const values = v128.load(m + (i << 2));
    let cell: v128;
    if (v128.any_true(f32x4.ne(values, i32x4.shuffle(values, values, 0, 0, 0, 0)))) {
      const a = levelOf(f32x4.extract_lane(values, 0), levels, known);
      known = max(known, a + 1);
      const b = levelOf(f32x4.extract_lane(values, 1), levels, known);
      known = max(known, b + 1);
      const c = levelOf(f32x4.extract_lane(values, 2), levels, known);
      known = max(known, c + 1);
      const e = levelOf(f32x4.extract_lane(values, 3), levels, known);
      known = max(known, e + 1);
      let row = i32x4.splat(a);
      row = i32x4.replace_lane(row, 1, b);
      row = i32x4.replace_lane(row, 2, c);
      row = i32x4.replace_lane(row, 3, e);
      cell = i32x4.add(bins, i32x4.mul(row, i32x4.splat(<i32>BINS)));
    } else {
      const level = levelOf(f32x4.extract_lane(values, 0), levels, known);
      known = max(known, level + 1);
      cell = i32x4.add(bins, i32x4.splat(level * <i32>BINS));
    }
    if (known > capacity) return -1;
    v128.store64_lane(cells + (i << 1), i16x8.narrow_i32x4_u(cell, cell), 0);
    const c0 = moments + ((<usize>i32x4.extract_lane(cell, 0)) << 5);
    const c1 = moments + ((<usize>i32x4.extract_lane(cell, 1)) << 5);
    const c2 = moments + ((<usize>i32x4.extract_lane(cell, 2)) << 5);
    const c3 = moments + ((<usize>i32x4.extract_lane(cell, 3)) << 5);
    addPair(c0, c1, f64x2.promote_low_f32x4(d));
    addPair(c2, c3, f64x2.promote_low_f32x4(i32x4.shuffle(d, d, 2, 3, 2, 3)));
  }
  return known;
}

/** Adds `scale` times four weights, in pairs, to four neighbouring nodes. */
function spread(nodes: usize, first: v128, last: v128, scale: f64): void {
  const scales = f64x2.splat(scale);
  v128.store(nodes, f64x2.add(v128.load(nodes, 0), f64x2.mul(first, scales)), 0);
  v128.store(nodes, f64x2.add(v128.load(nodes, 16), f64x2.mul(last, scales)), 16);
}

/**
 * Sorts n voxels into the bands m ≤ low and m ≥ 1 − high, and lists the indices of the others.
 *
 * @returns how many are listed, −2 if a logit lies off the grid
 */
export function depositBands(
  f: usize,
  m: usize,
  n: usize,
  low: f64,
  high: f64,
  counts: usize,
  weights: usize,
  cells: usize,
  listed: usize,
): i32 {
  let others: usize = 0;
  for (let i: usize = 0; i < n; i++) {
    const value = <f64>load<f32>(m + (i << 2));
    const x = load<f32>(f + (i << 2)) * <f32>PER_UNIT;
    const floor = Mathf.floor(x);
    if (!(floor >= <f32>-ZERO_BIN && floor < <f32>ZERO_BIN)) return -2;
    const band: usize = value <= low ? 0 : 1;
    const distance = band === 0 ? value : 1 - value;
    const width = band === 0 ? low : high;
    if (distance > width) {
      store<u16>(cells + (i << 1), NO_CELL);
      store<u32>(listed + (others << 2), <u32>i);
      others++;
      continue;
    }
    const bin = <usize>(<i32>floor + ZERO_BIN);
    const d = <f64>(x - floor);
    const cell = band * BINS + bin;
    const count = counts + (cell << 2);
    store<u32>(count, load<u32>(count) + 1);
    store<u16>(cells + (i << 1), <u16>cell);
    const row = weights + ((band * ORDER * NODES + bin + 2) << 3);
    // The weights of cubic interpolation at d.
    const p = d * d - d;
    const q = p - 2;
    const first = f64x2.replace_lane(f64x2.splat((2 - d) * p * (1.0 / 6.0)), 1, (d - 1) * q * 0.5);
    const last = f64x2.replace_lane(f64x2.splat(-d * q * 0.5), 1, (d + 1) * p * (1.0 / 6.0));
    if (distance === 0) {
      spread(row, first, last, 1);
      continue;
    }
    const u = distance / width;
    // Lagrange's polynomials of the nodes (1 − cos(jπ/4)) / 2, j = 0 … 4.
    const u1 = u - 0.14644660940672624;
    const u2 = u - 0.5;
    const u3 = u - 0.8535533905932737;
    const u4 = u - 1;
    spread(row, first, last, u1 * u2 * u3 * u4 * 16);
    spread(row + (NODES << 3), first, last, -32 * u * u2 * u3 * u4);
    spread(row + ((2 * NODES) << 3), first, last, 32 * u * u1 * u3 * u4);
    spread(row + ((3 * NODES) << 3), first, last, -32 * u * u1 * u2 * u4);
    spread(row + ((4 * NODES) << 3), first, last, 16 * u * u1 * u2 * u3);
  }
  return <i32>others;
}

/** Lists the voxels whose cell is flagged; returns how many. */
export function listFlagged(cells: usize, n: usize, flags: usize, listed: usize): i32 {
  let found: usize = 0;
  for (let i: usize = 0; i < n; i++) {
    store<u32>(listed + (found << 2), <u32>i);
    found += <usize>load<u8>(flags + <usize>load<u16>(cells + (i << 1)));
  }
  return <i32>found;
}
