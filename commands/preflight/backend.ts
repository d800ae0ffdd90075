import { existsSync, readFileSync } from "node:fs";
import { homedir } from "node:os";
import { join, resolve } from "node:path";

import { ListObjectsV2Command, S3Client } from "@aws-sdk/client-s3";

import { ask, awsFailure, clientOptions } from "./aws/ask";
import type { Check } from "./check";
import { valueOf } from "./environment";
import { ok, type Outcome, unknown, warning, wrong } from "./outcome";
import type { Project } from "./project";

export const backendCheck: Check = {
  name: "State backend",
  async run({ environment, project, settings }) {
    const backend = backendOf(project, environment);
    if (backend === undefined) {
      return wrong(
        "there is none: no backend.url in Pulumi.yaml, no PULUMI_BACKEND_URL, nobody is logged in",
        "set backend.url (s3://<bucket>) in Pulumi.yaml, or: pulumi login s3://<bucket>",
      );
    }
    if (backend.url.startsWith("s3://")) {
      const stated = await settings.asked().then(
        ({ stateBucket }) => stateBucket,
        () => "",
      );
      return bucket(new URL(backend.url), stated, environment);
    }
    if (backend.url.startsWith("file://")) return folder(backend, folderOf(backend.url, project.folder));
    const how = backend.url.startsWith("http") ? `ask it yourself: pulumi whoami --verbose` : undefined;
    return unknown(`${withoutUser(backend.url)} (${backend.from}): preflight asks only s3:// and file://`, how);
  },
};

function folder({ url, from }: Backend, path: string): Outcome {
  return existsSync(path)
    ? ok(`${url} (${from})`)
    : wrong(`${url} (${from}): there is no folder ${path}`, `mkdir -p ${path}, or correct ${from}`);
}

/** The bucket that the engine would read, with the region and profile that the URL may name. */
async function bucket(url: URL, stated: string, environment: NodeJS.ProcessEnv): Promise<Outcome> {
  const name = url.hostname;
  const query = (key: string) => url.searchParams.get(key) ?? undefined;
  if (["endpoint", "hostname_immutable", "anonymous"].some((key) => url.searchParams.has(key))) {
    return unknown(`s3://${name} with an endpoint of its own, which preflight does not ask`);
  }
  const s3 = new S3Client(clientOptions({ region: query("region"), profile: query("profile") }, environment));
  const prefix = `${url.pathname.slice(1)}/.pulumi/`.replace(/^\/+/, "");
  try {
    const { KeyCount = 0 } = await ask((abortSignal) =>
      s3.send(new ListObjectsV2Command({ Bucket: name, Prefix: prefix, MaxKeys: 1 }), { abortSignal }),
    );
    if (stated !== "" && stated !== name) {
      return warning(
        `s3://${name} answers, but stateBucket is ${stated}`,
        "name the same bucket in both: the roles get access to the state in stateBucket",
      );
    }
    return ok(`s3://${name} ${KeyCount === 0 ? "answers, and holds no state yet" : "answers, and holds state"}`);
  } catch (error) {
    return (
      s3Failure(name, error) ?? awsFailure({ service: `s3://${name}`, action: "s3:ListBucket", error, environment })
    );
  }
}

function s3Failure(name: string, error: unknown): Outcome | undefined {
  const code = (error as Error).name;
  if (code === "NoSuchBucket") {
    return wrong(`s3://${name}: there is no such bucket`, "make it first (versioned, not public), or correct the URL");
  }
  return ["PermanentRedirect", "AuthorizationHeaderMalformed", "301"].includes(code)
    ? wrong(`s3://${name} is in another region (${code})`, `say which: s3://${name}?region=<region>`)
    : undefined;
}

function withoutUser(url: string): string {
  return url.replace(/\/\/[^/@]*@/, "//");
}

/** Where the engine keeps the stacks' state, and who says so. */
export interface Backend {
  readonly url: string;
  readonly from: string;
}

/** The backend that the engine would take: the environment's, else Pulumi.yaml's, else the one of `pulumi login`. */
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
