import { setTimeout as wait } from "node:timers/promises";
import { editCloud, type Fault, type Operation, readCloud } from "./cloud";

/**
 * Makes a call meet the first fault that matches it, and counts that fault down.
 *
 * @throws Error with the fault's message, or when the signal ends its delay.
 */
export async function meetFault(file: string, type: string, operation: Operation, signal: AbortSignal): Promise<void> {
  const matches = (fault: Fault): boolean => fault.type === type && fault.operation === operation && fault.times > 0;
  if (!readCloud(file).faults.some(matches)) return;
  const fault = editCloud(file, ({ faults }) => {
    const met = faults.find(matches);
    if (met !== undefined) met.times -= 1;
    return met;
  });
  if (fault === undefined) return;
  try {
    await wait((fault.delaySeconds ?? 0) * 1000, undefined, { signal });
  } catch (error) {
    throw new Error("context canceled", { cause: error });
  }
  if (fault.message !== "") throw new Error(fault.message);
}
