/** `deposit` of ../contract.ts; the arithmetic is that of ../reference/deposit.ts, hence the same bits. */

/** As in ../contract.ts. */
const BINS: usize = 416;
const NODES: usize = BINS + 8;
const ORDER: usize = 5;
const LOWEST: f64 = -6.5;
const PER_UNIT: f64 = 32;

const NO_CELL: u16 = 0xffff;

/** Adds `scale` times the four cubic weights at fraction d to four neighbouring nodes. */
function spread(nodes: usize, d: f64, scale: f64): void {
  const above = d + 1;
  const below = d - 1;
  const far = d - 2;
  add(nodes, 0, ((-d * below * far) / 6) * scale);
  add(nodes, 8, ((above * below * far) / 2) * scale);
  add(nodes, 16, ((-above * d * far) / 2) * scale);
  add(nodes, 24, ((above * d * below) / 6) * scale);
}

function add(nodes: usize, offset: usize, weight: f64): void {
  const at = nodes + offset;
  store<f64>(at, load<f64>(at) + weight);
}

/**
 * Sorts n voxels by level and bin; new levels go to the end of `levels`.
 *
 * @returns the number of levels, −1 if there are more than `capacity`, −2 if a logit lies off the grid
 */
export function depositLevels(
  f: usize,
  m: usize,
  n: usize,
  levels: usize,
  capacity: i32,
  counts: usize,
  weights: usize,
  cells: usize,
): i32 {
  let known = 0;
  let last = 0;
  for (let i: usize = 0; i < n; i++) {
    const value = load<f32>(m + (i << 2));
    if (known === 0 || value !== load<f32>(levels + ((<usize>last) << 2))) {
      last = 0;
      while (last < known && load<f32>(levels + ((<usize>last) << 2)) !== value) last++;
      if (last === known) {
        if (known === capacity) return -1;
        store<f32>(levels + ((<usize>known) << 2), value);
        known++;
      }
    }
    const x = (<f64>load<f32>(f + (i << 2)) - LOWEST) * PER_UNIT;
    if (!(x >= 0 && x < <f64>BINS)) return -2;
    const bin = <usize>x;
    const cell = <usize>last * BINS + bin;
    const count = counts + (cell << 2);
    store<u32>(count, load<u32>(count) + 1);
    store<u16>(cells + (i << 1), <u16>cell);
    spread(weights + ((<usize>last * NODES + bin + 2) << 3), x - <f64>bin, 1);
  }
  return known;
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
    const x = (<f64>load<f32>(f + (i << 2)) - LOWEST) * PER_UNIT;
    if (!(x >= 0 && x < <f64>BINS)) return -2;
    const band: usize = value <= low ? 0 : 1;
    const distance = band === 0 ? value : 1 - value;
    const width = band === 0 ? low : high;
    if (distance > width) {
      store<u16>(cells + (i << 1), NO_CELL);
      store<u32>(listed + (others << 2), <u32>i);
      others++;
      continue;
    }
    const bin = <usize>x;
    const d = x - <f64>bin;
    const cell = band * BINS + bin;
    const count = counts + (cell << 2);
    store<u32>(count, load<u32>(count) + 1);
    store<u16>(cells + (i << 1), <u16>cell);
    const row = weights + ((band * ORDER * NODES + bin + 2) << 3);
    if (distance === 0) {
      spread(row, d, 1);
      continue;
    }
    const u = distance / width;
    // Lagrange's polynomials of the nodes (1 − cos(jπ/4)) / 2, j = 0 … 4.
    const u1 = u - 0.14644660940672624;
    const u2 = u - 0.5;
    const u3 = u - 0.8535533905932737;
    const u4 = u - 1;
    spread(row, d, u1 * u2 * u3 * u4 * 16);
    spread(row + (NODES << 3), d, -32 * u * u2 * u3 * u4);
    spread(row + ((2 * NODES) << 3), d, 32 * u * u1 * u3 * u4);
    spread(row + ((3 * NODES) << 3), d, -32 * u * u1 * u2 * u4);
    spread(row + ((4 * NODES) << 3), d, 16 * u * u1 * u2 * u3);
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
