import { join } from "node:path";
import commonjs from "@rollup/plugin-commonjs";
import { nodeResolve } from "@rollup/plugin-node-resolve";
import * as rspack from "@rspack/core";
import * as esbuild from "esbuild";
import { rollup } from "rollup";
import * as vite from "vite";
import webpack from "webpack";

/** Its types are those of a CommonJS module, which it is not for Node. */
const withCommonjs = commonjs as unknown as typeof commonjs.default;

/** Programs of a project, by name. */
export const programs = ["mathematics", "formats", "study", "dicom"] as const;

/** Bundles the programs of a project for a browser as modules of the same names in `out`. */
type Bundler = (project: string, out: string) => Promise<void>;

const inputs = (project: string): Record<string, string> =>
  Object.fromEntries(programs.map((name) => [name, join(project, `programs/${name}.js`)]));

/**
 * Each bundler as its users have it for browsers: what is set says where and in which form to write, nothing says how to
 * find or treat the package. (Rollup resolves no packages without its two plugins.)
 */
export const bundlers: Readonly<Record<string, Bundler>> = {
  esbuild: async (project, out) => {
    const how = { bundle: true, format: "esm", splitting: true, platform: "browser" } as const;
    await esbuild.build({ entryPoints: inputs(project), outdir: out, ...how, logLevel: "error" });
  },
  rollup: async (project, out) => {
    const bundle = await rollup({
      input: inputs(project),
      plugins: [nodeResolve({ browser: true }), withCommonjs()],
      onLog: (level, log) => {
        if (level === "warn") throw new Error(log.message);
      },
    });
    await bundle.write({ dir: out, format: "es" });
  },
  vite: async (project, out) => {
    await vite.build({
      root: project,
      configFile: false,
      logLevel: "error",
      build: {
        outDir: out,
        rollupOptions: { input: inputs(project), output: { entryFileNames: "[name].js" } },
      },
    });
  },
  webpack: (project, out) =>
    new Promise((done, fail) => {
      const settings = { ...common(project, out), experiments: { outputModule: true } };
      webpack(settings, (error, stats) => finish(error, stats, done, fail));
    }),
  rspack: (project, out) =>
    new Promise((done, fail) => {
      rspack.rspack(common(project, out), (error, stats) => finish(error, stats, done, fail));
    }),
};

/** Settings of webpack and rspack; to minify is left out, as it takes longest and changes no module. */
function common(project: string, out: string) {
  return {
    context: project,
    mode: "production" as const,
    target: "web" as const,
    entry: inputs(project),
    performance: false as const,
    optimization: { minimize: false },
    output: {
      path: out,
      module: true,
      chunkFormat: "module" as const,
      library: { type: "module" as const },
    },
  };
}

interface Stats {
  hasErrors(): boolean;
  hasWarnings(): boolean;
  toString(options: "errors-warnings"): string;
}

function finish(
  error: Error | null,
  stats: Stats | undefined,
  done: () => void,
  fail: (error: Error) => void,
): void {
  if (error !== null) fail(error);
  else if (stats === undefined || stats.hasErrors() || stats.hasWarnings())
    fail(new Error(stats?.toString("errors-warnings")));
  else done();
}
