import { afterAll, describe, expect, it } from "vitest";
import { Team } from "../support/team.ts";
import { Random } from "../../src/core/random.ts";
import { BLOCK } from "../../src/kernels/contract.ts";
import { descend } from "../../src/kernels/descend.ts";
import { teamDescent } from "../../src/kernels/team.ts";

const teams = [1, 2, 3].map((members) => new Team(members));
afterAll(() => Promise.all(teams.map((team) => team.close())));

describe("a descent by several workers on shared memory", () => {
  const n = 5 * BLOCK + 77;
  const random = new Random(51);
  const marginal = Float32Array.from({ length: n }, () => random.uniform() ** 4);
  const iterations = [1, 2, 30];

  it.each(teams.map((team) => [team.ask.length, team] as const))(
    "has the bits of one worker's with %i workers, drawn start or given",
    async (_, { ask }) => {
      const starts = [{ random: new Random(3) }, { initial: new Random(4).fillNormal(new Float32Array(n)) }];
      for (const start of starts) {
        const alone = [...descend({ marginal, ...start, ...again(start), iterations, exact: true })];
        expect(await teamDescent({ marginal, ...start, ...again(start), iterations }, ask)).toEqual(alone);
      }
    },
  );

  it("gives members without a block nothing to do", async () => {
    const few = marginal.subarray(0, 100);
    const alone = [...descend({ marginal: few, random: new Random(3), iterations, exact: true })];
    expect(await teamDescent({ marginal: few, random: new Random(3), iterations }, teams[2].ask)).toEqual(
      alone,
    );
  });

  it("refuses what it cannot use", async () => {
    await expect(teamDescent({ marginal }, teams[0].ask)).rejects.toThrow("initial: is missing");
    await expect(teamDescent({ marginal: Float32Array.of(-1), initial: [0] }, teams[0].ask)).rejects.toThrow(
      "marginal[0]: is -1",
    );
  });
});

/** A start's stream from its beginning: drawing from it moves it on. */
function again(start: { readonly random?: Random }): { random?: Random } {
  return start.random === undefined ? {} : { random: new Random(3) };
}
