// The repository's pages, and what tests look for in them.
import { execFileSync } from "node:child_process";
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import MarkdownIt from "markdown-it";
import { projectRoot } from "../../lib/paths";

/** Something in a page, with the line of the page on which it begins. */
interface Placed {
  readonly line: number;
}

/** A fenced block: what stands behind its opening fence, and its content as the reader sees it. */
export interface Fence extends Placed {
  readonly info: string;
  readonly content: string;
}

/** The target of a link or an image, as it is written. */
export interface Link extends Placed {
  readonly href: string;
}

/** Text in backquotes. */
export interface Code extends Placed {
  readonly text: string;
}

const parser = new MarkdownIt({ html: true });

/** The files of the repository that are tracked or would be with the next `git add`, by their path from the root. */
export function repositoryFiles(): string[] {
  const listed = execFileSync("git", ["ls-files", "-z", "--cached", "--others", "--exclude-standard"], {
    cwd: projectRoot,
    encoding: "utf8",
  });
  // A file that was deleted is tracked until the deletion is committed.
  return listed.split("\0").filter((file) => file !== "" && existsSync(join(projectRoot, file)));
}

/** The Markdown files of the repository, README.md first. */
export function pages(): string[] {
  const others = repositoryFiles().filter((file) => file.endsWith(".md") && file !== "README.md");
  return ["README.md", ...others.sort()];
}

/** The text of a file of the repository. */
export function textOf(file: string): string {
  return readFileSync(join(projectRoot, file), "utf8");
}

/** The fenced blocks of a page. */
export function fencesOf(markdown: string): Fence[] {
  return parser
    .parse(markdown, {})
    .filter(({ type }) => type === "fence")
    .map(({ info, content, map }) => ({ info: info.trim(), content, line: (map?.[0] ?? 0) + 1 }));
}

/** The targets of the links and images of a page, those in HTML included. */
export function linksOf(markdown: string): Link[] {
  return tokensOf(markdown).flatMap(({ token, line }) => {
    const attribute = { link_open: "href", image: "src" }[token.type];
    if (attribute !== undefined) return [{ href: decodeURI(String(token.attrGet(attribute))), line }];
    if (!token.type.startsWith("html_")) return [];
    return [...token.content.matchAll(/\b(?:href|src)="([^"]*)"/g)].map(([, href = ""]) => ({ href, line }));
  });
}

/** What a page has in backquotes within its text. */
export function codesOf(markdown: string): Code[] {
  const codes = tokensOf(markdown).filter(({ token }) => token.type === "code_inline");
  return codes.map(({ token, line }) => ({ text: token.content, line }));
}

/** What a link to a page may have behind `#`: GitHub's names of its headings, and the ids that its HTML gives. */
export async function anchorsOf(markdown: string): Promise<Set<string>> {
  const { default: GithubSlugger } = await import("github-slugger");
  const slugger = new GithubSlugger();
  const blocks = parser.parse(markdown, {});
  const headings = blocks.filter((_, index) => blocks[index - 1]?.type === "heading_open");
  const slugs = headings.map(({ children }) => {
    const shown = (children ?? []).filter(({ type }) => type === "text" || type === "code_inline");
    return slugger.slug(shown.map(({ content }) => content).join(""));
  });
  const ids = tokensOf(markdown)
    .filter(({ token }) => token.type.startsWith("html_"))
    .flatMap(({ token }) => [...token.content.matchAll(/\bid="([^"]*)"/g)].map(([, id = ""]) => id));
  return new Set([...slugs, ...ids]);
}

/** All tokens, those within a line of text included. */
function tokensOf(markdown: string) {
  let line = 1;
  return parser.parse(markdown, {}).flatMap((block) => {
    // The cells of a table have no line of their own: theirs is the row's.
    if (block.map !== null) line = block.map[0] + 1;
    const begin = { token: block, line };
    const inner = (block.children ?? []).map((token) => {
      if (token.type === "softbreak" || token.type === "hardbreak") line += 1;
      return { token, line };
    });
    return [begin, ...inner];
  });
}
