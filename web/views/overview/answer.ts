import { significant } from "../../../src/report/numbers.ts";
import type { ConsensusSummary } from "../../../src/raters/consensusSummary.ts";
import { diceText } from "../common/diceText.ts";
import type { Row } from "./rows.ts";

/** What the study answers: where observers agree and who differs, and where the choice of a method matters. */
export interface Answer {
  readonly agreement: string;
  readonly methods: string;
}

type Computed = Row & { readonly figures: ConsensusSummary };

/** The answer in a sentence or two; undefined until all figures are there. */
export function answerOf(rows: readonly Row[]): Answer | undefined {
  const masks = rows.filter(({ kind }) => kind === "masks");
  const all = masks.filter((row): row is Computed => row.figures !== undefined);
  if (masks.length === 0 || all.length < masks.length) return undefined;
  const observers = new Set(all.flatMap((row) => row.observers)).size;
  const failed = rows.filter(({ kind }) => kind === "failed").length;
  const counts =
    `${plural(all.length, "structure")}, ${plural(observers, "observer")}` +
    (failed > 0 ? `, ${plural(failed, "structure")} failed` : "");
  const compared = all.filter(({ figures }) => !Number.isNaN(figures.agreement.meanPairwiseDice));
  const dice = ({ figures }: Computed): number => figures.agreement.meanPairwiseDice;
  const sorted = [...compared].sort((a, b) => dice(b) - dice(a));
  const differing = all.filter(({ figures }) => figures.agreement.standsOut !== null);
  const who = differing.map(({ name, figures }) => `${figures.agreement.standsOut!.name} differs on ${name}`);
  return {
    agreement: `${[`${counts}: ${bestAndLeast(sorted, dice)}`, who.join(", ")].filter((part) => part !== "").join("; ")}.`,
    methods: methodsSentence(all),
  };
}

function bestAndLeast(sorted: readonly Computed[], dice: (row: Computed) => number): string {
  const [best, least] = [sorted.at(0), sorted.at(-1)];
  if (best === undefined || least === undefined) return "nothing to agree on";
  if (best === least) return `a mean Dice of ${diceText(dice(best))} between observers on ${best.name}`;
  return (
    `they agree best on ${best.name} (Dice ${diceText(dice(best))}) and least on ${least.name} ` +
    `(${diceText(dice(least))})`
  );
}

function methodsSentence(all: readonly Computed[]): string {
  const spread = ({ figures: { methods } }: Computed): number => {
    const biases = [methods.majority, methods.diceOptimal, methods.staple].map(
      ({ volumeBias }) => volumeBias,
    );
    return Math.max(...biases) - Math.min(...biases);
  };
  const marked = all.filter((row) => !Number.isNaN(spread(row)) && row.observers.length > 1);
  const most = [...marked].sort((a, b) => spread(b) - spread(a)).at(0);
  if (most === undefined) return "";
  if (spread(most) === 0)
    return "The method changes no volume: the strict majority, Dice-optimal and STAPLE have the same.";
  const { methods, marginal } = most.figures;
  const ml = (value: number): string => `${significant(value, 3)} mL`;
  return (
    `The method matters most for ${most.name}: the strict majority gives ${ml(methods.majority.volumeMl)}, Dice-optimal ` +
    `${ml(methods.diceOptimal.volumeMl)}, STAPLE ${ml(methods.staple.volumeMl)}, with a mean of ${ml(marginal.volumeMl)} ` +
    "between observers."
  );
}

function plural(count: number, what: string): string {
  return `${count} ${what}${count === 1 ? "" : "s"}`;
}
