// What the steps of one job pass on to each other, in files next to the site on the runner.
import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { DeliveryError, messageOf } from "../actions.ts";
import { parseJson } from "../json.ts";
import type { ReleaseFile } from "./files.ts";
import type { Outcome } from "./outcome.ts";

/** By the step that has made it. */
interface HandedOn {
  /** What is to be published. */
  readonly prepared: readonly ReleaseFile[];
  /** What was published. */
  readonly published: Outcome;
}

export function handOn<Name extends keyof HandedOn>(temp: string, name: Name, value: HandedOn[Name]): void {
  try {
    mkdirSync(join(temp, "release"), { recursive: true });
    writeFileSync(fileOf(temp, name), JSON.stringify(value));
  } catch (error) {
    throw new DeliveryError(`RUNNER_TEMP: ${messageOf(error)}; expected a folder that can be written`);
  }
}

/** @throws DeliveryError if the step that makes it has not run. */
export function handedOn<Name extends keyof HandedOn>(temp: string, name: Name): HandedOn[Name] {
  try {
    return parseJson(readFileSync(fileOf(temp, name), "utf8")) as HandedOn[Name];
  } catch (error) {
    throw new DeliveryError(`RUNNER_TEMP: ${messageOf(error)}; expected what an earlier step leaves there`);
  }
}

function fileOf(temp: string, name: keyof HandedOn): string {
  return join(temp, "release", `${name}.json`);
}
