import { readFileSync, writeFileSync } from "node:fs";
import { cpus } from "node:os";
import { quartiles } from "./rounds.ts";

/** A table of results: rows are printed as they come; with --write they replace the table of that name in RESULTS.md. */
export class Table {
  readonly #name: string;
  readonly #rows: string[] = [];

  constructor(name: string) {
    this.#name = name;
  }

  /**
   * @param absolute what was measured, with its unit
   * @param ratio one a round, or why there is none; undefined where nothing was to be compared with
   * @param wanted the target, if there is one
   */
  row(what: string, absolute: string, ratio: readonly number[] | string = "", wanted: string = ""): void {
    const shown = typeof ratio === "string" ? ratio : showRatio(ratio);
    this.#rows.push(`| ${what} | ${absolute} | ${shown} | ${wanted} |`);
    console.log(this.#rows.at(-1));
  }

  finish(): void {
    if (!process.argv.includes("--write")) return;
    const cores = cpus();
    const head = `${cores[0].model.trim()}, ${cores.length} cores, Node ${process.versions.node}, ${new Date().toISOString().slice(0, 10)}`;
    const table = [head, "", "| what | measured | ratio (quartiles) | wanted |", "| --- | --- | --- | --- |"];
    const marked = new RegExp(`(<!-- ${this.#name} -->)[^]*(<!-- end of ${this.#name} -->)`);
    const file = "bench/RESULTS.md";
    const text = readFileSync(file, "utf8");
    writeFileSync(
      file,
      text.replace(marked, (_, start, end) => [start, "", ...table, ...this.#rows, "", end].join("\n")),
    );
  }
}

/** Median and quartiles of times in seconds, in ms. */
export function showTimes(seconds: readonly number[]): string {
  const [low, median, high] = quartiles(seconds).map((value) => (value * 1e3).toFixed(0));
  return `${median} ms (${low}–${high})`;
}

function showRatio(values: readonly number[]): string {
  const [low, median, high] = quartiles(values).map((value) => value.toFixed(2));
  return `${median} (${low}–${high})`;
}
