import { AsyncLocalStorage } from "node:async_hooks";

export interface Printed {
  stdout: string;
  stderr: string;
}

const into = new AsyncLocalStorage<Printed>();

for (const stream of ["stdout", "stderr"] as const) {
  const write = process[stream].write.bind(process[stream]) as (...args: unknown[]) => boolean;
  process[stream].write = (...args: unknown[]) => {
    const printed = into.getStore();
    if (printed === undefined) return write(...args);
    printed[stream] += String(args[0]);
    return true;
  };
}

/** Writes what some work prints to `printed` in place of the terminal, whatever else runs and prints meanwhile. */
export function printedTo<T>(printed: Printed, work: () => Promise<T>): Promise<T> {
  return into.run(printed, work);
}
