// The list of a release, which says what was published and what of earlier releases is still there.
import { gunzipSync, gzipSync } from "node:zlib";
import { faultOfKey } from "../aws/keys.ts";
import { isRecord, parseJson } from "../json.ts";
import type { PublishedFile } from "./files.ts";
import { isOwn, type ReleaseId } from "./keys.ts";

/** Bytes of a list that are read, compressed and not. A list of 100,000 files has a fifth of that. */
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

/** A file of an earlier release that this one does not have, and that may still be there. */
export interface PastFile extends NamedFile {
  /** Since when no release has it. ISO 8601. */
  readonly since: string;
  /** How many releases do not have it since then. */
  readonly releases: number;
}

/** A list whose files are counted in this one, so that nobody has to read it again. */
export interface FoldedList {
  readonly key: string;
  /** Empty where the list cannot be read. */
  readonly commit: string;
  /** Since when its release is not the one that is served. ISO 8601. */
  readonly since: string;
}

export interface ReleaseList extends Release {
  /** The edges had forgotten all that was written before, and this release wrote nothing. */
  readonly invalidated: boolean;
  readonly files: readonly PublishedFile[];
  readonly past: readonly PastFile[];
  readonly folded: readonly FoldedList[];
}

/** What a list of whatever kind says about names. */
export interface Names {
  readonly commit: string;
  readonly files: readonly NamedFile[];
  readonly past: readonly PastFile[];
}

export function packed(list: object): Buffer {
  return gzipSync(JSON.stringify(list), { level: 1 });
}

/** The list of a release, or undefined where the bytes are none: anyone who may publish may put anything there. */
export function asList(bytes: Uint8Array): ReleaseList | undefined {
  const value = unpacked(bytes);
  if (!isRecord(value) || !isRelease(value)) return undefined;
  const { invalidated, files, past, folded } = value;
  const isWhole =
    typeof invalidated === "boolean" && all(files, isPublished) && all(past, isPast) && all(folded, isFolded);
  return isWhole ? (value as unknown as ReleaseList) : undefined;
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

type Fields = Readonly<Record<string, unknown>>;

function all<T>(value: unknown, is: (one: unknown) => one is T): value is readonly T[] {
  return Array.isArray(value) && value.every(is);
}

function isText(value: unknown, form: RegExp): value is string {
  return typeof value === "string" && form.test(value);
}

function isTime(value: unknown): value is string {
  return typeof value === "string" && !Number.isNaN(Date.parse(value));
}

function isRelease({ commit, run, attempt, time }: Fields): boolean {
  const [hash, number] = [/^[0-9a-f]{40}$/, /^[1-9]\d{0,19}$/];
  return isText(commit, hash) && isText(run, number) && isText(attempt, number) && isTime(time);
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

function isPublished(value: unknown): value is PublishedFile {
  if (!isNamed(value) || !isRecord(value)) return false;
  const { md5, sha256, size, type, cache, encoding = "", version = "v" } = value as Fields;
  const header = /^[\x20-\x7e]*$/;
  const isHeaders = isText(type, header) && isText(cache, header) && isText(encoding, header);
  const isContent = isText(md5, /^[0-9a-f]{32}$/) && isText(sha256, /^[0-9a-f]{64}$/) && Number.isSafeInteger(size);
  return isHeaders && isContent && isText(version, /^[\x21-\x7e]{1,1024}$/);
}

function isFolded(value: unknown): value is FoldedList {
  return isRecord(value) && typeof value.key === "string" && typeof value.commit === "string" && isTime(value.since);
}
