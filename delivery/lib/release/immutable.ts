// Which files of a site never change under their name. Browsers keep those for a year, and a release leaves those of
// earlier ones in place for a while: a page that is still open may ask for them.
import { existsSync, readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { DeliveryError, messageOf } from "../actions.ts";
import { isRecord, parseJson } from "../json.ts";
import { hasHash } from "./hashed-name.ts";

/** What a table says, besides the names that have a hash. */
export interface ImmutableTable {
  /** Files that match one of these are immutable, as are those that have a hash in their names, ... */
  readonly immutable: readonly RegExp[];
  /** ... unless they match one of these. */
  readonly revalidated: readonly RegExp[];
}

/** The user's own table, at the top of the checkout. */
const OWN = "immutable.json";
/** The one next to the code. */
const DEFAULT = fileURLToPath(new URL("../../immutable.json", import.meta.url));

/** Never immutable, wherever it is: pages, workers that keep a whole site, and what describes an installed app. */
const NEVER =
  /\.x?html?(?:\.(?:br|gz))?$|(?:^|[/-])(?:sw|service-?worker)\.m?js(?:\.(?:br|gz|map))?$|\/manifest[^/]*\.json|\.webmanifest/i;

const WANT =
  'a JSON object of two lists, "immutable" and "revalidated", of folders that end in / (_astro/) and of files (_nuxt/builds/latest.json); / in front means the top of the site, <hash> a folder named by a hash';

/**
 * Reads a table, by default the user's own if there is one. Each entry of its lists matches at the top of the site and
 * below any folder.
 *
 * @throws DeliveryError if it cannot be read, or is malformed.
 */
export function readImmutable(file = existsSync(OWN) ? OWN : DEFAULT): ImmutableTable {
  let text;
  try {
    text = readFileSync(file, "utf8");
  } catch (error) {
    throw new DeliveryError(`${file}: cannot be read (${messageOf(error)}); expected ${WANT}`);
  }
  const table = parseJson(text);
  const { immutable, revalidated = [], ...others } = isRecord(table) ? table : {};
  const [unknown] = Object.keys(others);
  if (unknown !== undefined) throw wrong(file, `the key ${JSON.stringify(unknown)}`);
  if (!Array.isArray(immutable) || !Array.isArray(revalidated)) throw wrong(file, text);
  return { immutable: patterns(file, immutable), revalidated: patterns(file, revalidated) };
}

/** Whether the content under this key never changes. Not for a file without an extension: it may be a page. */
export function isImmutable(key: string, { immutable, revalidated }: ImmutableTable): boolean {
  const name = key.slice(key.lastIndexOf("/") + 1);
  if (!name.includes(".") || NEVER.test(`/${key}`) || revalidated.some((one) => one.test(key))) return false;
  return hasHash(name) || immutable.some((one) => one.test(key));
}

function patterns(file: string, entries: readonly unknown[]): RegExp[] {
  return entries.map((entry) => {
    if (
      typeof entry !== "string" ||
      !/^\/?(?:(?:<hash>|(?!\.{1,2}(?:\/|$))[^/\\<>*?\p{Cc}]+)(?:\/|$))+$/u.test(entry)
    ) {
      throw wrong(file, JSON.stringify(entry));
    }
    const path = entry.replaceAll(/[.+^${}()|[\]]/g, String.raw`\$&`).replaceAll("<hash>", "[0-9a-f]{20,64}");
    return new RegExp(`^${path.startsWith("/") ? path.slice(1) : `(?:.*/)?${path}`}${path.endsWith("/") ? "" : "$"}`);
  });
}

function wrong(file: string, got: string): DeliveryError {
  return new DeliveryError(`${file}: got ${got.trim().slice(0, 80) || "nothing"}; expected ${WANT}`);
}
