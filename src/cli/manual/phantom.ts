import type { Command } from "commander";
import type { PhantomOptions } from "../commands/phantom.ts";
import type { Context } from "../context.ts";
import { common, parallel } from "./sharedOptions.ts";
import { integer } from "./values.ts";

/** Declares `softdice phantom`. */
export function phantomCommand(program: Command, context: Context): void {
  parallel(common(program.command("phantom"), { out: "phantoms" }))
    .description("made-up pelvic patients with five observers, in the shape of the Gold Atlas: zips of DICOM")
    .option("--cases <n>", "patients", integer(1), 19)
    .option("--size <n>", "columns and rows of the T2 images", integer(16), 512)
    .option("--slices <n>", "slices of the T2 images", integer(2), 80)
    .addHelpText("after", "\nA patient of full size takes about 60 MB of disk.")
    .action(async (options: PhantomOptions) => {
      const { phantom } = await import("../commands/phantom.ts");
      process.exitCode = await phantom(options, context);
    });
}
