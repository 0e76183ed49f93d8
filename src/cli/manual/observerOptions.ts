import { type Command, Option } from "commander";
import { parseRois } from "../../study/rois.ts";
import type { Policy } from "../../study/policy.ts";
import { readInputText } from "../readInput.ts";
import { contourOptions, type ContourRule, PLANNING_RULE } from "./contourOptions.ts";
import { labels, names } from "./values.ts";

/** The options of every command that reads observers, as the command line gives them. */
export interface ObserverOptions extends Omit<Policy, "rois" | "labelClasses" | "onto"> {
  /** A file that maps names. */
  readonly rois?: string | undefined;
  /** Whether to print what each input was taken for, and stop. */
  readonly dryRun: boolean;
}

/**
 * Declares them: the one list for `consensus`, `evaluate`, `losses` and `reproduce gold-atlas`.
 *
 * @param namesObservers whether `--observers` is a list of names; of a command whose observers are files of their own it is not
 * @param rule what contours mean by default
 */
export function observerOptions(
  command: Command,
  {
    namesObservers = true,
    rule = PLANNING_RULE,
  }: { readonly namesObservers?: boolean; readonly rule?: ContourRule } = {},
): Command {
  if (namesObservers)
    command.option(
      "--observers <list>",
      "observers wanted, by name; else all but published consensuses",
      names,
    );
  command
    .option(
      "--pattern <text>",
      "how files are named, such as {patient}/{structure}/{observer}; found out if left out. {patient} may repeat, * matches anything, bids is BIDS derivatives",
    )
    .option("--structures <list>", "structures wanted, by name", names)
    .option("--labels <list>", "labels wanted of label maps, a structure each", labels)
    .option(
      "--rois <file>",
      'JSON with other names: {"Prostate": ["prostate_A", "prostate_B"]} or {"Prostate": {"A": "prostate_A"}}',
    )
    .addOption(
      new Option(
        "--resample <how>",
        "bring masks on other voxels onto a grid that covers all; else they are refused",
      ).choices(["nearest", "linear"]),
    )
    .option("--assume-same-frame", "compare delineations of different frames of reference", false)
    .option("--assume-same-patient", "combine DICOM objects of different patients' identifiers", false);
  return contourOptions(command, rule).option(
    "--dry-run",
    "print what each input is taken for, and stop",
    false,
  );
}

/**
 * What the options say of names, grids, frames and patients.
 * @throws SoftdiceError for a mapping of names that cannot be read
 */
export async function policyOf(options: ObserverOptions): Promise<Policy> {
  return {
    structures: options.structures,
    observers: options.observers,
    labels: options.labels,
    rois: options.rois === undefined ? undefined : parseRois(options.rois, await readInputText(options.rois)),
    resample: options.resample,
    assumeSameFrame: options.assumeSameFrame,
    assumeSamePatient: options.assumeSamePatient,
    grid: options.grid,
    nested: options.nested,
    betweenPlanes: options.betweenPlanes,
    series: options.series,
    pattern: options.pattern,
  };
}
