import type { JSX } from "preact";
import { fixed, percent, significant } from "../../../src/report/numbers.ts";
import { METHOD_LINES, methodTitle, THRESHOLD_LINE } from "../../planes/styles.ts";
import { shownFigures } from "../../state/structureFigures.ts";
import { isOutlined, lines, type MethodGroup, methodGroups, toggleLines } from "../../state/lines.ts";
import { chooseStep } from "../../state/thresholdSteps.ts";
import { analysis, steps } from "../../state/study.ts";
import { Explained } from "../common/Explained.tsx";
import { Sample } from "../common/Sample.tsx";
import { volumeUnit } from "../common/volume.ts";
import { EXPLANATIONS } from "./explanations.ts";
import { Figure } from "./Figure.tsx";
import { Icon } from "../common/Icon.tsx";
import { percentOff } from "../common/percentOff.ts";
import { Remarks } from "./Remarks.tsx";
import { stepName } from "./ThresholdStrip.tsx";

/** The methods side by side; those that give the same segmentation share a row and a line. */
export function MethodTable(): JSX.Element | null {
  const found = analysis.value;
  if (found === undefined) return null;
  const isThreshold = lines.value.has("a");
  return (
    <section aria-labelledby="methods">
      <h2 id="methods">{found.kind === "map" ? "Segmentations of the map" : "Methods"}</h2>
      <table class="method-table" data-table="methods">
        <thead>
          <tr>
            <th scope="col">
              <span class="visually-hidden">Line</span>
            </th>
            <th scope="col" class="text">
              Method
            </th>
            <th scope="col">{volumeUnit(found)}</th>
            <th scope="col">
              {found.kind === "map" ? (
                <Explained text={EXPLANATIONS["to expected"]}>to expected</Explained>
              ) : (
                <Explained text={EXPLANATIONS["to mean"]}>to mean</Explained>
              )}
            </th>
            <th scope="col">
              <Explained text={EXPLANATIONS["soft Dice"]}>Dice</Explained>
            </th>
            <th scope="col">
              <span class="visually-hidden">Shown</span>
            </th>
          </tr>
        </thead>
        <tbody>
          {methodGroups.value.map((group) => (
            <MethodRow key={group.methods[0].name} group={group} />
          ))}
          <tr>
            <td>
              <Sample style={THRESHOLD_LINE} />
            </td>
            <th scope="row" class="text" colSpan={4}>
              Threshold <small>where it is none of the lines above</small>
            </th>
            <td>
              <button
                type="button"
                class="icon-button"
                aria-pressed={isThreshold}
                aria-label="Line of the threshold"
                onClick={() => toggleLines(["a"])}
              >
                <Icon name={isThreshold ? "eye" : "hidden"} />
              </button>
            </td>
          </tr>
        </tbody>
      </table>
      <Interval />
      <Remarks place="methods" />
      <MoreOnMethods />
    </section>
  );
}

function MethodRow({ group }: { readonly group: MethodGroup }): JSX.Element {
  const { methods, step } = group;
  const [first, ...others] = methods;
  const isShown = isOutlined(group);
  const observers = analysis.value?.observers.length ?? 0;
  const hasGeometry = analysis.value?.hasGeometry !== false;
  const path = (figure: string): string => `methods.${first.name}.${figure}`;
  const title = methodTitle(first.name);
  return (
    <tr data-methods={methods.map(({ name }) => name).join(" ")}>
      <td>
        <Sample style={METHOD_LINES[first.name]} />
      </td>
      <th scope="row" class="text">
        {title}
        {others.length > 0 && (
          <small>
            {others.map(({ name }) => methodTitle(name).toLowerCase().replace("staple", "STAPLE")).join(", ")}
            : same voxels
          </small>
        )}
        {step !== undefined && observers > 0 && first.name === "staple" && (
          <small>
            <button type="button" class="link" onClick={() => chooseStep(steps.peek().indexOf(step))}>
              here: {stepName(step, observers)}
            </button>
          </small>
        )}
      </th>
      <td data-value={hasGeometry ? first.volumeMl : first.voxels}>
        {hasGeometry ? (
          <Figure path={path("volumeMl")} value={first.volumeMl} text={significant(first.volumeMl)} />
        ) : (
          <Figure path={path("voxels")} value={first.voxels} text={significant(first.voxels)} />
        )}
      </td>
      <td>
        <Figure path={path("volumeBias")} value={first.volumeBias} text={percentOff(first.volumeBias)} />
      </td>
      <td>
        <Figure path={path("marginalDice")} value={first.marginalDice} text={fixed(first.marginalDice, 3)} />
      </td>
      <td>
        <button
          type="button"
          class="icon-button"
          aria-pressed={isShown}
          aria-label={`Line of ${title}`}
          onClick={() => toggleLines(methods.map(({ name }) => name))}
        >
          <Icon name={isShown ? "eye" : "hidden"} />
        </button>
      </td>
    </tr>
  );
}

