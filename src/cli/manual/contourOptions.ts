import { type Command, Option } from "commander";

/** The options of every command that makes voxels of contours. */
export function contourOptions(command: Command): Command {
  return command
    .addOption(
      new Option("--grid <name>", "voxels of the images, or those that plastimatch makes up without them")
        .choices(["series", "paper"])
        .default("series"),
    )
    .addOption(
      new Option("--nested <rule>", "what a contour inside another of its plane means: a hole, or nothing")
        .choices(["holes", "union"])
        .default("holes"),
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
