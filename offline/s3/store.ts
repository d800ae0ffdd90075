// Buckets in memory, versions included.
import { createHash, randomBytes } from "node:crypto";

/** Bodies up to this many bytes are kept. Of a larger one only its size and digests are. */
export const KEPT = 16 * 1024 * 1024;

export interface Body {
  readonly size: number;
  readonly md5: string;
  readonly sha256: string;
  /** Undefined if it was too large to be kept. */
  readonly bytes: Buffer | undefined;
}

export interface StoredVersion extends Body {
  readonly versionId: string;
  readonly modified: Date;
  /** It marks a deletion. */
  readonly deleted: boolean;
  /** content-type, cache-control, content-encoding: as they were put. */
  readonly headers: Readonly<Record<string, string>>;
}

const NOTHING: Body = bodyOf("");

export function bodyOf(text: string | Uint8Array): Body {
  const bytes = Buffer.from(text);
  const digest = (algorithm: string): string => createHash(algorithm).update(bytes).digest("hex");
  return { size: bytes.length, md5: digest("md5"), sha256: digest("sha256"), bytes };
}

/** A bucket with versioning. */
export class Store {
  readonly #files = new Map<string, StoredVersion[]>();
  #keys: string[] | undefined;
  /** The code that refuses a key's deletion. */
  refuse: (key: string) => string | undefined = () => undefined;

  /** A separate bucket with the same content. */
  copy(): Store {
    const copy = new Store();
    for (const [key, versions] of this.#files) copy.#files.set(key, versions);
    return copy;
  }

  /** All keys that have or had a file, by their bytes, as S3 orders them. */
  keys(): readonly string[] {
    this.#keys ??= [...this.#files.keys()]
      .map((key) => Buffer.from(key))
      .sort((a, b) => a.compare(b))
      .map(String);
    return this.#keys;
  }

  /** The newest version first. */
  versions(key: string): readonly StoredVersion[] {
    return this.#files.get(key) ?? [];
  }

  /** What the bucket shows under a key, or that version. */
  find(key: string, versionId?: string): StoredVersion | undefined {
    const versions = this.versions(key);
    const found = versionId === undefined ? versions[0] : versions.find((one) => one.versionId === versionId);
    return found?.deleted === true ? undefined : found;
  }

  /** The files that the bucket shows, in order. */
  *current(): Generator<readonly [string, StoredVersion]> {
    for (const key of this.keys()) {
      const file = this.find(key);
      if (file !== undefined) yield [key, file];
    }
  }

  put(key: string, body: Body, headers: Readonly<Record<string, string>>, modified = new Date()): StoredVersion {
    return this.#add(key, {
      ...body,
      headers,
      modified,
      deleted: false,
      versionId: randomBytes(16).toString("base64url"),
    });
  }

  delete(key: string): void {
    if (this.find(key) === undefined) return;
    const versionId = randomBytes(16).toString("base64url");
    this.#add(key, { ...NOTHING, headers: {}, modified: new Date(), deleted: true, versionId });
  }

  /** What no client could do: the same version with something else. */
  replace(key: string, version: StoredVersion): void {
    const versions = this.versions(key).map((one) => (one.versionId === version.versionId ? version : one));
    this.#files.set(key, versions);
  }

  /** As the lifecycle does, once a version is old. */
  forget(key: string, versionId: string): void {
    this.#files.set(
      key,
      this.versions(key).filter((one) => one.versionId !== versionId),
    );
  }

  #add(key: string, version: StoredVersion): StoredVersion {
    if (!this.#files.has(key)) this.#keys = undefined;
    this.#files.set(key, [version, ...this.versions(key)]);
    return version;
  }
}
