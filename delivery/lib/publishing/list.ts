// The list of a release, which says what was published and what of earlier releases is still there. Compressed in the
// bucket, and checked when it is read: anyone who may publish may put anything there.
import { gunzipSync, gzipSync } from "node:zlib";
import { faultOfKey } from "../aws/keys.ts";
import { isListOf, isRecord, parseJson } from "../json.ts";
import type { PublishedFile } from "./files.ts";
import { isOwn, type ReleaseId } from "./keys.ts";

/** The most bytes of a list, compressed and not. A list of 100,000 files has a fifth of that. */
export const LARGEST = { compressed: 48 * 1024 * 1024, plain: 192 * 1024 * 1024 } as const;

export interface Release extends ReleaseId {
  readonly commit: string;
  /** ISO 8601. */
  readonly time: string;
}

/** A file that a release names. */
export interface NamedFile {
  readonly key: string;
  readonly immutable: boolean;
}

/**
 * A file of an earlier release that this one does not have, and that may still be there. How it was put is known
 * if nobody has written it since: if it comes back, it is already there.
 */
export interface PastFile extends NamedFile, Partial<Omit<PublishedFile, keyof NamedFile>> {
  /** Since when no release has it. ISO 8601. */
  readonly since: string;
  /** How many releases since then do not have it. */
  readonly releases: number;
}

/** A list whose files are counted in this one, so nobody has to read it again. */
export interface FoldedList {
  readonly key: string;
  /** Empty if the list cannot be read. */
  readonly commit: string;
  /** When its release stopped being served. ISO 8601. */
  readonly since: string;
}

export interface ReleaseList extends Release {
  /** The edges had forgotten all that was written before, and this release wrote nothing. */
  readonly invalidated: boolean;
  readonly files: readonly PublishedFile[];
  readonly past: readonly PastFile[];
  readonly folded: readonly FoldedList[];
}

/** The names in a list of any kind. */
export interface Names {
  readonly commit: string;
  readonly files: readonly NamedFile[];
  readonly past: readonly PastFile[];
}

export function packed(list: object): Buffer {
  return gzipSync(JSON.stringify(list), { level: 1 });
}

/** The list of a release, or undefined if the bytes are not one. */
export function asList(bytes: Uint8Array): ReleaseList | undefined {
  const value = unpacked(bytes);
  if (!isRecord(value) || !isText(value.commit, /^[0-9a-f]{40}$/) || !isTime(value.time)) return undefined;
  const { run, attempt, invalidated, files, past, folded } = value;
  const isNumbered = [run, attempt].every((one) => isText(one, /^[1-9]\d{0,19}$/));
  if (!isNumbered || typeof invalidated !== "boolean") return undefined;
  const isWhole = isListOf(files, isPublished) && isListOf(past, isPast) && isListOf(folded, isFolded);
  return isWhole ? (value as unknown as ReleaseList) : undefined;
}

/** The names in a list: of a release, of one that was announced, or as releases were listed before. */
export function asNames(bytes: Uint8Array): Names | undefined {
  const value = bytes[0] === 0x1f ? unpacked(bytes) : parseJson(Buffer.from(bytes).toString());
  if (!isRecord(value) || typeof value.commit !== "string") return undefined;
  const { commit, files, past = [] } = value;
  if (!isListOf(past, isPast)) return undefined;
  if (isListOf(files, isNamed)) return { commit, files, past };
  if (!isListOf(files, isKey)) return undefined;
  return { commit, files: files.map((key) => ({ key, immutable: key.startsWith("assets/") })), past };
}

function unpacked(bytes: Uint8Array): unknown {
  try {
    return parseJson(gunzipSync(bytes, { maxOutputLength: LARGEST.plain }).toString());
  } catch {
    return undefined;
  }
}

function isText(value: unknown, form: RegExp): value is string {
  return typeof value === "string" && form.test(value);
}

function isTime(value: unknown): value is string {
  return typeof value === "string" && !Number.isNaN(Date.parse(value));
}

function isKey(value: unknown): value is string {
  return typeof value === "string" && faultOfKey(value) === undefined && !isOwn(value);
}

function isNamed(value: unknown): value is NamedFile {
  return isRecord(value) && isKey(value.key) && typeof value.immutable === "boolean";
}

function isPast(value: unknown): value is PastFile {
  return isNamed(value) && isRecord(value) && isTime(value.since) && Number.isSafeInteger(value.releases);
}

export function isPublished(value: unknown): value is PublishedFile {
  if (!isNamed(value) || !isRecord(value)) return false;
  const { md5, sha256, size, type, cache, encoding = "", version = "v" } = value as Readonly<Record<string, unknown>>;
  const isHeaders = [type, cache, encoding].every((one) => isText(one, /^[\x20-\x7e]*$/));
  const isContent = isText(md5, /^[0-9a-f]{32}$/) && isText(sha256, /^[0-9a-f]{64}$/) && Number.isSafeInteger(size);
  return isHeaders && isContent && isText(version, /^[\x21-\x7e]{1,1024}$/);
}

function isFolded(value: unknown): value is FoldedList {
  return isRecord(value) && typeof value.key === "string" && typeof value.commit === "string" && isTime(value.since);
}
