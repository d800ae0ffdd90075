interface Kept<T> {
  readonly value: T;
  /** When it came, in milliseconds. */
  readonly since: number;
  readonly invalidations: number;
}

/** What an edge keeps, by path: for as many seconds as each is to be kept, but no longer than to the next invalidation. */
export class EdgeCache<T extends { readonly keep: number }> {
  readonly #kept = new Map<string, Kept<T>>();

  /** @param invalidations How many there were. Each one of a release covers all paths. */
  constructor(private readonly invalidations: () => number) {}

  /** @returns `age` in whole seconds. */
  get(path: string, fetch: () => T): { readonly hit: boolean; readonly age: number; readonly value: T } {
    const now = Date.now();
    const kept = this.#kept.get(path);
    if (kept?.invalidations === this.invalidations()) {
      const age = (now - kept.since) / 1_000;
      if (age < kept.value.keep) return { hit: true, age: Math.floor(age), value: kept.value };
    }
    const value = fetch();
    this.#kept.set(path, { value, since: now, invalidations: this.invalidations() });
    return { hit: false, age: 0, value };
  }
}
