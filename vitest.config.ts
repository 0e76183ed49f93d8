import { existsSync } from "node:fs";
import { playwright } from "@vitest/browser-playwright";
import { defineConfig } from "vitest/config";

const chromium =
  process.env["CHROMIUM_PATH"] ??
  ["/usr/bin/chromium", "/usr/bin/chromium-browser", "/usr/bin/google-chrome"].find((path) =>
    existsSync(path),
  );

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
    maxWorkers: "100%",
    setupFiles: "test/support/seed.ts",
    provide: { propertySeed: Number(process.env["PROPERTY_SEED"] ?? 1) },
    testTimeout: 120_000,
    hookTimeout: 120_000,
    projects: [
      {
        extends: true,
        test: {
          name: "node",
          include: ["test/**/*.test.ts"],
          exclude: ["test/web/app/**"],
        },
      },
      {
        // The built web app, driven in a browser as people do.
        extends: true,
        test: {
          name: "web",
          include: ["test/web/app/**/*.test.ts"],
          fileParallelism: false,
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
