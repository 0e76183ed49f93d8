import { describe, expect, it } from "vitest";
import { constantRelief, drawRelief, reliefAt } from "../../../src/synthetic/pelvis/relief.ts";
import { section, type Tube } from "../../../src/synthetic/pelvis/tube.ts";
import { Random } from "../../../src/core/random.ts";

const ellipsoid: Tube = {
  endsMm: [-30, 50],
  xMm: [5, 0, 0],
  yMm: [-7, 0, 0],
  halfAxesMm: [25, 12],
  tiltTurns: 0.1,
  taper: [0, 0],
  capExponent: 2,
  relief: constantRelief(0),
};

/** Signed area by the shoelace formula. */
function area(points: Float64Array): number {
  let twice = 0;
  for (let i = 0; i < points.length; i += 2) {
    const j = (i + 2) % points.length;
    twice += points[i] * points[j + 1] - points[j] * points[i + 1];
  }
  return twice / 2;
}

function volume(tube: Tube, stepMm: number): number {
  let sum = 0;
  for (let z = tube.endsMm[0] + stepMm / 2; z < tube.endsMm[1]; z += stepMm)
    sum += area(section(tube, z) ?? new Float64Array(0)) * stepMm;
  return sum;
}

describe("a tube", () => {
  it("is an ellipsoid of volume 4π/3 abc for the cap exponent 2", () => {
    const expected = ((4 * Math.PI) / 3) * 25 * 12 * 40;
    expect(volume(ellipsoid, 0.5) / expected).toBeGreaterThan(0.985);
    expect(volume(ellipsoid, 0.5) / expected).toBeLessThan(1);
  });

  it("has no section at its ends and outside", () => {
    for (const z of [-30, 50, -31, 60]) expect(section(ellipsoid, z)).toBeUndefined();
    expect(section(ellipsoid, -29)).toBeDefined();
  });

  it("turns its half axis a by the tilt", () => {
    const middle = section({ ...ellipsoid, tiltTurns: 0.25 }, 10);
    expect(middle?.[0]).toBeCloseTo(5, 12);
    expect(middle?.[1]).toBeCloseTo(-7 + 25, 12);
  });

  it("grows by the factor 1 + ε where the relief is the constant ε", () => {
    const grown = section({ ...ellipsoid, relief: constantRelief(0.1) }, 10) ?? new Float64Array();
    const plain = section(ellipsoid, 10) ?? new Float64Array();
    const scale = constantReliefValue(0.1);
    expect(area(grown) / area(plain)).toBeCloseTo((1 + scale) ** 2, 1);
    expect(scale).toBeCloseTo(0.1, 12);
  });
});

function constantReliefValue(value: number): number {
  return reliefAt(constantRelief(value), 0.3, 7)[4];
}

describe("a relief", () => {
  it("is the sum of its waves", () => {
    const relief = drawRelief(new Random(3), 1);
    const u = -0.37;
    const values = reliefAt(relief, u, 9);
    for (let p = 0; p < 9; p++) {
      let expected = 0;
      for (let n = 0; n < 5; n++) {
        for (let j = 0; j < 4; j++) {
          const along = Math.cos((Math.PI * j * (u + 1)) / 2);
          const angle = (2 * Math.PI * n * p) / 9;
          expected += relief[2 * (4 * n + j)] * Math.cos(angle) * along;
          expected += relief[2 * (4 * n + j) + 1] * Math.sin(angle) * along;
        }
      }
      expect(values[p]).toBeCloseTo(expected, 12);
    }
  });

  it("has the asked standard deviation over surfaces and draws", () => {
    let sum = 0;
    let count = 0;
    for (let draw = 0; draw < 400; draw++) {
      const relief = drawRelief(new Random(5, draw), 0.3);
      for (let u = -0.95; u < 1; u += 0.1) {
        for (const value of reliefAt(relief, u, 12)) {
          sum += value * value;
          count += 1;
        }
      }
    }
    expect(Math.sqrt(sum / count)).toBeCloseTo(0.3, 1);
    expect(Math.abs(Math.sqrt(sum / count) / 0.3 - 1)).toBeLessThan(0.05);
  });
});
