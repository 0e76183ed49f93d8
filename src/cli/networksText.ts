import { fixed } from "../report/numbers.ts";
import { judge, overallVerdict } from "../paper/networks/verdict.ts";
import type { OutcomeSummary } from "../paper/networks/summary.ts";

/** Experiment (N) for a terminal: a line a kind of training, then the verdict. */
export function networksText(outcomes: readonly OutcomeSummary[]): string {
  const names = outcomes.map(({ model, loss }) => `${loss} (${model})`);
  const width = Math.max(...names.map((name) => name.length));
  const head = `${"".padEnd(width)}     D_m   sup D  volume  predicted`;
  const lines = outcomes.map((outcome, k) => {
    const { dice, supDice, volume, predictedVolume } = outcome.mean;
    const figures = [fixed(dice, 3), fixed(supDice, 3), fixed(volume, 2), fixed(predictedVolume, 2)];
    return `${names[k].padEnd(width)}${figures.map((text, i) => text.padStart(i < 3 ? 8 : 11)).join("")}  ${judge(outcome).word}`;
  });
  return `${[head, ...lines].join("\n")}\n\nVolumes are over the marginal's. ${overallVerdict(outcomes)}\n`;
}
