import { join } from "node:path";

import { readText } from "../../lib/read-text";
import {
  asText,
  type Project as ProjectFile,
  readProject as readProjectFile,
  readStackFile,
} from "../../lib/stack-files";
import { Ended, unknown } from "./outcome";

/** The files of the project. */
export interface Project extends ProjectFile {
  /** The versions of Node that package.json accepts. */
  readonly node: string;
}

/** @throws {UserError} where Pulumi.yaml cannot be used. */
export function readProject(folder: string): Project {
  const { engines } = JSON.parse(readText(join(folder, "package.json"))) as { engines?: { node?: string } };
  return { ...readProjectFile(folder), node: engines?.node ?? "*" };
}

/** A stack's config, Pulumi.yaml's defaults included. */
export interface StackConfig {
  /** All of it as text, by the full keys, as the engine hands it to the program. */
  readonly texts: Readonly<Record<string, string>>;
  /** A setting of a provider, such as `aws:region`. */
  readonly of: (key: string) => unknown;
  /** Whether the stack's own file has a provider's setting: the workflows read that file alone. */
  readonly stated: (key: string) => boolean;
}

/**
 * @throws {UserError} where the stack's file cannot be used.
 * @throws Ended where a setting is encrypted.
 */
export function readStackConfig(project: Project, stack: string): StackConfig {
  const { config, given } = readStackFile(project, stack);
  const texts = Object.entries(config).map(([key, value]) => [key, inPlain(key, value)] as const);
  return { texts: Object.fromEntries(texts), of: (key) => config[key], stated: (key) => key in given };
}

function inPlain(key: string, value: unknown): string {
  if (typeof value === "object" && value !== null && "secure" in value) {
    throw new Ended(
      unknown(`${key} is encrypted, and only the engine can read it`, "nothing here is a secret: set it in plain text"),
    );
  }
  return asText(value);
}
