// Lists of releases as they lie in the bucket, compressed.
import { gunzipSync, gzipSync } from "node:zlib";
import { isRecord, parseJson } from "../json.ts";
import type { Names, ReleaseList } from "./list.ts";
import { all, isKey, isList, isNamed, isPast } from "./list-form.ts";

/** The most bytes of a list, compressed and not. A list of 100,000 files has a fifth of that. */
export const LARGEST = { compressed: 48 * 1024 * 1024, plain: 192 * 1024 * 1024 } as const;

export function packed(list: object): Buffer {
  return gzipSync(JSON.stringify(list), { level: 1 });
}

/** The list of a release, or undefined if the bytes are not one. */
export function asList(bytes: Uint8Array): ReleaseList | undefined {
  const value = unpacked(bytes);
  return isList(value) ? value : undefined;
}

/** The names in a list: of a release, of one that was announced, or as releases were listed before. */
export function asNames(bytes: Uint8Array): Names | undefined {
  const value = bytes[0] === 0x1f ? unpacked(bytes) : parseJson(Buffer.from(bytes).toString());
  if (!isRecord(value) || typeof value.commit !== "string") return undefined;
  const { commit, files, past = [] } = value;
  if (!all(past, isPast)) return undefined;
  if (all(files, isNamed)) return { commit, files, past };
  if (!all(files, isKey)) return undefined;
  return { commit, files: files.map((key) => ({ key, immutable: key.startsWith("assets/") })), past };
}

function unpacked(bytes: Uint8Array): unknown {
  try {
    return parseJson(gunzipSync(bytes, { maxOutputLength: LARGEST.plain }).toString());
  } catch {
    return undefined;
  }
}
