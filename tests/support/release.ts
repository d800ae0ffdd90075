// What delivery/ knows of a release's files, whose modules are Node's own, for a test's process.
import type * as Files from "../../delivery/lib/publishing/files.ts" with { "resolution-mode": "import" };
import type * as ContentType from "../../delivery/lib/release/content-type.ts" with { "resolution-mode": "import" };
import type * as HashedName from "../../delivery/lib/release/hashed-name.ts" with { "resolution-mode": "import" };
import type * as Immutable from "../../delivery/lib/release/immutable.ts" with { "resolution-mode": "import" };
import type * as Names from "../../delivery/lib/release/names.ts" with { "resolution-mode": "import" };
import type * as NotFound from "../../delivery/lib/release/not-found.ts" with { "resolution-mode": "import" };
import { deliveryModule } from "./delivery";

export type ReleaseRules = typeof Files &
  typeof ContentType &
  typeof HashedName &
  typeof Immutable &
  typeof Names &
  typeof NotFound;

const MODULES = ["content-type", "hashed-name", "immutable", "names", "not-found"].map((name) => `release/${name}`);

/** All that the rules for a release's files export. */
export async function loadReleaseRules(): Promise<ReleaseRules> {
  const names = ["publishing/files", ...MODULES];
  const modules = await Promise.all(names.map((name) => deliveryModule<object>(`lib/${name}.ts`)));
  return Object.assign({}, ...modules) as ReleaseRules;
}

/** Numbers from 0 to 1 in an order that depends on a seed (mulberry32): the same sample each time. */
export function seeded(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}
