import { existsSync, readdirSync, readFileSync, statSync } from "node:fs";
import { dirname, join, relative, resolve } from "node:path";
import { expect, it } from "vitest";

const root = resolve(import.meta.dirname, "../..");

const pages = [
  ...readdirSync(root).map((name) => name),
  ...readdirSync(join(root, "docs"), { recursive: true, encoding: "utf8" }).map((name) => `docs/${name}`),
  "bench/RESULTS.md",
].filter((name) => name.endsWith(".md"));

/** The text of a page without its code. */
const proseOf = (page: string): string =>
  readFileSync(join(root, page), "utf8")
    .replaceAll(/^```[^]*?^```/gm, "")
    .replaceAll(/`[^`\n]*`/g, (code) => code.replaceAll(/[[\]()]/g, ""));

/** Anchors of a page as code hosts make them of its headings. */
function anchorsOf(page: string): Set<string> {
  const headings = [...proseOf(page).matchAll(/^#+ (.+)$/gm)].map(([, heading = ""]) => heading);
  const raw = [...readFileSync(join(root, page), "utf8").matchAll(/^#+ (.+)$/gm)].map(
    ([, text = ""]) => text,
  );
  return new Set([...headings, ...raw].map(slug));
}

const slug = (heading: string): string =>
  heading
    .toLowerCase()
    .replaceAll(/[^\p{L}\p{N}\s_-]/gu, "")
    .replaceAll(/\s/g, "-");

it.each(pages)("every link of %s leads to a file and a heading that are there", (page) => {
  const links = [...proseOf(page).matchAll(/\]\(([^)\s]+)\)/g)].map(([, link = ""]) => link);
  const broken = links
    .filter((link) => !/^[a-z]+:/.test(link))
    .filter((link) => {
      const [path = "", anchor] = link.split("#");
      const target = path === "" ? join(root, page) : resolve(root, dirname(page), decodeURI(path));
      if (!existsSync(target)) return true;
      if (anchor === undefined || statSync(target).isDirectory()) return false;
      return !anchorsOf(relative(root, target)).has(anchor);
    });
  expect(broken).toEqual([]);
});

it("finds pages, links and headings", () => {
  expect(pages.length).toBeGreaterThan(20);
  expect(anchorsOf("docs/formats.md")).toContain("probabilities-of-nnu-net-npz");
});
