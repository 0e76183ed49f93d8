import { resolve } from "node:path";
import { setImmediate } from "node:timers/promises";
import { VERSION } from "../../core/version.ts";
import type { Figure } from "../../paper/figure.ts";
import { FIGURES } from "../../paper/figures.ts";
import { figuresPage } from "../../paper/figuresPage.ts";
import type { Drawing } from "../../report/drawing.ts";
import { pageHtml } from "../../report/page.ts";
import { type CommonOptions, type Context, EXIT, type ExitCode } from "../context.ts";
import { createDocument } from "../document.ts";
import { writeFigure } from "../figureFiles.ts";
import { startProgress } from "../progress.ts";
import { RunDirectory } from "../runs/runDirectory.ts";

export interface ReproduceFiguresOptions extends CommonOptions {
  readonly out: string;
}

/** A figure with its drawing and the names of its SVG and PNG. */
interface Drawn {
  readonly figure: Figure;
  readonly drawing: Drawing;
  readonly files: readonly [svg: string, png: string];
}

/** `softdice reproduce figures`: the paper's figures as SVG and PNG, and a page with all of them. */
export async function reproduceFigures(
  options: ReproduceFiguresOptions,
  context: Context,
): Promise<ExitCode> {
  const { seed, out } = options;
  const run = new RunDirectory(
    resolve(out),
    { version: VERSION, command: "reproduce figures", parameters: { seed } },
    { force: options.force, now: context.now },
  );
  const document = createDocument();
  const progress = startProgress(context, {
    total: FIGURES.length,
    resumed: 0,
    unit: "figures",
    quiet: options.quiet,
  });
  const drawn: Drawn[] = [];
  for (const figure of FIGURES) {
    await setImmediate(); // lets Ctrl-C through
    if (context.signal.aborted) break;
    const drawing = figure.draw(figure.compute(seed), document);
    const files = writeFigure((name, data) => run.write(name, data), { ...figure, drawing });
    drawn.push({ figure, drawing, files });
    progress.update(drawn.length);
  }
  progress.stop();
  if (drawn.length < FIGURES.length) {
    run.writeManifest("stopped", []);
    context.err(`softdice: stopped; ${drawn.length} of ${FIGURES.length} figures are in ${out}/figures\n`);
    return EXIT.stopped;
  }
  const provenance = [
    ["Program", `softdice ${VERSION}`],
    ["Command", "softdice reproduce figures"],
    ["Seed", String(seed)],
  ] as const;
  run.write("report.html", pageHtml(figuresPage(drawn, provenance)));
  run.writeManifest("done", []);

  if (options.json) {
    const figures = drawn.map(({ figure, files: [svg, png] }) => ({
      name: figure.name,
      title: figure.title,
      svg,
      png,
    }));
    context.out(`${JSON.stringify({ figures })}\n`);
  } else {
    const lines = drawn.map(({ figure, files }) => `${figure.title}\n  ${files.join("  ")}\n`);
    context.out(`${lines.join("")}\nSee ${out}/report.html\n`);
  }
  return EXIT.done;
}
