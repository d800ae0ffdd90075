/** Requests to AWS at a time. */
const AT_ONCE = 64;

/** Limits how much runs at a time, and lowers the limit if the other side says that it is too much. */
export class Pool {
  #limit = AT_ONCE;
  #running = 0;
  /** How often the limit was cut. */
  #cuts = 0;
  readonly #waiting: (() => void)[] = [];

  /** How many may run at the moment. */
  get limit(): number {
    return Math.floor(this.#limit);
  }

  /**
   * Runs some work once there is room for it.
   *
   * @param tooMuch - Whether the outcome says to slow down. Then half as many may run; each that went well gives a
   * little back, a whole round of them one. What was under way at a cut does not cut again.
   */
  async run<T>(work: () => Promise<T>, tooMuch: (outcome: T) => boolean): Promise<T> {
    if (this.#running < this.limit) this.#running++;
    else await new Promise<void>((resolve) => this.#waiting.push(resolve));
    const cuts = this.#cuts;
    try {
      const outcome = await work();
      if (!tooMuch(outcome)) this.#limit = Math.min(AT_ONCE, this.#limit + 1 / this.#limit);
      else if (cuts === this.#cuts) {
        this.#cuts++;
        this.#limit = Math.max(1, this.#limit / 2);
      }
      return outcome;
    } finally {
      this.#running--;
      while (this.#running < this.limit && this.#waiting.length > 0) {
        this.#running++;
        this.#waiting.shift()?.();
      }
    }
  }
}

/**
 * Does the same with each item, {@link AT_ONCE} at a time.
 *
 * @returns what came of each, in the order of the items.
 * @throws the first error, once what was under way has ended. Nothing else is started after it.
 */
export async function each<T, R>(items: readonly T[], work: (item: T) => Promise<R>): Promise<R[]> {
  const [queue, results] = [items.entries(), [] as R[]];
  let failed = false;
  const worker = async (): Promise<void> => {
    for (const [index, item] of queue) {
      if (failed) return;
      try {
        results[index] = await work(item);
      } catch (error) {
        failed = true;
        throw error;
      }
    }
  };
  const ends = await Promise.allSettled(Array.from({ length: AT_ONCE }, worker));
  // Only one that failed first is worth telling: what follows is often its consequence.
  const first = ends.find((end) => end.status === "rejected");
  if (first !== undefined) throw first.reason;
  return results;
}
