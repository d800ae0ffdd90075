import type { Target } from "./section";

/** The value in the middle; with an even number, between the two in the middle. */
export function median(values: readonly number[]): number {
  if (values.length === 0) throw new Error("expected at least one value");
  const sorted = [...values].sort((one, other) => one - other);
  const middle = sorted.slice(Math.floor((sorted.length - 1) / 2), Math.floor(sorted.length / 2) + 1);
  return middle.reduce((sum, value) => sum + value, 0) / middle.length;
}

/**
 * Measures several things several times, A B A B and not A A B B: other load on the machine hits all alike.
 *
 * @param measure measures one of them once
 * @param repeats how often each is measured; the first round measures all
 * @returns the measurements, by thing
 */
export async function interleaved<Thing, Measured>(
  things: readonly Thing[],
  measure: (thing: Thing) => Promise<Measured>,
  repeats: (thing: Thing) => number,
): Promise<Map<Thing, Measured[]>> {
  const measured = new Map(things.map((thing): [Thing, Measured[]] => [thing, []]));
  for (let round = 0; round < Math.max(...things.map(repeats)); round += 1) {
    for (const thing of things) if (round < repeats(thing)) measured.get(thing)?.push(await measure(thing));
  }
  return measured;
}

/** A target for a ratio, with how far it was missed. */
export function ratioTarget(what: string, got: number, most: number): Target {
  const met = got <= most;
  return {
    what,
    want: `at most ${most.toFixed(2)}`,
    got: met ? got.toFixed(2) : `${got.toFixed(2)}, too much by ${(got - most).toFixed(2)}`,
    met,
  };
}

/** Milliseconds as seconds. */
export function seconds(ms: number): string {
  return `${(ms / 1000).toFixed(ms < 10_000 ? 2 : 1)} s`;
}

/** Bytes as megabytes. */
export function megabytes(bytes: number): string {
  return `${Math.round(bytes / 1_000_000)} MB`;
}
