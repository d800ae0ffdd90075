import type { Outcome } from "./engine-report";

/** The engine's words for what it does, and ours for what it did. */
const DONE: Readonly<Record<string, string>> = {
  create: "created",
  import: "adopted",
  update: "updated",
  "create-replacement": "replaced",
  delete: "deleted",
  read: "read",
  refresh: "unchanged",
  same: "unchanged",
};

/** A stack's one line while the engine works on it: on a terminal it counts, elsewhere only its end is shown. */
export class StackLine {
  readonly #started = performance.now();
  constructor(
    private readonly stack: string,
    private readonly print: (text: string) => void,
    private readonly terminal: boolean,
  ) {
    this.step({});
  }

  readonly step = (done: Outcome["done"]): void => {
    const count = Object.values(done).reduce((sum, each) => sum + each, 0);
    if (this.terminal) this.print(`\r\u001b[K${this.stack}  ${count} resources, ${this.#seconds()} ...`);
  };

  /** @param done Undefined if it failed. */
  end(done: Outcome["done"] | undefined): void {
    const start = this.terminal ? "\r\u001b[K" : "";
    this.print(`${start}${this.stack}  ${done === undefined ? "failed" : countsIn(done)} in ${this.#seconds()}\n`);
  }

  #seconds(): string {
    return `${((performance.now() - this.#started) / 1_000).toFixed(1)} s`;
  }
}

/** For example `2 resources updated, 40 unchanged`. */
function countsIn(done: Outcome["done"]): string {
  const counts = new Map<string, number>();
  for (const [operation, count] of Object.entries(done)) {
    const word = DONE[operation] ?? operation;
    counts.set(word, (counts.get(word) ?? 0) + count);
  }
  const last = ([word]: readonly [string, number]): number => Number(word === "unchanged");
  const [[word, count] = ["unchanged", 0], ...others] = [...counts].sort((one, other) => last(one) - last(other));
  const noun = count === 1 ? "resource" : "resources";
  return [`${count} ${noun} ${word}`, ...others.map(([other, times]) => `${times} ${other}`)].join(", ");
}
