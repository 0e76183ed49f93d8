import type { ThresholdStep } from "../../work/study/thresholdSteps.ts";

const MOST_POINTS = 600;

/** D({m ≥ a}) at rising a, one point where it changes, or a sample of them where a map has very many values. */
export function curvePoints(steps: readonly ThresholdStep[]): { a: number; dice: number }[] {
  // {m > from} is {m ≥ a} for a up to the next value, which it is drawn at.
  const all = steps.slice(0, -1).map(({ dice }, n) => ({ a: steps[n + 1].from, dice }));
  const stride = Math.max(1, Math.ceil(all.length / MOST_POINTS));
  const some = all.filter((_, n) => n % stride === 0 || n === all.length - 1);
  const first = some[0];
  const last = some.at(-1);
  return [
    ...(first === undefined ? [] : [{ a: 0, dice: first.dice }]),
    ...some,
    ...(last === undefined || last.a >= 1 ? [] : [{ a: 1, dice: 0 }]),
  ];
}
