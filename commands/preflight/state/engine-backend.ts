import { homedir } from "node:os";
import { join } from "node:path";

import { readText } from "../../../lib/read-text";
import type { Project } from "../../../lib/stack-files";
import { valueOf } from "../environment";

/** Where the engine keeps the stacks' state, and who says so. */
interface Backend {
  readonly url: string;
  readonly from: string;
}

/** The backend that the engine would take: the environment's, else Pulumi.yaml's, else that of `pulumi login`. */
export function backendOf({ backend }: Pick<Project, "backend">, environment = process.env): Backend | undefined {
  const token = valueOf("PULUMI_ACCESS_TOKEN", environment);
  const candidates = [
    { url: valueOf("PULUMI_BACKEND_URL", environment), from: "PULUMI_BACKEND_URL" },
    { url: backend?.url, from: "backend.url in Pulumi.yaml" },
    { url: loggedIn(environment), from: "pulumi login" },
    { url: token === undefined ? undefined : "https://api.pulumi.com", from: "PULUMI_ACCESS_TOKEN" },
  ];
  return candidates.find((candidate): candidate is Backend => candidate.url !== undefined && candidate.url !== "");
}

function loggedIn(environment: NodeJS.ProcessEnv): string | undefined {
  const home = valueOf("PULUMI_HOME", environment) ?? join(homedir(), ".pulumi");
  const file = join(valueOf("PULUMI_CREDENTIALS_PATH", environment) ?? home, "credentials.json");
  try {
    return (JSON.parse(readText(file)) as { current?: string }).current;
  } catch {
    return undefined;
  }
}
