// The keys that publishing uses for itself.

/** Says which release is served. It is put last, once all of the release is there. */
export const MARKER = "release.json";

/** The folder of the release lists. The distribution serves none of it. */
export const LISTS = "_releases/";

/** Which release: the run and its attempt. */
export interface ReleaseId {
  readonly run: string;
  readonly attempt: string;
}

/**
 * What an object below {@link LISTS} is: the list of a release; the announcement of one, put before anything else; the
 * mark that its invalidation is done; or a list in the older form.
 */
export type Kind = "list" | "begun" | "invalidated" | "old";

const ENDINGS = { list: ".json.gz", begun: ".begun.json.gz", invalidated: ".invalidated.json" } as const;

export function keyOf(release: ReleaseId, kind: keyof typeof ENDINGS): string {
  return `${LISTS}${idOf(release)}${ENDINGS[kind]}`;
}

/** The meaning of a key, or undefined if it is not one of ours. */
export function meaningOf(key: string): { readonly id: ReleaseId; readonly kind: Kind } | undefined {
  const [, run, attempt, ending] = /^_releases\/([1-9]\d{0,19})(?:-([1-9]\d{0,5}))?(\.[\w.]+)$/.exec(key) ?? [];
  if (run === undefined || ending === undefined) return undefined;
  if (attempt === undefined) return ending === ".json" ? { id: { run, attempt: "1" }, kind: "old" } : undefined;
  const kind = (["list", "begun", "invalidated"] as const).find((one) => ENDINGS[one] === ending);
  return kind && { id: { run, attempt }, kind };
}

/** Both in one, to compare and to look up. */
export function idOf({ run, attempt }: ReleaseId): string {
  return `${run}-${attempt}`;
}

/** Whether a key is publishing's own, not a file of the site. */
export function isOwn(key: string): boolean {
  return key === MARKER || key.startsWith(LISTS);
}
