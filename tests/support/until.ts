import { setTimeout as wait } from "node:timers/promises";

/** Waits until something has come true, for at most a hundred seconds. */
export async function until(condition: () => boolean): Promise<void> {
  const end = Date.now() + 100_000;
  while (!condition()) {
    if (Date.now() > end) throw new Error(`it never came true: ${condition.toString()}`);
    await wait(20);
  }
}
