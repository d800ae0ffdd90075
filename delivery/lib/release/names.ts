// Problems with the names of a build's files, found before the first one is put.
import type { Routing } from "../addresses.ts";
import { some } from "../actions.ts";
import { faultOfKey } from "../aws/keys.ts";
import { isOwn } from "../publishing/keys.ts";

/** Characters of a name in a message. */
const LONGEST_SHOWN = 120;

/** Files and folders with a leading dot, except .well-known and .nojekyll. */
const DOT_FILE = /(?:^|\/)\.(?!well-known\/|nojekyll$)/;

/** Reasons not to publish these files, one line per kind of fault; empty if there are none. */
export function problems(keys: readonly string[]): string[] {
  const wrong = keys.flatMap((key) => {
    const fault = faultOfName(key);
    return fault === undefined ? [] : [{ key, fault }];
  });
  const missing = keys.includes("index.html") ? [] : ["index.html is missing at the top of the build's output"];
  const faults = [...new Set(wrong.map(({ fault }) => fault))].map((fault) => {
    return `${shown(wrong.filter((one) => one.fault === fault).map(({ key }) => key))}: ${fault}`;
  });
  return [...missing, ...faults];
}

function faultOfName(key: string): string | undefined {
  const fault = faultOfKey(key);
  if (fault !== undefined) return `the name ${fault}`;
  if (DOT_FILE.test(key)) return "names that start with a dot are not published, but .well-known/";
  return isOwn(key) || isOwn(`${key}/`) ? "publishing itself uses this name" : undefined;
}

/** What visitors may not find, one line per kind. */
export function warnings(keys: readonly string[], routing: Routing): string[] {
  const spaces = keys.filter((key) => key.includes("+"));
  const lost = unreachable(keys, routing);
  return [
    ...(spaces.length > 0 ? [`${shown(spaces)}: S3 reads a + in an address as a space, so nobody can get it`] : []),
    ...(lost.length > 0 ? [`${shown(lost)}: ${FORMS[routing]}`] : []),
  ];
}

const FORMS: Readonly<Record<Routing, string>> = {
  files:
    "with routing: files an address that ends in / leads to no page; set it to folders, or let the build write about.html",
  folders:
    "with routing: folders /about leads to about/index.html only; set it to html, or let the build write folders",
  html: "with routing: html /about leads to about.html only; set it to folders, or let the build write about.html",
  app: "with routing: app each address without an extension leads to /index.html; set it to folders or html for pages",
};

/** Pages in another form than the one in which the site answers addresses. */
function unreachable(keys: readonly string[], routing: Routing): readonly string[] {
  const there = new Set(keys);
  const pages = keys.filter((key) => key.endsWith(".html") && !isSpecial(key));
  const folders = pages.filter(
    (key) => key.endsWith("/index.html") && !there.has(key.replace(/\/index\.html$/, ".html")),
  );
  const files = pages.filter(
    (key) => !key.endsWith("/index.html") && !there.has(key.replace(/\.html$/, "/index.html")),
  );
  if (routing === "files") return folders;
  if (routing === "folders") return files;
  if (routing === "app") return pages;
  // Even where pages are files, a folder has its index, which /guide/ leads to: a few are as it should be.
  return folders.length > files.length ? folders : [];
}

/** The first page, pages of errors, what an app falls back to, Google's proof of ownership, and a generator's own parts. */
function isSpecial(key: string): boolean {
  return key === "index.html" || /(?:^|\/)(?:(?:[45]\d\d|200|google[0-9a-f]{16})\.html$|_)/.test(key);
}

/** A few of several names, as they can be shown. */
function shown(keys: readonly string[]): string {
  return some(keys.map((key) => JSON.stringify(short(key))));
}

function short(key: string): string {
  const whole = key.replaceAll(/\p{Cc}/gu, "\u{fffd}");
  return whole.length > LONGEST_SHOWN ? `${whole.slice(0, LONGEST_SHOWN)}...` : whole;
}
