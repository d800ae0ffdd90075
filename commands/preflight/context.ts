import { join } from "node:path";

import { stackEdgeCode } from "../../components/policy/edge-function";
import type { Settings } from "../../components/policy/settings";
import { type StackConfig, stackSettings } from "../../components/policy/stack-settings";
import { projectRoot } from "../../lib/paths";
import { readText } from "../../lib/read-text";
import { readProject, readStackFile } from "../../lib/stack-files";
import { awsClients, findIdentity, findStateBucket } from "./aws/clients";
import { findGithub, findRepository } from "./github/github";
import { fact } from "./outcome";

/** What the checks work on: the files of the project, and what one check finds out and others build on. */
export type Context = ReturnType<typeof contextOf>;

/** @throws {UserError} if Pulumi.yaml cannot be used. */
export function contextOf(stack: string, folder: string) {
  const project = readProject(folder);
  const file = fact("Settings", () => readStackFile(project, stack));
  const settings = fact("Settings", async () => settingsOf(project.name, await file()));
  const aws = fact("AWS identity", async () => awsClients((await file()).config));
  const identity = fact("AWS identity", async () => findIdentity((await aws()).sts, (await file()).config));
  const github = fact("GitHub token", findGithub);
  return {
    stack,
    project,
    file,
    settings,
    stateBucket: fact("State backend", async () => {
      const read = await file().catch(() => undefined);
      return findStateBucket(project.backend?.url ?? "", read?.config["aws:region"] as string | undefined);
    }),
    aws,
    identity,
    github,
    repository: fact("Repository and subjects", async () => findRepository(await settings(), (await github()).api)),
  };
}

/** @throws InputError with everything that the program would refuse. */
export function settingsOf(project: string, file: StackConfig): Settings {
  const settings = stackSettings(project, file);
  stackEdgeCode(readText(join(projectRoot, "components/edge/viewer-request.js")), settings);
  return settings;
}
