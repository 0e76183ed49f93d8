import { spawnSync } from "node:child_process";
import { existsSync, readFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { type Browser, chromium } from "playwright";

/** What a program printed, as JSON. */
export function printed(command: readonly string[], cwd: string): unknown {
  const [program, ...args] = command;
  const { status, stdout, stderr } = spawnSync(program, args, { cwd, encoding: "utf8" });
  if (status !== 0) throw new Error(`${command.join(" ")}: ${stderr}`);
  return JSON.parse(stdout);
}

/** How to call a runtime that is installed beside the project or on the path; undefined where it is not. */
export function runtime(name: "bun" | "deno"): string | undefined {
  const beside = resolve(import.meta.dirname, `../../node_modules/.bin/${name}`);
  const found = [beside, name].find((program) => spawnSync(program, ["--version"]).status === 0);
  return found;
}

const executablePath = [process.env["CHROMIUM_PATH"], "/usr/bin/chromium", "/usr/bin/chromium-browser"].find(
  (path) => path !== undefined && existsSync(path),
);

export function openBrowser(): Promise<Browser> {
  return chromium.launch({
    ...(executablePath === undefined ? {} : { executablePath }),
    args: ["--no-sandbox", "--disable-quic", "--no-first-run", "--disable-background-networking"],
  });
}

/** What a bundled program prints in a page, as JSON; everything that it asks for comes out of its folder. */
export async function printedInPage(browser: Browser, folder: string, program: string): Promise<unknown> {
  const page = await browser.newPage();
  try {
    await page.route("**/*", (route) => {
      const { pathname } = new URL(route.request().url());
      if (pathname === "/") {
        const body = `<!doctype html><script type="module" src="/${program}.js"></script>`;
        return route.fulfill({ contentType: "text/html", body });
      }
      const file = join(folder, pathname);
      if (!existsSync(file)) return route.fulfill({ status: 404, body: "" });
      return route.fulfill({ contentType: "text/javascript", body: readFileSync(file, "utf8") });
    });
    const line = new Promise<string>((done, fail) => {
      page.on("console", (message) => (message.type() === "log" ? done(message.text()) : undefined));
      page.on("pageerror", fail);
    });
    await page.goto("https://package.test/");
    return JSON.parse(await line);
  } finally {
    await page.close();
  }
}
