import type { JSX } from "preact";
import type { ConsensusSummary } from "../../../src/raters/consensusSummary.ts";
import { fixed, significant } from "../../../src/report/numbers.ts";
import { shownFigures } from "../../state/structureFigures.ts";
import { personNumber } from "../../state/people.ts";
import { analysis } from "../../state/study.ts";
import { pointedAt, single } from "../../state/viewer.ts";
import { Explained } from "../common/Explained.tsx";
import { ObserverMark } from "../common/ObserverMark.tsx";
import { EXPLANATIONS, type Term } from "./explanations.ts";
import { Figure } from "./Figure.tsx";
import { Remarks } from "./Remarks.tsx";

/** Matrices of more observers than these would be tables of hundreds of numbers; their spread stands for them. */
const MOST_IN_MATRIX = 12;

/** How far the observers agree: over pairs, each against the others, and where on the surface they do not. */
export function Agreement(): JSX.Element | null {
  const summary = shownFigures.value;
  const found = analysis.value;
  if (found === undefined || found.kind === "map") return null;
  if (summary === undefined) {
    return (
      <section aria-labelledby="agreement">
        <h2 id="agreement">Agreement</h2>
        <p class="note" role="status">
          Measuring surfaces …
        </p>
      </section>
    );
  }
  if (summary.raters.length < 2) return null;
  return (
    <section aria-labelledby="agreement">
      <h2 id="agreement">Agreement</h2>
      <OverPairs summary={summary} />
      <Remarks place="distances" />
      <EachObserver summary={summary} />
      {summary.raters.length <= MOST_IN_MATRIX && <Matrix summary={summary} />}
    </section>
  );
}

function OverPairs({ summary }: { readonly summary: ConsensusSummary }): JSX.Element {
  const { agreement } = summary;
  const { surface, overPairs } = agreement;
  const line = (
    title: string,
    term: Term | undefined,
    path: string,
    value: number,
    text: string,
  ): JSX.Element => (
    <>
      <dt>{term === undefined ? title : <Explained text={EXPLANATIONS[term]}>{title}</Explained>}</dt>
      <dd>
        <Figure path={`agreement.${path}`} value={value} text={text} />
      </dd>
    </>
  );
  const { dice } = overPairs;
  return (
    <dl class="results">
      {line(
        "Mean Dice of pairs",
        "Dice",
        "meanPairwiseDice",
        agreement.meanPairwiseDice,
        fixed(agreement.meanPairwiseDice, 3),
      )}
      <dt>Lowest and highest pair</dt>
      <dd>
        <Figure path="agreement.overPairs.dice.min" value={dice.min} text={fixed(dice.min, 3)} /> to{" "}
        <Figure path="agreement.overPairs.dice.max" value={dice.max} text={fixed(dice.max, 3)} />
      </dd>
      {surface !== null && (
        <>
          {line(
            "HD95 of pairs, mean",
            "HD95",
            "surface.mean.hausdorff95Mm",
            surface.mean.hausdorff95Mm,
            `${fixed(surface.mean.hausdorff95Mm, 1)} mm`,
          )}
          {line(
            "Mean distance of pairs",
            "mean distance",
            "surface.mean.meanDistanceMm",
            surface.mean.meanDistanceMm,
            `${fixed(surface.mean.meanDistanceMm, 2)} mm`,
          )}
          {line(
            `Surface Dice at ${significant(surface.toleranceMm)} mm`,
            "surface Dice",
            "surface.mean.surfaceDice",
            surface.mean.surfaceDice,
            fixed(surface.mean.surfaceDice, 3),
          )}
          <dt>
            <Explained text={EXPLANATIONS.spread}>Spread on the surface, mean; largest</Explained>
          </dt>
          <dd>
            <Figure
              path="agreement.surface.localSdMm.mean"
              value={surface.localSdMm.mean}
              text={fixed(surface.localSdMm.mean, 1)}
            />
            ;{" "}
            <Figure
              path="agreement.surface.localSdMm.max"
              value={surface.localSdMm.max}
              text={`${fixed(surface.localSdMm.max, 1)} mm`}
            />
          </dd>
        </>
      )}
      {line("Fleiss’ kappa", "kappa", "fleissKappa", agreement.fleissKappa, fixed(agreement.fleissKappa, 3))}
      {line(
        "Conformity index",
        "conformity index",
        "generalizedConformityIndex",
        agreement.generalizedConformityIndex,
        fixed(agreement.generalizedConformityIndex, 3),
      )}
      {line(
        "Variation of volumes",
        "variation",
        "volumeVariation",
        agreement.volumeVariation,
        fixed(agreement.volumeVariation, 3),
      )}
    </dl>
  );
}

