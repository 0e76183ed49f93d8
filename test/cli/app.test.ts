import { request } from "node:http";
import type { ChildProcess } from "node:child_process";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { serve, stop } from "../support/app.ts";
import { softdice } from "../support/cli.ts";

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
    const { status, stderr } = await softdice("app", "--port", port, "--no-open");
    expect(status).toBe(2);
    expect(stderr).toBe(
      `softdice: --port: ${port} is in use, expected a free port; choose another, or 0 for any that is free\n`,
    );
  });

  it("refuses a port that none can be", async () => {
    const { status, stderr } = await softdice("app", "--port", "70000");
    expect(status).toBe(2);
    expect(stderr).toBe(
      'softdice: --port: is "70000", expected an integer in [0, 65535]; correct the value\n',
    );
  });

  it("ends well on Ctrl-C", async () => {
    expect(await stop(child)).toBe(0);
  });
});
