import type { JSX } from "preact";
import { PAPER } from "../../../src/paper/citation.ts";
import { DEFAULT_ADDRESS, formatAddress, type Address } from "../../state/address.ts";

interface Statement {
  readonly title: string;
  readonly text: string;
  readonly links: readonly {
    readonly title: string;
    readonly to: Partial<Address> & Pick<Address, "view">;
  }[];
}

const { viewer } = DEFAULT_ADDRESS;
const explore = { ...DEFAULT_ADDRESS.explore, show: "descent" } as const;

const STATEMENTS: readonly Statement[] = [
  {
    title: "Theorem 1: the optimum is a threshold",
    text:
      "Let t be half of the largest Dice that any segmentation has with the marginal m. A segmentation minimises soft-Dice " +
      "exactly when it is 1 where m > t and 0 where m < t; where m = t it may be anything. t is never above 1/2, and equal " +
      "to it only where every voxel is certain.",
    links: [
      {
        title: "Five observers of a blob",
        to: { view: "viewer", study: { example: "blob" } },
      },
      { title: "A probability map", to: { view: "viewer", study: { example: "map" } } },
    ],
  },
  {
    title: "Theorem 2: the volume can be far off",
    text:
      "The volume of an optimum lies between the square of the expected volume, v², and the whole domain, and no better " +
      "bounds exist: there are marginals that attain both at once. On N voxels the least is v²N rounded up, which some " +
      "marginal attains for every v.",
    links: [
      {
        title: "The sharp case, v = 0.4",
        to: { view: "explore", explore: { ...explore, source: "sharp", v: 0.4, l: 100 } },
      },
      {
        title: "A constant marginal",
        to: { view: "explore", explore: { ...explore, source: "constant", v: 0.3, l: 100 } },
      },
    ],
  },
  {
    title: "Theorem 3: soft-Dice is calibrated",
    text:
      "Whatever makes soft-Dice tend to its infimum makes Dice of the segmentation thresholded at a tend to its supremum, " +
      "for every a between 0 and 1: what it misses is at most (1 + v) / v / min(a, 1 − a) times what soft-Dice misses.",
    links: [
      { title: "Threshold 0.1", to: { view: "explore", explore: { ...explore, a: 0.1, l: 30 } } },
      { title: "Threshold 0.9", to: { view: "explore", explore: { ...explore, a: 0.9, l: 30 } } },
    ],
  },
  {
    title: "Equation (13): against cross-entropy",
    text:
      "Every Dice-optimal segmentation contains the one that cross-entropy with a threshold of 1/2 gives, and every " +
      "majority vote. Small structures on which observers disagree can vanish in the latter.",
    links: [
      {
        title: "Optimum and majority of a blob",
        to: {
          view: "viewer",
          study: { example: "blob" },
          viewer: { ...viewer, lines: "diceOptimal.majority" },
        },
      },
    ],
  },
];

/** The theorems in words, with links to what shows them. */
export function Theorems(): JSX.Element {
  return (
    <section class="stack" aria-labelledby="theorems">
      <h2 id="theorems">What the paper proves</h2>
      <p class="note">{PAPER}</p>
      <div class="theorems">
        {STATEMENTS.map(({ title, text, links }) => (
          <article key={title} class="card">
            <h3>{title}</h3>
            <p>{text}</p>
            <p class="row">
              {links.map((link) => (
                <a key={link.title} href={formatAddress({ ...DEFAULT_ADDRESS, ...link.to })}>
                  {link.title}
                </a>
              ))}
            </p>
          </article>
        ))}
      </div>
    </section>
  );
}
