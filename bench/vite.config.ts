/* All benchmarks as Node programs in dist/bench; the app's own configuration is not meant for them. */
export default {
  logLevel: "error",
  build: {
    ssr: true,
    outDir: "dist/bench",
    emptyOutDir: true,
    rolldownOptions: {
      input: [
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
      ].map((name) => `bench/${name}.ts`),
    },
  },
};
