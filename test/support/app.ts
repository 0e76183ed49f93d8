import { type ChildProcess, spawn } from "node:child_process";
import { existsSync } from "node:fs";
import { resolve } from "node:path";
import { type Browser, type BrowserContext, chromium, type Page } from "playwright";

const binary = resolve(import.meta.dirname, "../../dist/cli/softdice.js");

const executablePath =
  process.env["CHROMIUM_PATH"] ??
  ["/usr/bin/chromium", "/usr/bin/chromium-browser", "/usr/bin/google-chrome"].find((path) =>
    existsSync(path),
  );

/** The app as its users have it: served by `softdice app`, in Chromium, with every request on record. */
export interface RunningApp {
  readonly url: string;
  readonly browser: Browser;
  readonly context: BrowserContext;
  readonly page: Page;
  /** Addresses asked for, by the page, its workers and its service worker; `data:` and `blob:` are no requests. */
  readonly requests: string[];
  /** What the page complained about. */
  readonly complaints: string[];
  /** Stops the server and leaves the browser. */
  stopServer(): Promise<number | null>;
  close(): Promise<void>;
}

/** How long a page may take for what is asked of it, in milliseconds: on a slow machine, beside other tests. */
export const PATIENCE_MS = 120_000;

/** Starts `softdice app` on a free port; resolves with its address once it listens. */
export async function serve(): Promise<{ url: string; child: ChildProcess }> {
  const child = spawn(process.execPath, [binary, "app", "--port", "0", "--no-open", "--json"], {
    stdio: ["ignore", "pipe", "inherit"],
  });
  const line = await new Promise<string>((done, fail) => {
    let text = "";
    child.stdout.setEncoding("utf8").on("data", (part: string) => {
      text += part;
      if (text.includes("\n")) done(text);
    });
    child.once("exit", (status) => fail(new Error(`softdice app ended with status ${status}`)));
  });
  return { url: (JSON.parse(line) as { url: string }).url, child };
}

/** Stops a server as Ctrl-C does; resolves with its exit status. */
export function stop(child: ChildProcess): Promise<number | null> {
  return new Promise((done) => {
    child.once("exit", (status) => done(status));
    if (!child.kill("SIGINT")) done(child.exitCode);
  });
}

/** Chromium without a window, which asks nobody for anything by itself. */
export function launchChromium(): Promise<Browser> {
  return chromium.launch({
    ...(executablePath === undefined ? {} : { executablePath }),
    args: [
      "--no-sandbox",
      "--disable-quic",
      "--no-first-run",
      "--disable-background-networking",
      "--disable-component-update",
      "--disable-sync",
    ],
  });
}

export async function startApp(): Promise<RunningApp> {
  const { url, child } = await serve();
  const browser = await launchChromium();
  const context = await browser.newContext({
    viewport: { width: 1280, height: 800 },
    acceptDownloads: true,
    reducedMotion: "reduce",
  });
  context.setDefaultTimeout(PATIENCE_MS);
  const requests: string[] = [];
  const complaints: string[] = [];
  context.on("request", (request) => {
    if (!/^(data|blob):/.test(request.url())) requests.push(request.url());
  });
  const page = await context.newPage();
  page.on("pageerror", (error) => complaints.push(error.message));
  page.on("console", (message) => {
    if (message.type() === "error") complaints.push(message.text());
  });
  await page.goto(url);
  return {
    url,
    browser,
    context,
    page,
    requests,
    complaints,
    stopServer: () => stop(child),
    async close() {
      await browser.close();
      if (child.exitCode === null) await stop(child);
    },
  };
}

/** Drops files onto the page, as from a file manager. */
export async function drop(
  page: Page,
  files: readonly { readonly name: string; readonly bytes: Uint8Array }[],
): Promise<void> {
  const content = files.map(({ name, bytes }) => ({ name, base64: Buffer.from(bytes).toString("base64") }));
  const transfer = await page.evaluateHandle((list) => {
    const made = new DataTransfer();
    for (const { name, base64 } of list) {
      const bytes = Uint8Array.from(atob(base64), (character) => character.charCodeAt(0));
      made.items.add(new File([bytes], name));
    }
    return made;
  }, content);
  await page.dispatchEvent("#content", "dragover", { dataTransfer: transfer });
  await page.dispatchEvent("#content", "drop", { dataTransfer: transfer });
}
