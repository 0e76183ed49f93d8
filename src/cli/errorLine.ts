import { CommanderError } from "commander";
import { SoftdiceError } from "../core/errors.ts";

/**
 * An error as one line, `softdice: <file or option>: <what is wrong>, expected <what>; <what to do>`, with the stack
 * trace below when debugging.
 */
export function errorLine(error: unknown, debug: boolean): string {
  const trace = debug && error instanceof Error ? `\n${error.stack ?? ""}` : "";
  return `softdice: ${describe(error)}${trace}`;
}

function describe(error: unknown): string {
  if (error instanceof SoftdiceError) return error.message;
  if (error instanceof CommanderError) return describeCommandLine(error);
  const message = error instanceof Error ? error.message : String(error);
  return `internal error: ${message.split("\n")[0]}, expected none; run again with --debug and report what it prints`;
}

/** Commander's messages, rephrased: "error: option '--seed <n>' argument 'x' is invalid. <ours>" and the like. */
function describeCommandLine(error: CommanderError): string {
  const message = error.message.replace(/^error: /, "");
  const invalid =
    /^(?:option|command-argument value) '(?:[^']*?)(--[\w-]+)[^']*'.* (?:argument|value)? ?'([^']*)' is invalid\. (.*)$/.exec(
      message,
    );
  if (invalid !== null) {
    const [, option, value, reason] = invalid;
    const choices = /^Allowed choices are (.*)\.$/.exec(reason);
    const rest = choices === null ? reason : `one of ${choices[1]}; choose one`;
    return `${option}: is "${value}", expected ${rest}`;
  }
  const quoted = /'([^']*)'/.exec(message)?.[1] ?? "command line";
  switch (error.code) {
    case "commander.unknownOption":
      return `${quoted}: is no option here, expected one that --help lists; correct or remove it`;
    case "commander.unknownCommand":
      return `${quoted}: is no command, expected one that softdice --help lists; correct it`;
    case "commander.optionMissingArgument":
      return `${quoted}: has no value, expected one after it; add it`;
    case "commander.missingArgument":
      return `${quoted}: is missing, expected on the command line; see --help`;
    case "commander.excessArguments":
      return `command line: ${message.replace(/\.$/, "")}, expected fewer inputs; see --help`;
    case "commander.help":
      return "command line: has no command, expected one; see softdice --help";
    default:
      return `command line: ${message}, expected what --help shows; correct it`;
  }
}
