import type { Command } from "commander";
import { fileURLToPath } from "node:url";
import type { AppOptions } from "../commands/app.ts";
import type { Context } from "../context.ts";
import { integer } from "./values.ts";

/** Declares `softdice app`. */
export function appCommand(program: Command, context: Context): void {
  program
    .command("app")
    .description("the web app, served to this machine only, in the browser")
    .option("--port <n>", "port on 127.0.0.1; 0 for any that is free", integer(0, 65535), 7317)
    .option("--no-open", "do not open a browser")
    .option("--json", "print the address as JSON", false)
    .option("--debug", "print stack traces", false)
    .action(async (options: AppOptions) => {
      const { app } = await import("../commands/app.ts");
      process.exitCode = await app(options, context, fileURLToPath(new URL("../web", import.meta.url)));
    });
}