/** Columns of the table of observers against the consensus of the others. */
const COLUMNS = [
  ["dice", "Dice", "others", 2],
  ["hausdorff95Mm", "HD95", "HD95", 1],
  ["meanDistanceMm", "mean mm", "mean distance", 2],
  ["surfaceDice", "surf. D.", "surface Dice", 2],
  ["volumeRatio", "volume", "volume ratio", 2],
  ["centroidShiftMm", "shift mm", "centroid shift", 1],
] as const;

function EachObserver({ summary }: { readonly summary: ConsensusSummary }): JSX.Element {
  const { agreement, methods } = summary;
  const observers = analysis.value?.observers ?? [];
  return (
    <details open>
      <summary>Each against the others’ consensus</summary>
      <div class="wide" tabIndex={0} role="region" aria-label="Each observer against the others">
        <table>
          <thead>
            <tr>
              <th scope="col" class="text">
                Observer
              </th>
              {COLUMNS.map(([key, title, term]) => (
                <th key={key} scope="col">
                  <Explained text={EXPLANATIONS[term]}>{title}</Explained>
                </th>
              ))}
              <th scope="col">
                <Explained text={EXPLANATIONS.sensitivity}>sens.</Explained>
              </th>
              <th scope="col">
                <Explained text={EXPLANATIONS.specificity}>spec.</Explained>
              </th>
            </tr>
          </thead>
          <tbody>
            {agreement.perObserver.map((one, k) => {
              const index = observers.at(k)?.index ?? k;
              const path = `agreement.perObserver.${k}`;
              return (
                <tr
                  key={index}
                  class={single.value === index ? "alone" : undefined}
                  onPointerEnter={() => (pointedAt.value = index)}
                  onPointerLeave={() => (pointedAt.value = undefined)}
                >
                  <th scope="row" class="text">
                    <ObserverMark index={personNumber(index)} isPointedAt={single.value === index} />{" "}
                    {one.name}
                  </th>
                  {COLUMNS.map(([key, , , decimals]) => (
                    <td key={key}>
                      <Figure path={`${path}.${key}`} value={one[key]} text={fixed(one[key], decimals)} />
                    </td>
                  ))}
                  <td>
                    <Figure
                      path={`methods.staple.sensitivity.${k}`}
                      value={methods.staple.sensitivity[k]}
                      text={fixed(methods.staple.sensitivity[k], 3)}
                    />
                  </td>
                  <td>
                    <Figure
                      path={`methods.staple.specificity.${k}`}
                      value={methods.staple.specificity[k]}
                      text={fixed(methods.staple.specificity[k], 5)}
                    />
                  </td>
                </tr>
              );
            })}
          </tbody>
        </table>
      </div>
      {agreement.standsOut !== null && (
        <p class="note">
          {agreement.standsOut.name} stands out: {agreement.standsOut.evidence}. That is a difference, not an
          error.
        </p>
      )}
    </details>
  );
}

function Matrix({ summary }: { readonly summary: ConsensusSummary }): JSX.Element {
  const { pairwiseDice } = summary.agreement;
  const observers = analysis.value?.observers ?? [];
  const mark = (k: number): JSX.Element => <ObserverMark index={personNumber(observers.at(k)?.index ?? k)} />;
  return (
    <details>
      <summary>Dice of each pair</summary>
      <div class="wide" tabIndex={0} role="region" aria-label="Dice of each pair">
        <table class="pairs">
          <thead>
            <tr>
              <td />
              {summary.raters.map(({ name }, k) => (
                <th key={name} scope="col">
                  {mark(k)}
                  <span class="visually-hidden">{name}</span>
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {summary.raters.map(({ name }, j) => (
              <tr key={name}>
                <th scope="row" class="text">
                  {mark(j)} {name}
                </th>
                {pairwiseDice[j].map((dice, k) => (
                  <td key={summary.raters[k].name}>
                    {j !== k && (
                      <Figure path={`agreement.pairwiseDice.${j}.${k}`} value={dice} text={fixed(dice, 2)} />
                    )}
                  </td>
                ))}
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </details>
  );
}
