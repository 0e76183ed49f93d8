import { existsSync, readdirSync, readFileSync, statSync } from "node:fs";
import { dirname, join, relative, resolve } from "node:path";

/*
 * Checks a site of static files: every link between its pages leads to a file and a place that are there, none leaves the
 * site's own folder (so that it works at any path), and no page loads anything from elsewhere.
 */

/** Attributes whose file a browser fetches without being asked. */
const loads = /<(?:script|img|iframe|source|video|audio|embed)\b[^>]*?\s(?:src|srcset)="([^"]*)"/g;
const sheets = /<link\b[^>]*?\shref="([^"]*)"/g;
const anchors = /<a\b[^>]*?\shref="([^"]*)"/g;

/**
 * @param {string} site folder of the built site
 * @returns {string[]} a line a fault, none where all is well
 */
export function faultsOfSite(site) {
  /** @type {Map<string, Set<string>>} */
  const places = new Map();
  /** @param {string} file */
  const placesOf = (file) => {
    const found = places.get(file) ?? idsOf(readFileSync(file, "utf8"));
    places.set(file, found);
    return found;
  };
  return pagesOf(site).flatMap((page) => {
    const html = readFileSync(page, "utf8");
    const name = relative(site, page);
    const foreign = [...matches(html, loads), ...matches(html, sheets)].filter(isElsewhere);
    const local = [...matches(html, anchors), ...matches(html, loads), ...matches(html, sheets)].filter(
      (link) => !isElsewhere(link) && !/^(?:mailto|data|blob):/.test(link),
    );
    return [
      ...foreign.map((link) => `${name}: loads ${link}, expected files of the site alone`),
      ...local.flatMap((link) => faultOf(link, page, site, placesOf).map((fault) => `${name}: ${fault}`)),
    ];
  });
}

/**
 * What is wrong with a link of a page: nothing, or one thing.
 * @param {string} link
 * @param {string} page
 * @param {string} site
 * @param {(file: string) => Set<string>} placesOf
 */
function faultOf(link, page, site, placesOf) {
  const [path = "", place] = decodeURI(link.replaceAll("&amp;", "&")).split("#");
  const file = path === "" ? page : resolve(dirname(page), path.replace(/\?.*/, ""));
  if (path.startsWith("/") || relative(site, file).startsWith("..")) return [`${link} leaves the site`];
  const target = existsSync(file) && statSync(file).isDirectory() ? join(file, "index.html") : file;
  if (!existsSync(target)) return [`${link} leads to no file`];
  const hasPlace = !place || !target.endsWith(".html") || placesOf(target).has(place);
  return hasPlace ? [] : [`${link} leads to no place of that page`];
}

/** @param {string} site */
function pagesOf(site) {
  return readdirSync(site, { recursive: true, encoding: "utf8" })
    .filter((name) => name.endsWith(".html"))
    .map((name) => join(site, name));
}

/** @type {(html: string, pattern: RegExp) => string[]} */
const matches = (html, pattern) => [...html.matchAll(pattern)].map(([, link = ""]) => link);

/** @type {(link: string) => boolean} */
const isElsewhere = (link) => /^(?:[a-z]+:)?\/\//i.test(link);

/** @type {(html: string) => Set<string>} */
const idsOf = (html) => new Set(matches(html, /\sid="([^"]*)"/g));
