import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { brotliCompressSync, gzipSync } from "node:zlib";
import { ROOT } from "./program";

/** The output of a site generator: see generators/record.mjs. */
export interface Recording {
  /** The packages that wrote it, with their versions. */
  readonly versions: readonly string[];
  readonly files: readonly RecordedFile[];
}

interface RecordedFile {
  readonly key: string;
  readonly size: number;
  readonly md5: string;
  /** How the file begins, if its name does not tell what it is. */
  readonly start?: string;
}

export const RECORDINGS = join(ROOT, "tests/support/generators");

export function recordingOf(generator: string): Recording {
  return JSON.parse(readFileSync(join(RECORDINGS, `${generator}.json`), "utf8")) as Recording;
}

/** The smallest picture of each kind: one pixel. */
const PICTURES: Readonly<Record<string, string>> = {
  png: "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNkYPhfDwAChwGA60e6kgAAAABJRU5ErkJggg==",
  webp: "UklGRiIAAABXRUJQVlA4IBYAAAAwAQCdASoBAAEADsD+JaQAA3AAAAAA",
};

/**
 * Writes a site with the recorded names, since of the files themselves only sizes and digests are recorded. Each page
 * has its key as title, and loads every script, style sheet and picture of the site as what its name says that it is.
 */
export function writeRecorded(generator: string, folder: string): void {
  const keys = recordingOf(generator).files.map(({ key }) => key);
  const page = pageOf(keys);
  for (const key of keys) {
    mkdirSync(dirname(join(folder, key)), { recursive: true });
    writeFileSync(join(folder, key), contentOf(key, page));
  }
}

function contentOf(key: string, page: (title: string) => string): string | Buffer {
  const [, inner = "", extension = ""] = /^(.*?)\.?([^./]*)$/.exec(key) ?? [];
  switch (extension) {
    case "html":
      return page(key);
    case "js":
      return `(globalThis.loaded ??= []).push(${JSON.stringify(key)});\n`;
    case "css":
      return "body { max-width: 704px; }\n";
    case "svg":
      return '<svg xmlns="http://www.w3.org/2000/svg" width="1" height="1"/>\n';
    case "br":
      return brotliCompressSync(contentOf(inner, page));
    case "gz":
      return gzipSync(contentOf(inner, page));
    default:
      return extension in PICTURES ? Buffer.from(PICTURES[extension] ?? "", "base64") : "{}\n";
  }
}

function pageOf(keys: readonly string[]): (title: string) => string {
  const each = (extension: RegExp, element: (address: string) => string): string =>
    keys
      .filter((key) => extension.test(key))
      .map((key) => element(`/${key}`))
      .join("\n");
  const parts = [
    each(/\.css$/, (address) => `<link rel="stylesheet" href="${address}">`),
    each(/\.js$/, (address) => `<script type="module" src="${address}"></script>`),
    each(/\.webmanifest$/, (address) => `<link rel="manifest" href="${address}">`),
    each(/\.(?:svg|png|webp)$/, (address) => `<img src="${address}" alt="">`),
  ];
  return (title) => `<!doctype html><title>${title}</title><h1>${title}</h1>\n${parts.join("\n")}\n`;
}
