/* All benchmarks as Node programs in dist/bench; the app's own configuration is not meant for them. */
export default {
  logLevel: "error",
  build: {
    ssr: true,
    outDir: "dist/bench",
    emptyOutDir: true,
    rolldownOptions: {
      input: ["kernels", "contours", "formats", "consensus", "merge", "networks"].map(
        (name) => `bench/${name}.ts`,
      ),
    },
  },
};
