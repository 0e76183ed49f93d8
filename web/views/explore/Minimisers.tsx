import type { JSX } from "preact";
import { fixed } from "../../../src/report/numbers.ts";
import { change, parameter } from "../../state/store.ts";
import type { ComparedLosses } from "../../work/explore/compare.ts";
import { Picture } from "../common/Picture.tsx";
import { volumeText } from "./Losses.tsx";

const chosen = parameter("explore", "loss");

/** The marginal and each minimiser; losses of one minimiser share a picture. */
export function Minimisers({ found }: { found: ComparedLosses }): JSX.Element {
  const { width, pixelAspect, marginal } = found;
  const height = marginal.length / width;
  const pictures = shared(found);
  return (
    <>
      <ul class="minimisers">
        <li>
          <Picture
            {...{ width, height, pixelAspect }}
            title="The marginal"
            valueAt={(i) => marginal[i]}
            changes={[found]}
          />
          <strong>marginal m</strong>
          <span class="note">{volumeText(found.expected, found)}</span>
        </li>
        {pictures.map(({ losses, index }) => {
          const { threshold, soft, volume } = found.rows[index];
          const values = found.minimisers[index];
          const isChosen = losses.includes(chosen.value);
          return (
            <li key={losses[0]} class={isChosen ? "chosen" : undefined}>
              <Picture
                {...{ width, height, pixelAspect }}
                title={`The minimiser of ${losses.join(", ")}`}
                valueAt={(i) => values[i]}
                changes={[found, index]}
              />
              {losses.map((loss) => (
                <button
                  key={loss}
                  type="button"
                  class="plain"
                  aria-pressed={loss === chosen.value}
                  onClick={() => change("explore", { loss })}
                >
                  {loss}
                </button>
              ))}
              <span class="note">
                {soft ? "soft; at 1/2 " : ""}
                {threshold === null ? "no threshold of m" : `m > ${fixed(threshold, 3)}`},{" "}
                {volumeText(volume, found)}
              </span>
            </li>
          );
        })}
      </ul>
      <Scale />
    </>
  );
}

/** Losses with their picture's index, those of equal pictures together. */
function shared({ rows, minimisers }: ComparedLosses): { losses: string[]; index: number }[] {
  const groups: { losses: string[]; index: number }[] = [];
  for (const [index, { loss, volume }] of rows.entries()) {
    const same = groups.find(
      (group) => rows[group.index].volume === volume && isEqual(minimisers[group.index], minimisers[index]),
    );
    if (same === undefined) groups.push({ losses: [loss], index });
    else same.losses.push(loss);
  }
  return groups;
}

function isEqual(a: Float32Array, b: Float32Array): boolean {
  return a.every((value, i) => value === b[i]);
}

/** What the colours mean. */
function Scale(): JSX.Element {
  return (
    <div class="row note">
      <span>0</span>
      <svg width="140" height="10" aria-hidden="true">
        <defs>
          <linearGradient id="viridis-losses">
            {["#440154", "#3b528b", "#21918c", "#5ec962", "#fde725"].map((colour, n) => (
              <stop key={colour} offset={n / 4} stop-color={colour} />
            ))}
          </linearGradient>
        </defs>
        <rect width="140" height="10" fill="url(#viridis-losses)" />
      </svg>
      <span>1, the probability of foreground</span>
    </div>
  );
}
