import { join } from "node:path";

import { readText } from "../../lib/read-text";
import {
  asText,
  type Project as ProjectFile,
  readProject as readProjectFile,
  readStackFile,
} from "../../lib/stack-files";

/** The files of the project. */
export interface Project extends ProjectFile {
  /** The versions of Node that package.json accepts. */
  readonly node: string;
}

/** @throws {UserError} if Pulumi.yaml cannot be used. */
export function readProject(folder: string): Project {
  const { engines } = JSON.parse(readText(join(folder, "package.json"))) as { engines?: { node?: string } };
  return { ...readProjectFile(folder), node: engines?.node ?? "*" };
}

/** A stack's config, Pulumi.yaml's defaults included. */
export interface StackConfig {
  /** All of it as text, by full key, as the engine passes it to the program. */
  readonly texts: Readonly<Record<string, string>>;
  /** The keys whose values are encrypted. */
  readonly encrypted: readonly string[];
  /** A setting of a provider, such as `aws:region`. */
  readonly of: (key: string) => unknown;
  /** Whether the stack's own file has a provider's setting: the workflows read that file alone. */
  readonly stated: (key: string) => boolean;
}

/** @throws {UserError} if the stack's file cannot be used. */
export function readStackConfig(project: Project, stack: string): StackConfig {
  const { config, given } = readStackFile(project, stack);
  const texts = Object.entries(config).map(([key, value]) => [key, asText(value)] as const);
  const encrypted = Object.keys(config).filter((key) => holdsEncrypted(config[key]));
  return { texts: Object.fromEntries(texts), encrypted, of: (key) => config[key], stated: (key) => key in given };
}

/** Whether the engine would decrypt a value, or one within it. */
function holdsEncrypted(value: unknown): boolean {
  if (typeof value !== "object" || value === null) return false;
  return "secure" in value || Object.values(value).some(holdsEncrypted);
}
