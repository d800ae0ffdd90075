import { posix } from "node:path";

/** The repository as a link sees it. */
export interface Linkable {
  /** Paths from the root. */
  readonly files: ReadonlySet<string>;
  /** What may stand behind `#` in a link to a page. */
  readonly anchorsOf: (page: string) => Promise<ReadonlySet<string>>;
}

/** What is wrong with a link of a page; undefined where it leads somewhere. Nothing outside the repository is asked. */
export async function faultOf(href: string, page: string, { files, anchorsOf }: Linkable): Promise<string | undefined> {
  if (/^[a-z][a-z0-9+.-]*:/i.test(href)) return isPublic(href) ? undefined : "expected https and a public host";
  if (href.startsWith("/") || href.includes("\\")) return "expected a path relative to the page";
  const [path = "", anchor] = href.split("#");
  const target = path === "" ? page : posix.join(posix.dirname(page), path).replace(/\/$/, "");
  if (!files.has(target) && !foldersOf(files).has(target)) return `the repository has no ${target}`;
  if (anchor === undefined) return undefined;
  if (!target.endsWith(".md")) return "only a page has places to link to";
  return (await anchorsOf(target)).has(anchor) ? undefined : `${target} has no heading #${anchor}`;
}

/** The folders that hold files, with those around them and the root, which is `.`. */
export function foldersOf(files: Iterable<string>): Set<string> {
  const folders = new Set(["."]);
  for (const file of files) {
    for (let folder = posix.dirname(file); folder !== "."; folder = posix.dirname(folder)) folders.add(folder);
  }
  return folders;
}

function isPublic(href: string): boolean {
  if (!URL.canParse(href)) return false;
  const { protocol, hostname } = new URL(href);
  return protocol === "https:" && /\.[a-z]{2,}$/.test(hostname);
}
