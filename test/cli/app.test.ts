import { rmSync, writeFileSync } from "node:fs";
import { request } from "node:http";
import type { AddressInfo } from "node:net";
import { join } from "node:path";
import type { ChildProcess } from "node:child_process";
import { afterAll, beforeAll, describe, expect, it, onTestFinished } from "vitest";
import { listFiles, staticServer } from "../../src/cli/staticServer.ts";
import { serve, stop } from "../support/app.ts";
import { softdiceProcess, temporaryFolder } from "../support/cli.ts";

interface Reply {
  readonly status: number | undefined;
  readonly headers: Readonly<Record<string, string | string[] | undefined>>;
  readonly body: string;
}

describe("softdice app", () => {
  let url: string;
  let child: ChildProcess;

  beforeAll(async () => {
    ({ url, child } = await serve());
  });

  afterAll(async () => {
    if (child.exitCode === null) await stop(child);
  });

  /** Sends the path as it is; `fetch` would tidy it up. */
  function get(path: string, headers: Record<string, string> = {}, method = "GET"): Promise<Reply> {
    const { hostname, port } = new URL(url);
    return new Promise((done, fail) => {
      const sent = request({ hostname, port, path, method, headers }, (response) => {
        let body = "";
        response.setEncoding("utf8").on("data", (part: string) => (body += part));
        response.on("end", () => done({ status: response.statusCode, headers: response.headers, body }));
      });
      sent.on("error", fail).end();
    });
  }

  it("listens on loopback only", () => {
    expect(new URL(url).hostname).toBe("127.0.0.1");
  });

  it("serves the page with a policy that allows no other origin, and isolated", async () => {
    const { status, headers, body } = await get("/");
    expect(status).toBe(200);
    expect(body).toContain('<div id="app">');
    expect(headers["content-type"]).toBe("text/html; charset=utf-8");
    expect(headers["cross-origin-opener-policy"]).toBe("same-origin");
    expect(headers["cross-origin-embedder-policy"]).toBe("require-corp");
    const policy = String(headers["content-security-policy"]);
    expect(policy).toContain("default-src 'self'");
    expect(policy).toContain("connect-src 'self'");
    expect(policy).not.toMatch(/\*|https?:|'unsafe-eval'|script-src[^;]*'unsafe-inline'/);
  });

  it("gives each file its media type", async () => {
    const { body } = await get("/");
    const script = /src="\.(\/assets\/[^"]+\.js)"/.exec(body)![1];
    const style = /href="\.(\/assets\/[^"]+\.css)"/.exec(body)![1];
    expect((await get(script)).headers["content-type"]).toBe("text/javascript; charset=utf-8");
    expect((await get(style)).headers["content-type"]).toBe("text/css; charset=utf-8");
    expect((await get("/sw.js")).headers["content-type"]).toBe("text/javascript; charset=utf-8");
  });

  it.each([
    "/../cli/softdice.js",
    "/assets/../../cli/softdice.js",
    "/%2e%2e/cli/softdice.js",
    "//etc/passwd",
    "/assets",
    "/no",
  ])("has nothing at %s", async (path) => {
    expect((await get(path)).status).toBe(404);
  });

  it("refuses other hosts' names, as a page that rebinds its own would send", async () => {
    expect((await get("/", { Host: "evil.example" })).status).toBe(403);
    expect((await get("/", { Host: "127.0.0.1.evil.example:80" })).status).toBe(403);
    expect((await get("/", { Host: `localhost:${new URL(url).port}` })).status).toBe(200);
  });

  it("only gives", async () => {
    expect((await get("/", {}, "POST")).status).toBe(405);
    const head = await get("/", {}, "HEAD");
    expect([head.status, head.body]).toEqual([200, ""]);
  });

  it("says in one line when the port is in use", async () => {
    const { port } = new URL(url);
    const { status, stderr } = await softdiceProcess("app", "--port", port, "--no-open");
    expect(status).toBe(2);
    expect(stderr).toBe(
      `softdice: --port: ${port} is in use, expected a free port; choose another, or 0 for any that is free\n`,
    );
  });

  it("holds the licences of the code that it consists of, of what is compiled into it too", async () => {
    const { status, headers, body } = await get("/notices.txt");
    expect([status, headers["content-type"]]).toEqual([200, "text/plain; charset=utf-8"]);
    const holders = [
      "Niivue",
      "Universite catholique de Louvain",
      "Independent JPEG Group",
      "Yann Collet",
      "Meta",
    ];
    for (const holder of holders) expect(body).toContain(holder);
    for (const name of ["@zip.js/zip.js", "dicom-parser", "preact", "zarrita"])
      expect(body).toMatch(new RegExp(`^${name} \\d`, "m"));
    expect((await get("/")).body).toContain('<div id="app">');
  });

  it("survives a file that is gone", async () => {
    const folder = temporaryFolder();
    writeFileSync(join(folder, "index.html"), "page");
    writeFileSync(join(folder, "gone.js"), "code");
    const server = staticServer(listFiles(folder));
    onTestFinished(() => void server.close());
    await new Promise<void>((done) => server.listen(0, "127.0.0.1", done));
    const { port } = server.address() as AddressInfo;
    rmSync(join(folder, "gone.js"));
    expect((await fetch(`http://127.0.0.1:${port}/gone.js`)).status).toBe(410);
    expect(await (await fetch(`http://127.0.0.1:${port}/`)).text()).toBe("page");
  });

  it("refuses a port that none can be", async () => {
    const { status, stderr } = await softdiceProcess("app", "--port", "70000");
    expect(status).toBe(2);
    expect(stderr).toBe(
      'softdice: --port: is "70000", expected an integer in [0, 65535]; correct the value\n',
    );
  });

  it("ends well on Ctrl-C", async () => {
    expect(await stop(child)).toBe(0);
  });
});