/** How much the Dice-optimal volume owes to who happened to observe. */
function Interval(): JSX.Element | null {
  const spread = shownFigures.value?.bootstrap;
  if (spread === undefined || spread === null) return null;
  const figure = (
    name: "lowestMl" | "lowerQuartileMl" | "upperQuartileMl" | "highestMl" | "sdMl",
  ): JSX.Element => (
    <Figure path={`bootstrap.${name}`} value={spread[name]} text={significant(spread[name])} />
  );
  return (
    <p class="note">
      <Explained text={EXPLANATIONS.interval}>Dice-optimal over resampled observers</Explained>: quartiles{" "}
      {figure("lowerQuartileMl")} to {figure("upperQuartileMl")} mL, all {figure("lowestMl")} to{" "}
      {figure("highestMl")} mL, SD {figure("sdMl")} mL.
    </p>
  );
}

/** What the report says of each method beyond its row. */
function MoreOnMethods(): JSX.Element | null {
  const summary = shownFigures.value;
  const found = analysis.value;
  if (summary === undefined || found?.kind !== "masks") return null;
  const { staple } = summary.methods;
  const { half, marginal } = summary;
  return (
    <details>
      <summary>More on methods</summary>
      <div class="wide" tabIndex={0} role="region" aria-label="Figures of methods">
        <table>
          <thead>
            <tr>
              <th scope="col" class="text">
                Method
              </th>
              <th scope="col">voxels</th>
              <th scope="col">
                <Explained text={EXPLANATIONS["mean rater Dice"]}>rater Dice</Explained>
              </th>
            </tr>
          </thead>
          <tbody>
            {found.methods.map(({ name, voxels, meanRaterDice }) => (
              <tr key={name}>
                <th scope="row" class="text">
                  {methodTitle(name)}
                </th>
                <td>
                  <Figure path={`methods.${name}.voxels`} value={voxels} text={String(voxels)} />
                </td>
                <td>
                  <Figure
                    path={`methods.${name}.meanRaterDice`}
                    value={meanRaterDice}
                    text={fixed(meanRaterDice, 3)}
                  />
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
      <p class="note">
        STAPLE {staple.converged ? "converged after" : "had not converged after"} {staple.iterations}{" "}
        iterations; its prior is {percent(staple.prior)} of the image. By field of view:{" "}
        {staple.fieldOfView.map(({ view, volumeMl }) => `${view} ${significant(volumeMl)} mL`).join(", ")}.
      </p>
      {half.tiedVoxels > 0 && (
        <p class="note">
          At least half takes in {half.tiedVoxels} tied voxels: {significant(half.volumeMl)} mL.
        </p>
      )}
      <p class="note">
        Dice-optimal segmentations have{" "}
        {marginal.minVoxels === marginal.maxVoxels ? "" : `${marginal.minVoxels} to `}
        {marginal.maxVoxels} voxels.
      </p>
    </details>
  );
}
