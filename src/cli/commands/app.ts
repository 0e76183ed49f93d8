import { spawn } from "node:child_process";
import { existsSync } from "node:fs";
import type { Server } from "node:http";
import { SoftdiceError } from "../../core/errors.ts";
import { type Context, EXIT, type ExitCode } from "../context.ts";
import { listFiles, staticServer } from "../staticServer.ts";

export interface AppOptions {
  readonly port: number;
  readonly open: boolean;
  readonly json: boolean;
}

/** `softdice app`: serves the web app on loopback until it is stopped, and opens it. */
export async function app(options: AppOptions, context: Context, folder: string): Promise<ExitCode> {
  if (!existsSync(folder)) {
    throw new SoftdiceError({
      subject: folder,
      problem: "is not there",
      expected: "the built web app",
      remedy: "run npm run build first",
    });
  }
  const server = staticServer(listFiles(folder));
  const port = await listen(server, options.port);
  const url = `http://127.0.0.1:${port}/`;
  if (options.json) context.out(`${JSON.stringify({ url })}\n`);
  else context.out(`softdice is at ${url}\nOnly this machine can reach it. Ctrl-C stops it.\n`);
  if (options.open) openInBrowser(url, context);
  await stopped(context.signal);
  server.closeAllConnections();
  await new Promise((done) => server.close(done));
  return EXIT.done;
}

/** Listens on 127.0.0.1 and returns the port, which the system chooses for 0. */
function listen(server: Server, port: number): Promise<number> {
  return new Promise((resolve, reject) => {
    server.once("error", (cause: NodeJS.ErrnoException) => {
      const reasons: Record<string, string> = { EADDRINUSE: "is in use", EACCES: "is not open to this user" };
      const problem = reasons[cause.code ?? ""] ?? `cannot be opened (${cause.message})`;
      reject(
        new SoftdiceError({
          subject: "--port",
          problem: `${port} ${problem}`,
          expected: "a free port",
          remedy: "choose another, or 0 for any that is free",
          cause,
        }),
      );
    });
    server.listen(port, "127.0.0.1", () => {
      const address = server.address();
      resolve(typeof address === "object" && address !== null ? address.port : port);
    });
  });
}

/** Opens the user's browser; where there is none, the address on the terminal has to do. */
function openInBrowser(url: string, context: Context): void {
  const [program, ...parameters] = { darwin: ["open"], win32: ["cmd", "/c", "start", ""] }[
    process.platform as string
  ] ?? ["xdg-open"];
  const opener = spawn(program, [...parameters, url], { stdio: "ignore", detached: true });
  opener.on("error", () => context.err(`softdice: no browser could be opened; go to ${url}\n`));
  opener.unref();
}

function stopped(signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    if (signal.aborted) resolve();
    else signal.addEventListener("abort", () => resolve(), { once: true });
  });
}
