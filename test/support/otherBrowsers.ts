import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { existsSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { connect, type Socket } from "node:net";
import { tmpdir } from "node:os";
import { delimiter, join } from "node:path";
import { freePort } from "./freePort.ts";

/** A browser driven from outside, by the few commands that a smoke test needs. */
export interface DrivenBrowser {
  goTo(url: string): Promise<void>;
  /** Runs the body of a function in the page; a promise that it returns is awaited. */
  run<T>(body: string, ...given: readonly unknown[]): Promise<T>;
  close(): Promise<void>;
}

/** Browsers that this machine may have beside Chromium; undefined where it has them not, or nothing to drive them with. */
export const otherBrowsers: Readonly<
  Record<"Firefox" | "WebKit", (() => Promise<DrivenBrowser>) | undefined>
> = {
  Firefox: firefoxStarter(),
  WebKit: webkitStarter(),
};

function firefoxStarter(): (() => Promise<DrivenBrowser>) | undefined {
  const binary = ["firefox-esr", "firefox"].map(onPath).find((path) => path !== undefined);
  return binary === undefined ? undefined : () => startFirefox(binary);
}

/** WebKitGTK's own small browser needs a display; where there is none, a virtual one. */
function webkitStarter(): (() => Promise<DrivenBrowser>) | undefined {
  const driver = onPath("WebKitWebDriver");
  const browser = ["4.1", "4.0", "6.0"]
    .map((version) => `/usr/lib/x86_64-linux-gnu/webkit2gtk-${version}/MiniBrowser`)
    .find((path) => existsSync(path));
  const display = onPath("Xvfb");
  if (driver === undefined || browser === undefined || display === undefined) return undefined;
  return () => startWebkit(driver, browser, display);
}

function onPath(name: string): string | undefined {
  return (process.env["PATH"] ?? "")
    .split(delimiter)
    .map((folder) => join(folder, name))
    .find((path) => existsSync(path));
}

/** Firefox by its own protocol, Marionette: `length:[0, id, command, parameters]`, answered by `[1, id, error, value]`. */
async function startFirefox(binary: string): Promise<DrivenBrowser> {
  const folder = mkdtempSync(join(tmpdir(), "softdice-firefox-"));
  const port = await freePort();
  const preferences = {
    "marionette.port": port,
    "app.update.enabled": false,
    "datareporting.policy.dataSubmissionEnabled": false,
  };
  const lines = Object.entries(preferences).map(([name, value]) => `user_pref("${name}", ${value});\n`);
  writeFileSync(join(folder, "user.js"), lines.join(""));
  const args = ["--headless", "--marionette", "--no-remote", "--profile", folder, "about:blank"];
  const child = spawn(binary, args, { stdio: "ignore", env: { ...process.env, HOME: folder } });
  const marionette = new Marionette(await connected(port));
  await marionette.call("WebDriver:NewSession", {});
  await marionette.call("WebDriver:SetTimeouts", { script: 200_000 });
  return {
    goTo: async (url) => void (await marionette.call("WebDriver:Navigate", { url })),
    run: async <T>(body: string, ...given: readonly unknown[]) => {
      const parameters = { script: awaiting(body), args: given };
      return unwrap(await marionette.call("WebDriver:ExecuteAsyncScript", parameters)) as T;
    },
    async close() {
      marionette.close();
      await end(child);
      rmSync(folder, { recursive: true, force: true, maxRetries: 20, retryDelay: 200 });
    },
  };
}

class Marionette {
  readonly #socket: Socket;
  readonly #waiting = new Map<number, (answer: readonly unknown[]) => void>();
  #buffer = Buffer.alloc(0);
  #next = 1;

  constructor(socket: Socket) {
    this.#socket = socket;
    socket.on("data", (part) => this.#receive(Buffer.from(part)));
  }

  async call(command: string, parameters: object): Promise<unknown> {
    const id = this.#next++;
    const text = Buffer.from(JSON.stringify([0, id, command, parameters]));
    const answered = new Promise<readonly unknown[]>((done) => this.#waiting.set(id, done));
    this.#socket.write(Buffer.concat([Buffer.from(`${text.length}:`), text]));
    const [, , error, result] = await answered;
    if (error !== null) throw new Error(`${command}: ${JSON.stringify(error)}`);
    return (result as { readonly value?: unknown }).value;
  }

  close(): void {
    this.#socket.destroy();
  }

  #receive(part: Buffer): void {
    this.#buffer = Buffer.concat([this.#buffer, part]);
    for (;;) {
      const colon = this.#buffer.indexOf(":");
      const length = Number(this.#buffer.subarray(0, colon));
      if (colon < 0 || this.#buffer.length < colon + 1 + length) return;
      const message: unknown = JSON.parse(this.#buffer.subarray(colon + 1, colon + 1 + length).toString());
      this.#buffer = this.#buffer.subarray(colon + 1 + length);
      // The greeting is no answer.
      if (Array.isArray(message)) this.#waiting.get(message[1] as number)?.(message);
    }
  }
}

/** WebKitGTK by WebDriver. */
async function startWebkit(driver: string, browser: string, display: string): Promise<DrivenBrowser> {
  const folder = mkdtempSync(join(tmpdir(), "softdice-webkit-"));
  const number = 90 + (process.pid % 900);
  const screen = spawn(display, [`:${number}`, "-screen", "0", "1280x800x24"], { stdio: "ignore" });
  const port = await freePort();
  const environment = {
    ...process.env,
    DISPLAY: `:${number}`,
    HOME: folder,
    XDG_DATA_HOME: folder,
    XDG_CACHE_HOME: folder,
    LIBGL_ALWAYS_SOFTWARE: "1",
    MESA_SHADER_CACHE_DISABLE: "true",
  };
  const child = spawn(driver, [`--port=${port}`], { stdio: "ignore", env: environment });
  (await connected(port)).destroy();
  const call = async (method: string, path: string, body?: object): Promise<unknown> => {
    const answer = await fetch(`http://127.0.0.1:${port}${path}`, {
      method,
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
    const { value } = (await answer.json()) as { readonly value: unknown };
    if (!answer.ok) throw new Error(`${path}: ${JSON.stringify(value)}`);
    return value;
  };
  const options = { binary: browser, args: ["--automation"] };
  const made = await call("POST", "/session", {
    capabilities: { alwaysMatch: { "webkitgtk:browserOptions": options } },
  });
  const session = `/session/${(made as { readonly sessionId: string }).sessionId}`;
  await call("POST", `${session}/timeouts`, { script: 200_000 });
  return {
    goTo: async (url) => void (await call("POST", `${session}/url`, { url })),
    run: async <T>(body: string, ...given: readonly unknown[]) =>
      unwrap(await call("POST", `${session}/execute/async`, { script: awaiting(body), args: given })) as T,
    async close() {
      await call("DELETE", session);
      await end(child);
      await end(screen);
      rmSync(folder, { recursive: true, force: true, maxRetries: 20, retryDelay: 200 });
    },
  };
}

/** The script of a WebDriver that calls back with what the body returns, or why it failed. */
function awaiting(body: string): string {
  return `
    const given = [...arguments];
    const done = given.pop();
    (async () => {
      ${body}
    })().then((value) => done({ value: value ?? null }), (error) => done({ error: String(error) }));`;
}

function unwrap(answer: unknown): unknown {
  const { value, error } = answer as { readonly value: unknown; readonly error?: string };
  if (error !== undefined) throw new Error(error);
  return value;
}

/** A connection to a program that is about to listen. */
async function connected(port: number): Promise<Socket> {
  for (let tries = 0; tries < 900; tries++) {
    const socket = connect(port, "127.0.0.1");
    try {
      await once(socket, "connect");
      return socket;
    } catch {
      await new Promise((done) => setTimeout(done, 200));
    }
  }
  throw new Error(`nothing listens at port ${port}`);
}

async function end(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  child.kill("SIGTERM");
  await once(child, "exit");
}
