#!/usr/bin/env node
import * as nodeModule from "node:module";

/*
 * What `bin` names. Before the manual and its commands are loaded: engines that keep what they compiled (Node 22 and later)
 * are asked to, and with --debug stack traces name the lines of the source.
 */

const { enableCompileCache } = nodeModule as { readonly enableCompileCache?: () => unknown };
enableCompileCache?.();
if (process.argv.includes("--debug")) process.setSourceMapsEnabled(true);
// Until the manual is there and listens itself, a signal ends the program with the status that it has from then on.
const signals = ["SIGINT", "SIGTERM", "SIGHUP"] as const;
const stop = (): never => process.exit(130);
for (const signal of signals) process.on(signal, stop);
const { runProgram } = await import("./program.ts");
const { processContext } = await import("./processContext.ts");
const context = processContext();
for (const signal of signals) process.off(signal, stop);
await runProgram(process.argv.slice(2), context);
