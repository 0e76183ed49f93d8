/* All benchmarks as Node programs in dist/bench; the app's own configuration is not meant for them. */
const names = [
  "kernels",
  "contours",
  "formats",
  "consensus",
  "many",
  "observers",
  "merge",
  "falseAlarms",
  "kills",
  "study",
  "coverage",
  "evaluate",
  "networks",
  "readFiles",
  "start",
  "surfaces",
  "memory",
  "engines",
  "app",
];

export default {
  logLevel: "error",
  build: {
    ssr: true,
    outDir: "dist/bench",
    emptyOutDir: true,
    rolldownOptions: {
      input: {
        ...Object.fromEntries(names.map((name) => [name, `bench/${name}.ts`])),
        // Workers are looked for beside what starts them.
        worker: "src/cli/worker.ts",
      },
      output: { chunkFileNames: "[name].js" },
    },
  },
};
