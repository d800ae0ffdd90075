import { createHash } from "node:crypto";
import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";

/** The part of a build's files that are assets. */
const ASSETS = 0.6;
const EXTENSIONS = ["js", "css", "svg"];
const CHANGING_PAGE = "guide/page-1.html";

/** What a build is made from. */
export interface Source {
  /** How many files it has, from 10 on. */
  readonly files: number;
  /** One page says something else, in as many bytes. */
  readonly changed?: boolean;
}

/**
 * Writes what a front end's build would: six of ten files below assets/, each with its hash in its name, the others
 * pages, index.html and 404.html among them. Every page names a script, a style sheet and the next page. The files are
 * small, from half a kilobyte to three, and the same for the same source; their times are new, as in a fresh checkout.
 *
 * @param folder - Need not be there.
 */
export function writeBuild(folder: string, { files, changed = false }: Source): void {
  const assets = Array.from({ length: Math.round(files * ASSETS) }, (_, index) => assetOf(index));
  const guide = Array.from({ length: files - assets.length - 2 }, (_, index) => `guide/page-${index + 1}.html`);
  const ending = (extension: string): string[] =>
    assets.map(({ name }) => name).filter((name) => name.endsWith(extension));
  const [scripts, styles] = [ending(".js"), ending(".css")];
  const names = ["index.html", "404.html", ...guide];
  const pages = names.map((name, index) => ({
    name,
    content: pageOf({
      title: name,
      script: scripts[index % scripts.length] ?? "",
      style: styles[index % styles.length] ?? "",
      next: names[index + 1] ?? "index.html",
      text: filler(changed && name === CHANGING_PAGE ? "Changed" : "Written", 20 + (index % 20)),
    }),
  }));
  for (const below of ["assets", "guide"]) mkdirSync(join(folder, below), { recursive: true });
  for (const { name, content } of [...assets, ...pages]) writeFileSync(join(folder, name), content);
}

interface File {
  readonly name: string;
  readonly content: string;
}

function assetOf(index: number): File {
  const content = filler(`/* part ${index} */`, 20 + (index % 40));
  const hash = createHash("sha256").update(content).digest("hex").slice(0, 8);
  return { name: `assets/part-${index}-${hash}.${EXTENSIONS[index % EXTENSIONS.length] ?? ""}`, content };
}

interface Page {
  readonly title: string;
  readonly script: string;
  readonly style: string;
  readonly next: string;
  readonly text: string;
}

function pageOf({ title, script, style, next, text }: Page): string {
  return [
    "<!doctype html>",
    `<title>${title}</title>`,
    `<script type="module" src="/${script}"></script>`,
    `<link rel="stylesheet" href="/${style}">`,
    `<p>${text}</p>`,
    `<a href="/${next}">Next</a>`,
    "",
  ].join("\n");
}

function filler(words: string, lines: number): string {
  return `${words} and so on, line after line.\n`.repeat(lines);
}
