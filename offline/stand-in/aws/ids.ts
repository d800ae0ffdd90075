import { randomInt } from "node:crypto";

const lettersAndDigits = "ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789";

/** An id as AWS makes them up, such as `E2QWRUHAPOMQZL`. */
export function madeUpId(prefix: string, length: number): string {
  const characters = Array.from({ length }, () => lettersAndDigits.charAt(randomInt(lettersAndDigits.length)));
  return prefix + characters.join("");
}
