// Records what a site generator wrote: node record.mjs <output folder> <name of the recording> <package@version>...
// The names, sizes and MD5s of its files, and of a file whose name does not tell what it is its beginning.
import { createHash } from "node:crypto";
import { readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join, relative, sep } from "node:path";
import process from "node:process";
import { URL } from "node:url";

const [folder, name, ...versions] = process.argv.slice(2);
const files = readdirSync(folder, { recursive: true, withFileTypes: true })
  .filter((entry) => entry.isFile())
  .map((entry) => join(entry.parentPath, entry.name))
  .map((path) => {
    const key = relative(folder, path).split(sep).join("/");
    const bytes = readFileSync(path);
    const start = /[^./][^/]*\.[a-z\d]+$/i.test(key) ? {} : { start: bytes.subarray(0, 64).toString() };
    return { key, size: bytes.length, md5: createHash("md5").update(bytes).digest("hex"), ...start };
  })
  .sort((a, b) => (a.key < b.key ? -1 : 1));
writeFileSync(new URL(`${name}.json`, import.meta.url), `${JSON.stringify({ versions, files }, undefined, 2)}\n`);
