import { existsSync, readFileSync } from "node:fs";
import { homedir } from "node:os";
import { join, resolve } from "node:path";

import { valueOf } from "./environment";
import type { Project } from "./project";

/** Where the engine keeps the stacks' state, and who says so. */
export interface Backend {
  readonly url: string;
  readonly from: string;
}

/** The backend that the engine would take: the environment's, else Pulumi.yaml's, else that of `pulumi login`. */
export function backendOf({ backend }: Project, environment: NodeJS.ProcessEnv): Backend | undefined {
  const candidates = [
    { url: valueOf(environment, "PULUMI_BACKEND_URL"), from: "PULUMI_BACKEND_URL" },
    { url: backend?.url, from: "backend.url in Pulumi.yaml" },
    { url: loggedIn(environment), from: "pulumi login" },
    {
      url: valueOf(environment, "PULUMI_ACCESS_TOKEN") === undefined ? undefined : "https://api.pulumi.com",
      from: "PULUMI_ACCESS_TOKEN",
    },
  ];
  return candidates.find((candidate): candidate is Backend => candidate.url !== undefined && candidate.url !== "");
}

function loggedIn(environment: NodeJS.ProcessEnv): string | undefined {
  const home = valueOf(environment, "PULUMI_HOME") ?? join(homedir(), ".pulumi");
  const file = join(valueOf(environment, "PULUMI_CREDENTIALS_PATH") ?? home, "credentials.json");
  if (!existsSync(file)) return undefined;
  try {
    return (JSON.parse(readFileSync(file, "utf8")) as { current?: string }).current;
  } catch {
    return undefined;
  }
}

/** The folder of a `file://` backend: as the engine reads it, `~` is the home and other paths may be relative. */
export function folderOf(url: string, projectFolder: string): string {
  const [path = ""] = url.slice("file://".length).split("?");
  return path.startsWith("~") ? join(homedir(), path.slice(2)) : resolve(projectFolder, path);
}
