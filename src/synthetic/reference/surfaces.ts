import type { Triple } from "../../image/grid.ts";

/** The distances of one surface's points to another surface, as they are distributed over its area. */
export interface SurfaceDistances {
  readonly areaMm2: number;
  readonly maxMm: number;
  /** ∫ distance dA. */
  readonly momentMm3: number;
  /** Area at most `mm` from the other surface: 0 below 0, all of it from `maxMm` on, and never less for more mm. */
  within(mm: number): number;
}

/** The distances between two surfaces, there and back. */
export interface SurfacePair {
  readonly there: SurfaceDistances;
  readonly back: SurfaceDistances;
}

/** The larger of both directions' largest distance. */
export function hausdorffMm({ there, back }: SurfacePair): number {
  return Math.max(there.maxMm, back.maxMm);
}

/** The larger of both directions' smallest distance within which lies a share of the surface's area. */
export function hausdorffShareMm({ there, back }: SurfacePair, share: number): number {
  return Math.max(quantileMm(there, share), quantileMm(back, share));
}

/** The smallest distance within which lies a share of the area, by bisection to the last bit. */
export function quantileMm({ areaMm2, maxMm, within }: SurfaceDistances, share: number): number {
  const wanted = Math.min(1, share) * areaMm2 * (1 - 4 * Number.EPSILON);
  let [low, high] = [0, maxMm];
  if (within(0) >= wanted) return 0;
  for (let middle = high / 2; middle > low && middle < high; middle = (low + high) / 2) {
    if (within(middle) >= wanted) high = middle;
    else low = middle;
  }
  return high;
}

/** The mean distance over the area of both surfaces. */
export function meanDistanceMm({ there, back }: SurfacePair): number {
  return (there.momentMm3 + back.momentMm3) / (there.areaMm2 + back.areaMm2);
}

/** The share of both surfaces' area that lies within a tolerance of the other. */
export function surfaceDice({ there, back }: SurfacePair, toleranceMm: number): number {
  return (there.within(toleranceMm) + back.within(toleranceMm)) / (there.areaMm2 + back.areaMm2);
}

/** Concentric spheres: every point of one is |r₁ − r₂| from the other. */
export function concentricSpheres(firstMm: number, secondMm: number): SurfacePair {
  const maxMm = Math.abs(firstMm - secondMm);
  const from = (radiusMm: number): SurfaceDistances => {
    const areaMm2 = 4 * Math.PI * radiusMm ** 2;
    return { areaMm2, maxMm, momentMm3: areaMm2 * maxMm, within: (mm) => (mm >= maxMm ? areaMm2 : 0) };
  };
  return { there: from(firstMm), back: from(secondMm) };
}

/**
 * Two spheres of radius r with centres d < r apart. Seen from the other's centre, the points of one are at distances u with
 * u² spread evenly over [(r − d)², (r + d)²] (Archimedes' theorem), and |u − r| from the other sphere; so within x ≤ d lies
 * the share ∫_{−x}^{x} (r + s) / (2 r d) ds = x/d of the area: the distances are spread evenly over [0, d].
 */
export function shiftedSpheres(radiusMm: number, distanceMm: number): SurfacePair {
  const areaMm2 = 4 * Math.PI * radiusMm ** 2;
  const one: SurfaceDistances = {
    areaMm2,
    maxMm: distanceMm,
    momentMm3: (areaMm2 * distanceMm) / 2,
    within: (mm) => areaMm2 * clamp(mm / distanceMm, 0, 1),
  };
  return { there: one, back: one };
}

/**
 * Two boxes a × b × c, one shifted by d along its side a, d ≤ b/2 and c/2. Of one's surface, the side faces overlap but for a
 * rim at the distances [0, d]; the face that stands out is d from the other; the face inside is
 * min(d, distance to the rim) from it, and the inner rectangle at distance x from its rim has the area (b − 2x)(c − 2x). With
 * ∫₀^d (b − 2x)(c − 2x) dx = bcd − (b + c) d² + 4/3 d³ the moment is 2 bcd + 4/3 d³.
 */
export function shiftedBoxes([a, b, c]: Triple, distanceMm: number): SurfacePair {
  const d = distanceMm;
  const areaMm2 = 2 * (a * b + b * c + c * a);
  const one: SurfaceDistances = {
    areaMm2,
    maxMm: d,
    momentMm3: 2 * b * c * d + (4 / 3) * d ** 3,
    within(mm) {
      if (mm < 0) return 0;
      if (mm >= d) return areaMm2;
      return 2 * (b + c) * (a - d + mm) + b * c - (b - 2 * mm) * (c - 2 * mm);
    },
  };
  return { there: one, back: one };
}

/**
 * A ball of radius r, and the same without its slab of thickness w < 2r about the middle; h = w/2.
 * - There: the sphere's points are on the other surface but for the band |z| < h, whose points at the latitude |φ| are
 *   2 r sin(t/2) from the nearer rim, t = asin(h/r) − |φ|.
 * - Back: the caps are on the sphere; a point at distance ϱ from the axis of a disc is r − √(ϱ² + h²) from it.
 */
export function sphereAndSlab(radiusMm: number, slabMm: number): SurfacePair {
  const [r, h] = [radiusMm, slabMm / 2];
  const caps = 4 * Math.PI * r * (r - h);
  const rim = Math.asin(h / r);
  /** The band from the rim down to the latitude rim − t, on both sides: 2 · 2π r² (sin rim − sin(rim − t)). */
  const bands = (t: number): number => 4 * Math.PI * r * r * (h / r - Math.sin(rim - t));
  const discs = 2 * Math.PI * (r * r - h * h);
  // ∫ 2 sin(t/2) cos(rim − t) dt = 2 cos(rim − t/2) − 2/3 cos(rim − 3t/2)
  const chords = (t: number): number => 2 * Math.cos(rim - t / 2) - (2 / 3) * Math.cos(rim - 1.5 * t);
  return {
    there: {
      areaMm2: 4 * Math.PI * r * r,
      maxMm: 2 * r * Math.sin(rim / 2),
      momentMm3: 4 * Math.PI * r ** 3 * (chords(rim) - chords(0)),
      within: (mm) => (mm < 0 ? 0 : caps + bands(Math.min(rim, 2 * Math.asin(Math.min(1, mm / (2 * r)))))),
    },
    back: {
      areaMm2: caps + discs,
      maxMm: r - h,
      // 2 ∫ (r − √(ϱ² + h²)) 2π ϱ dϱ
      momentMm3: r * discs - (4 / 3) * Math.PI * (r ** 3 - h ** 3),
      within: (mm) =>
        mm < 0 ? 0 : caps + discs - 2 * Math.PI * Math.max(0, Math.max(0, r - mm) ** 2 - h * h),
    },
  };
}

function clamp(value: number, low: number, high: number): number {
  return Math.min(high, Math.max(low, value));
}
