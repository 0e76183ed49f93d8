import { type Command, Option } from "commander";

/** What contours mean where nothing else is asked for. */
export interface ContourRule {
  readonly grid: "series" | "paper";
  readonly nested: "holes" | "union";
}

/** As planning systems draw them. */
export const PLANNING_RULE: ContourRule = { grid: "series", nested: "holes" };

/** The options of every command that makes voxels of contours. */
export function contourOptions(command: Command, { grid, nested }: ContourRule): Command {
  return command
    .addOption(
      new Option("--grid <name>", "voxels of the images, or those that plastimatch makes up without them")
        .choices(["series", "paper"])
        .default(grid),
    )
    .addOption(
      new Option("--nested <rule>", "what a contour inside another of its plane means: a hole, or nothing")
        .choices(["holes", "union"])
        .default(nested),
    )
    .addOption(
      new Option(
        "--between-planes <how>",
        "what slices between coarser planes of contours get; such structures fail if left out",
      ).choices(["none", "nearest", "interpolate"]),
    )
    .option(
      "--series <text>",
      "UID of the image series that contours are read on, or a part of its description",
    );
}
