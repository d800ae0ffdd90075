// What earlier releases left in the bucket, taken from list to list, so no list has to be read twice.
import { type Base, foldedWith, type Named } from "./base.ts";
import { isOwn } from "./keys.ts";
import type { NamedFile, PastFile, ReleaseList } from "./list.ts";
import type { State } from "./state.ts";

/** The past of a release that has these files. */
export function pastOf(
  files: readonly NamedFile[],
  state: State,
  base: Base | undefined,
  others: readonly Named[],
  now: Date,
): Pick<ReleaseList, "past" | "folded"> {
  const [current, past] = [new Set(files.map(({ key }) => key)), new Map<string, PastFile>()];
  const add = ({ since, releases, ...file }: PastFile): void => {
    const { key, immutable } = file;
    const there = state.files.get(key);
    if (current.has(key) || isOwn(key) || there === undefined) return;
    const known = past.get(key);
    const isAsPut = base !== undefined && there.modified <= base.marked && there.etag === file.md5;
    // Nobody can say that a file left later than now, and so keep it.
    const time = [since, known?.since ?? ""].reduce((a, b) => (a > b ? a : b));
    const fewest = Math.max(1, Math.min(releases, known?.releases ?? releases));
    const names = known ?? (isAsPut ? file : { key, immutable });
    past.set(key, { ...names, since: time > now.toISOString() ? now.toISOString() : time, releases: fewest });
  };
  for (const file of base?.list.past ?? []) add({ ...file, releases: file.releases + 1 });
  for (const file of base?.list.files ?? []) add({ ...file, since: now.toISOString(), releases: 1 });
  for (const { object, names } of others) {
    for (const { key, immutable, since, releases } of names?.past ?? []) add({ key, immutable, since, releases });
    for (const { key, immutable } of names?.files ?? [])
      add({ key, immutable, since: object.modified.toISOString(), releases: 1 });
  }
  const there = new Set(state.lists.map(({ key }) => key));
  const read = others.map(({ object: { key }, names }) => ({
    key,
    commit: names?.commit ?? "",
    since: now.toISOString(),
  }));
  const folded = [...foldedWith(base, now), ...read].filter(({ key }) => there.has(key));
  return { past: [...past.values()], folded };
}
