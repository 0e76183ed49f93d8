import { existsSync } from "node:fs";
import { availableParallelism } from "node:os";
import { playwright } from "@vitest/browser-playwright";
import { defineConfig } from "vitest/config";

const chromium =
  process.env["CHROMIUM_PATH"] ??
  ["/usr/bin/chromium", "/usr/bin/chromium-browser", "/usr/bin/google-chrome"].find((path) =>
    existsSync(path),
  );

/** Folders of tests of pure functions, which leave nothing behind: one process does several files, and loads sources once. */
const pure = [
  ...["core", "losses", "raters", "image", "synthetic", "formats", "evaluation", "networks", "study"],
  ...["report", "paper"],
].map((folder) => `test/${folder}/**/*.test.ts`);

export default defineConfig({
  // Shared memory needs a page that is isolated from other origins.
  server: {
    headers: {
      "Cross-Origin-Opener-Policy": "same-origin",
      "Cross-Origin-Embedder-Policy": "require-corp",
    },
  },
  test: {
    reporters: ["default", "./scripts/closing-line.ts"],
    // One more than cores: tests wait for processes, pages and disks.
    maxWorkers: availableParallelism() + 1,
    setupFiles: "test/support/seed.ts",
    provide: { propertySeed: Number(process.env["PROPERTY_SEED"] ?? 1) },
    // The built program runs as Node runs it, not as Vite would load it.
    server: { deps: { external: [/\/dist\/cli\//] } },
    // For a machine that is slow and has other things to do: what hangs is ended, what takes its time is not.
    testTimeout: 400_000,
    hookTimeout: 400_000,
    expect: { poll: { timeout: 60_000 } },
    projects: [
      {
        extends: true,
        test: {
          name: "library",
          include: pure,
        },
      },
      {
        extends: true,
        test: {
          name: "node",
          include: ["test/**/*.test.ts"],
          exclude: ["test/web/app/**", ...pure],
        },
      },
      {
        // The built web app, driven in a browser as people do.
        extends: true,
        test: {
          name: "web",
          include: ["test/web/app/**/*.test.ts"],
        },
      },
      {
        // What must hold in browsers too: the readers' own tests, unchanged.
        extends: true,
        test: {
          name: "browser",
          include: ["test/formats/**/*.test.ts"],
          browser: {
            enabled: true,
            connectTimeout: 300_000,
            headless: true,
            screenshotFailures: false,
            provider: playwright({
              launchOptions: {
                ...(chromium === undefined ? {} : { executablePath: chromium }),
                args: [
                  "--no-sandbox",
                  "--disable-quic",
                  "--no-first-run",
                  "--disable-background-networking",
                  "--disable-component-update",
                  "--disable-sync",
                ],
              },
            }),
            instances: [{ browser: "chromium" }],
          },
        },
      },
    ],
  },
});
