/*
 * The one table of methods. Whoever shows, names, writes, draws or recognises a consensus asks here.
 */

/** What is known of a method before any observer has drawn. */
export interface MethodDescription {
  /** What people call it. */
  readonly title: string;
  /** The same in a word or two, for legends and lists. */
  readonly short: string;
  /** Of the file of its mask, without ending; undefined where none is written. */
  readonly file: string | undefined;
  /** Its line on images and charts, `#rrggbb`, and the dash pattern of the line in pixels; [] is a whole line. */
  readonly colour: string;
  readonly dashes: readonly number[];
  /** Whether its outline is drawn on slices; union and intersection can be read from the marginal. */
  readonly isOutlined: boolean;
}

/** Key of a method, as in `summary.json`. */
export type ConsensusMethod =
  "diceOptimal" | "majority" | "meanRaterOptimal" | "staple" | "union" | "intersection" | "unbiased";

/** The description of each method. */
export const METHODS: Readonly<Record<ConsensusMethod, MethodDescription>> = {
  diceOptimal: {
    title: "Dice-optimal (marginal Dice)",
    short: "Dice-optimal",
    file: "dice-optimal",
    colour: "#0072b2",
    dashes: [],
    isOutlined: true,
  },
  majority: {
    title: "Strict majority",
    short: "Majority",
    file: "majority",
    colour: "#d55e00",
    dashes: [7, 3],
    isOutlined: true,
  },
  meanRaterOptimal: {
    title: "Optimal for mean rater Dice",
    short: "Mean-rater-optimal",
    file: "mean-rater-optimal",
    colour: "#009e73",
    dashes: [2, 2.5],
    isOutlined: true,
  },
  staple: {
    title: "STAPLE",
    short: "STAPLE",
    file: "staple",
    colour: "#cc79a7",
    dashes: [8, 3, 2, 3],
    isOutlined: true,
  },
  union: {
    title: "Union",
    short: "Union",
    file: undefined,
    colour: "#e69f00",
    dashes: [12, 3],
    isOutlined: false,
  },
  intersection: {
    title: "Intersection",
    short: "Intersection",
    file: undefined,
    colour: "#56b4e9",
    dashes: [4, 4],
    isOutlined: false,
  },
  unbiased: {
    title: "Unbiased (mean volume)",
    short: "Unbiased",
    file: "unbiased",
    colour: "#7f7f7f",
    dashes: [1, 2],
    isOutlined: false,
  },
};

/** The methods in the order in which they are shown. */
export const consensusMethods: readonly ConsensusMethod[] = Object.keys(METHODS) as ConsensusMethod[];

/** The methods that are outlined on slices. */
export const outlinedMethods: readonly ConsensusMethod[] = consensusMethods.filter(
  (method) => METHODS[method].isOutlined,
);

/** Words that published consensuses go by, beside the names of our own files. */
const CONSENSUS_WORDS: ReadonlySet<string> = new Set([
  "consensus",
  "staple",
  "majority",
  "union",
  "intersection",
  "average",
  "mean",
  "marginal",
  "unbiased",
]);

/**
 * Whether a name is that of a consensus rather than an observer's: one of its words (parts between anything but letters)
 * is such a word, or several in a row are the name of one of our own files. "mean" within "Meanie" says
 * nothing.
 */
export function isConsensusName(name: string): boolean {
  const words = name
    .normalize("NFKC")
    .toLowerCase()
    .split(/[^\p{L}]+/u);
  const whole = ` ${words.join(" ")} `;
  const files = consensusMethods.flatMap((method) => METHODS[method].file ?? []);
  const isOwn = files.some((file) => whole.includes(` ${file.replaceAll("-", " ")} `));
  return isOwn || words.some((word) => CONSENSUS_WORDS.has(word));
}
