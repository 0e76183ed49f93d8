import { parseHTML } from "linkedom";
import { describe, expect, it } from "vitest";
import { alert, figureHtml, list, pageHtml, paragraph, subheading } from "../../src/report/page.ts";
import { markup } from "../../src/report/markup.ts";
import { tableHtml } from "../../src/report/table.ts";

const HOSTILE = `</style><script>alert("x")</script>`;

const html = pageHtml({
  title: HOSTILE,
  summary: [HOSTILE],
  sections: [
    {
      title: HOSTILE,
      content: [
        paragraph(HOSTILE),
        subheading(HOSTILE),
        list([HOSTILE, alert(HOSTILE)]),
        figureHtml({ width: 10, height: 10, body: markup`<text>${HOSTILE}</text>` }, HOSTILE, HOSTILE),
        tableHtml({
          caption: HOSTILE,
          columns: [{ title: "row" }, { title: HOSTILE }, { title: "c", isText: true }],
          groups: [
            { title: "", span: 1 },
            { title: "both", span: 2 },
          ],
          rows: [[HOSTILE, "1", HOSTILE]],
        }),
      ],
    },
    { title: "Second", content: [] },
    { title: "Third", content: [] },
  ],
  provenance: [["Command", HOSTILE]],
});
const { document } = parseHTML(html);

describe("pageHtml", () => {
  it("escapes every text it is given", () => {
    expect(document.querySelectorAll("script")).toHaveLength(0);
    expect(html).not.toContain(HOSTILE);
    for (const selector of [
      "h1",
      "h2",
      "h3",
      ".lead",
      "main p",
      "li",
      ".alert",
      "figcaption",
      "caption",
      "tbody th",
    ]) {
      expect(document.querySelector(selector)?.textContent, selector).toContain("<script>");
    }
    expect(document.querySelector("svg")?.getAttribute("aria-label")).toBe(HOSTILE);
  });

  it("fetches nothing", () => {
    expect(html).not.toMatch(/(?:src|href|action|data)="(?!#|data:image\/png|https:\/\/doi\.org\/)/);
    expect(html).not.toMatch(/url\(|@import|<link|<iframe|<object/);
    expect(html.replaceAll("http://www.w3.org/2000/svg", "")).not.toContain("http:");
  });

  it("says once that it is for research", () => {
    expect(html.match(/not a medical device/g)).toHaveLength(1);
  });

  it("has a language, one heading of the first level, and links to its sections", () => {
    expect(document.documentElement.getAttribute("lang")).toBe("en");
    expect(document.querySelectorAll("h1")).toHaveLength(1);
    const targets = [...document.querySelectorAll("nav a")].map((a) => a.getAttribute("href"));
    expect(targets).toEqual(["#section-1", "#section-2", "#section-3"]);
    for (const target of targets) expect(document.querySelector(target ?? "")).not.toBeNull();
  });
});

describe("tableHtml", () => {
  it("tells screen readers what heads what", () => {
    const table = document.querySelector("main table");
    const scopes = [...(table?.querySelectorAll("th") ?? [])].map((th) => th.getAttribute("scope"));
    expect(scopes).toEqual(["colgroup", "col", "col", "col", "row"]);
    expect(table?.querySelector("tbody tr")?.children).toHaveLength(3);
  });
});
