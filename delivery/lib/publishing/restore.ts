// Puts the files of an earlier release back, from the versions that the bucket has kept of them.
import { DeliveryError, some } from "../actions.ts";
import { each } from "../aws/pool.ts";
import { type Bucket, copy, head } from "../aws/s3.ts";
import { foldedWith, MOST_LISTS, readBase, readList } from "./base.ts";
import type { ReleaseFile } from "./files.ts";
import type { Release, ReleaseList } from "./list.ts";
import { type Outcome, publish } from "./publish.ts";
import { readState } from "./state.ts";

/**
 * Publishes a commit's newest release again, without its build.
 *
 * @throws DeliveryError before anything of the site is written if the bucket no longer has all of it.
 */
export async function restore(bucket: Bucket, release: Release): Promise<Outcome> {
  const { commit } = release;
  const found = await findRelease(bucket, commit);
  if (found === undefined) throw new DeliveryError(`No list of a release of ${commit} is left in the bucket. ${BUILD}`);
  const versions = new Map(found.files.map(({ key, version }) => [key, version]));
  return publish({
    bucket,
    release,
    files: found.files.map(({ key, size, md5, sha256, type, encoding, immutable, renewed }): ReleaseFile => ({
      ...{ key, size, md5, sha256, type, encoding },
      immutable: immutable || renewed === true,
    })),
    check: async (files) => {
      const missing = await each(files, async ({ key, md5 }) => {
        const version = versions.get(key);
        const kept = version === undefined ? undefined : await head(bucket, key, version);
        return kept?.etag === md5 ? [] : [key];
      });
      const gone = missing.flat();
      if (gone.length === 0) return;
      throw new DeliveryError(
        `${gone.length} files of the release of ${commit} are no longer in the bucket: ${some(gone)}. ${BUILD}`,
      );
    },
    write: async ({ key, sha256 }, headers) => {
      const copied = await copy(bucket, { key, versionId: versions.get(key) }, key, headers);
      if (copied.sha256 === sha256) return copied;
      throw new DeliveryError(`${key} is not what the list of its release says, and is not to be trusted. ${BUILD}`);
    },
    mayStayQuiet: false,
  });
}

/** The list of a commit's newest release, or undefined if the bucket no longer has one. */
async function findRelease(bucket: Bucket, commit: string): Promise<ReleaseList | undefined> {
  const state = await readState(bucket);
  const commits = new Map(foldedWith(await readBase(bucket, state)).map((one) => [one.key, one.commit]));
  let unknown = 0;
  for (const object of state.lists) {
    const known = commits.get(object.key);
    if (object.kind !== "list" || (known !== undefined && known !== commit)) continue;
    if (known === undefined && ++unknown > MOST_LISTS) return undefined;
    const list = await readList(bucket, object);
    if (list?.commit === commit) return list;
  }
  return undefined;
}

const BUILD = "Run site.yml again with how: build, which builds the commit.";
