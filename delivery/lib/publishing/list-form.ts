// Whether an object in the bucket is a release list: anyone who may publish may put anything there.
import { faultOfKey } from "../aws/keys.ts";
import { isRecord } from "../json.ts";
import type { PublishedFile } from "./files.ts";
import { isOwn } from "./keys.ts";
import type { FoldedList, NamedFile, PastFile, ReleaseList } from "./list.ts";

type Fields = Readonly<Record<string, unknown>>;

/** A whole list. */
export function isList(value: unknown): value is ReleaseList {
  if (!isRecord(value) || !isRelease(value)) return false;
  const { invalidated, files, past, folded } = value;
  return typeof invalidated === "boolean" && all(files, isPublished) && all(past, isPast) && all(folded, isFolded);
}

export function all<T>(value: unknown, is: (one: unknown) => one is T): value is readonly T[] {
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

export function isKey(value: unknown): value is string {
  return typeof value === "string" && faultOfKey(value) === undefined && !isOwn(value);
}

export function isNamed(value: unknown): value is NamedFile {
  return isRecord(value) && isKey(value.key) && typeof value.immutable === "boolean";
}

export function isPast(value: unknown): value is PastFile {
  return isNamed(value) && isRecord(value) && isTime(value.since) && Number.isSafeInteger(value.releases);
}

export function isPublished(value: unknown): value is PublishedFile {
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
