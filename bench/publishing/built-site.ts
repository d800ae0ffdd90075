import { createHash } from "node:crypto";
import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";

/** Bytes of a file, about the size of a page or a chunk of a site. */
const SIZE = 2000;

/** Writes a built site of so many files: a tenth are pages, the others have hashed names. */
export function layOut(folder: string, files: number): void {
  mkdirSync(join(folder, "assets"), { recursive: true });
  const pages = Math.max(2, Math.round(files / 10));
  writeFileSync(join(folder, "index.html"), contentOf("index"));
  writeFileSync(join(folder, "404.html"), contentOf("404"));
  for (let page = 2; page < pages; page += 1) {
    mkdirSync(join(folder, `page-${page}`));
    writeFileSync(join(folder, `page-${page}/index.html`), contentOf(`page ${page}`));
  }
  for (let asset = pages; asset < files; asset += 1) {
    const hash = createHash("sha256").update(String(asset)).digest("hex").slice(0, 20);
    writeFileSync(join(folder, `assets/chunk.${hash}.js`), contentOf(hash));
  }
}

/** Changes one page. */
export function change(folder: string): void {
  writeFileSync(join(folder, "index.html"), contentOf("changed"));
}

function contentOf(name: string): string {
  return `<!-- ${name} -->`.padEnd(SIZE, `${name} `);
}
