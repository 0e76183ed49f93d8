#!/usr/bin/env node
import * as nodeModule from "node:module";

/*
 * What `bin` names. Before the manual and its commands are loaded: engines that keep what they compiled (Node 22 and later)
 * are asked to, and with --debug stack traces name the lines of the source.
 */

const { enableCompileCache } = nodeModule as { readonly enableCompileCache?: () => unknown };
enableCompileCache?.();
if (process.argv.includes("--debug")) process.setSourceMapsEnabled(true);
const { runProgram } = await import("./program.ts");
const { processContext } = await import("./processContext.ts");
await runProgram(process.argv.slice(2), processContext());
