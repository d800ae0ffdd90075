import { DeliveryError } from "./actions.ts";
import { readStackFile } from "./stack-file.ts";

const DEFAULT = "90";

/**
 * The setting `restoreDays` of a stack's committed file: how long its bucket keeps what was replaced or deleted; {@link DEFAULT}
 * if it is not set.
 *
 * @throws DeliveryError if the file cannot be read, or holds no such number.
 */
export function readRestoreDays(path: string): number {
  const { file, value } = readStackFile(path);
  const text = value("restoreDays") ?? DEFAULT;
  const days = typeof text === "string" && /^\d+$/.test(text) ? Number(text) : 0;
  if (days >= 7 && days <= 3650) return days;
  throw new DeliveryError(`${file}: restoreDays: got ${JSON.stringify(text)}; expected days, 7 to 3650`);
}
