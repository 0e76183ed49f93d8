import { describe, expect, it } from "vitest";
import { Random } from "../../../src/core/random.ts";
import { rasterise } from "../../../src/formats/dicom/rasterise.ts";
import { unitGrid } from "../../../src/image/grid.ts";

/** A contour of the oracle: a height and points in its plane. */
interface Ring {
  readonly z: number;
  readonly points: readonly (readonly [number, number])[];
}

const [nx, ny, nz] = [48, 40, 5] as const;

/*
 * The oracle: slow and plain, in double precision, and nothing of it is shared with what it judges. A pixel is inside a ring
 * if a ray from its centre crosses the ring an odd number of times. Rings of one plane that cross, or are the same, are one
 * group, and a pixel is inside a group if it is inside a ring of it. Inside the plane's shape are the pixels in an odd number
 * of groups; inside the slice those of any of its planes.
 */
function isInside([px, py]: readonly [number, number], { points }: Ring): boolean {
  let crossings = 0;
  points.forEach(([x1, y1], n) => {
    const [x2, y2] = points[(n + 1) % points.length];
    if ((y1 <= py && y2 > py) || (y2 <= py && y1 > py)) {
      const x = x1 + ((py - y1) * (x2 - x1)) / (y2 - y1);
      if (x > px) crossings += 1;
    }
  });
  return crossings % 2 === 1;
}

function edges({ points }: Ring): [readonly [number, number], readonly [number, number]][] {
  return points.map((point, n) => [point, points[(n + 1) % points.length]]);
}

/** Whether two rings share a point: their edges cross, or a vertex of one is one of the other. */
function meet(a: Ring, b: Ring): boolean {
  const turn = (p: readonly number[], q: readonly number[], r: readonly number[]): number =>
    Math.sign((q[0] - p[0]) * (r[1] - p[1]) - (q[1] - p[1]) * (r[0] - p[0]));
  return edges(a).some(([p, q]) =>
    edges(b).some(
      ([r, s]) =>
        (turn(p, q, r) !== turn(p, q, s) && turn(r, s, p) !== turn(r, s, q)) ||
        (p[0] === r[0] && p[1] === r[1]),
    ),
  );
}

function groupsOf(rings: readonly Ring[]): Ring[][] {
  let groups: Ring[][] = [];
  for (const each of rings) {
    const touched = groups.filter((group) => group.some((other) => meet(each, other)));
    groups = [...groups.filter((group) => !touched.includes(group)), [each, ...touched.flat()]];
  }
  return groups;
}

function evenOdd(rings: readonly Ring[], nested: "holes" | "union"): Uint8Array {
  const mask = new Uint8Array(nx * ny * nz);
  for (const z of new Set(rings.map((each) => each.z))) {
    const k = Math.floor(z + 0.5);
    const own = rings.filter((each) => each.z === z);
    const groups = groupsOf(own);
    for (let j = 0; j < ny; j++) {
      for (let i = 0; i < nx; i++) {
        const count = groups.filter((group) => group.some((each) => isInside([i, j], each))).length;
        if (nested === "union" ? count > 0 : count % 2 === 1) mask[i + nx * (j + ny * k)] = 1;
      }
    }
  }
  return mask;
}

/** Whether a pixel's centre is so near to an edge that single precision may decide otherwise. */
function isNear([px, py]: readonly [number, number], each: Ring): boolean {
  return edges(each).some(([[ax, ay], [bx, by]]) => {
    const [ux, uy] = [bx - ax, by - ay];
    const t = Math.min(1, Math.max(0, ((px - ax) * ux + (py - ay) * uy) / (ux * ux + uy * uy)));
    return Math.hypot(px - ax - t * ux, py - ay - t * uy) < 1e-4;
  });
}

/** A star-shaped ring about a centre. */
function ring(
  random: Random,
  z: number,
  [cx, cy]: readonly [number, number],
  radius: number,
  corners: number,
): Ring {
  const points = Array.from({ length: corners }, (_, n) => {
    const [angle, r] = [(2 * Math.PI * (n + 0.3)) / corners, radius * (0.85 + 0.15 * random.uniform())];
    return [cx + r * Math.cos(angle), cy + r * Math.sin(angle)] as const;
  });
  return { z, points };
}

/** The same ring from another start, reversed, or closed by its first point. */
function again(random: Random, { z, points }: Ring): Ring {
  const start = Math.floor(random.uniform() * points.length);
  const turned = [...points.slice(start), ...points.slice(0, start)];
  const directed = random.uniform() < 0.5 ? turned : turned.reverse();
  return { z, points: random.uniform() < 0.5 ? directed : [...directed, directed[0]] };
}

/** Nested, crossing and duplicated rings on several planes, some of which fall to one slice. */
function drawing(random: Random): Ring[] {
  const rings: Ring[] = [];
  for (const z of [0, 0.95, 1.3, 2.02, 3.25, 3.4, 4.2]) {
    for (const centre of [
      [13, 14],
      [33, 24],
    ] as const) {
      let radius = 6 + 6 * random.uniform();
      while (radius > 1) {
        rings.push(ring(random, z, centre, radius, 7 + Math.floor(8 * random.uniform())));
        radius *= 0.35 + 0.45 * random.uniform();
      }
    }
    const crossing = [8 + 30 * random.uniform(), 8 + 24 * random.uniform()] as const;
    if (random.uniform() < 0.7) rings.push(ring(random, z, crossing, 2 + 5 * random.uniform(), 9));
  }
  const twice = rings.filter(() => random.uniform() < 0.2).map((one) => again(random, one));
  return [...rings, ...twice].sort(() => random.uniform() - 0.5);
}

describe("contours of several planes, nested, crossing and given twice", () => {
  it.each(["holes", "union"] as const)("are filled as a plain even-odd rule says, with %s", (nested) => {
    for (let seed = 1; seed <= 25; seed++) {
      const rings = drawing(new Random(seed));
      const contours = rings.map(({ z, points }) => points.flatMap(([x, y]) => [x, y, z]));
      const { mask, voxels } = rasterise(contours, unitGrid([nx, ny, nz]), { nested });
      const right = evenOdd(rings, nested);
      const wrong = [...mask.keys()].filter((n) => {
        if (mask[n] === right[n]) return false;
        const pixel = [n % nx, Math.floor(n / nx) % ny] as const;
        return !rings.some((one) => isNear(pixel, one));
      });
      expect(wrong, `seed ${seed}`).toEqual([]);
      expect(voxels).toBe(mask.reduce((sum, value) => sum + value, 0));
    }
  });
});
