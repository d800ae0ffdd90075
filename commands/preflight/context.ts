import { join } from "node:path";
import { stackEdgeCode } from "../../components/policy/edge-function";
import { InputError } from "../../components/policy/input-error";
import { nameProblems } from "../../components/policy/names";
import { type OwnRoles, readOwnRoles } from "../../components/policy/own-role/roles";
import { roleNames } from "../../components/policy/roles-of-stack";
import { readSettings, type Settings, sourceIn } from "../../components/policy/settings";
import { ownRoleSources } from "../../lib/own-role-sources";
import { projectRoot } from "../../lib/paths";
import { readText } from "../../lib/read-text";
import { type AwsClients, awsClients, type CallerIdentity, findIdentity } from "./aws/clients";
import { findStateBucket, type StateBucket } from "./aws/state-bucket";
import { type Engine, findEngineHere } from "./engine";
import { findRepository, type Repository } from "./github/repository";
import { findGithub, type Github } from "./github/token";
import { Fact } from "./outcome";
import { type Project, readProject, readStackConfig, type StackConfig } from "./project";
import { variablesInState } from "./stack-state";

/** The names of the checks that others build on. */
export const NAMES = {
  engine: "Pulumi engine",
  settings: "Settings",
  backend: "State backend",
  identity: "AWS identity",
  github: "GitHub token",
  repository: "Repository and subjects",
  ownRoles: "Roles of your own",
} as const;

/** What the checks work on. */
export interface Context {
  readonly stack: string;
  readonly environment: NodeJS.ProcessEnv;
  readonly project: Project;
  readonly now: Date;
  readonly engine: Fact<Engine>;
  readonly config: Fact<StackConfig>;
  readonly settings: Fact<Settings>;
  readonly stateBucket: Fact<StateBucket>;
  readonly aws: Fact<AwsClients>;
  readonly identity: Fact<CallerIdentity>;
  readonly github: Fact<Github>;
  readonly repository: Fact<Repository>;
  readonly ownRoles: Fact<OwnRoles>;
  /** The repository variables that the stack's state holds, in capitals. */
  readonly ownVariables: Fact<ReadonlySet<string>>;
}

export interface Start {
  readonly stack: string;
  /** The folder that holds Pulumi.yaml and the stacks' files. */
  readonly folder: string;
  readonly environment: NodeJS.ProcessEnv;
  readonly now?: Date;
}

export function contextOf({ stack, folder, environment, now = new Date() }: Start): Context {
  const project = readProject(folder);
  const config = new Fact(NAMES.settings, async () => Promise.resolve(readStackConfig(project, stack)));
  const engine = new Fact(NAMES.engine, findEngineHere);
  const settings = new Fact(NAMES.settings, async () =>
    settingsOf({ project: project.name, stack, config: await config.asked(), now }),
  );
  const aws = new Fact(NAMES.identity, async () => awsClients(await config.needed(), environment));
  const identity = new Fact(NAMES.identity, async () => findIdentity(await aws.asked(), environment));
  const github = new Fact(NAMES.github, () => findGithub(environment));
  return {
    stack,
    environment,
    project,
    now,
    engine,
    config,
    settings,
    stateBucket: new Fact(NAMES.backend, async () => {
      const { of } = await config.asked().catch(() => ({ of: () => undefined }));
      return findStateBucket(project.backend?.url ?? "", of("aws:region") as string | undefined, environment);
    }),
    aws,
    identity,
    github,
    repository: new Fact(NAMES.repository, async () =>
      findRepository(await settings.needed(), (await github.needed()).api),
    ),
    ownRoles: new Fact(NAMES.ownRoles, async () => {
      const known = await settings.needed();
      if (known.roles.length === 0) return { policies: {}, warnings: [] };
      const { account } = await identity.needed();
      return readOwnRoles({ ...known, project: project.name, account }, ownRoleSources(folder));
    }),
    ownVariables: new Fact("the stack's state", async () =>
      variablesInState({
        engine: await engine.needed(),
        project,
        stack,
        settings: await settings.needed(),
        environment,
      }),
    ),
  };
}

/** @throws InputError with everything that the program would refuse. */
export function settingsOf(asked: {
  project: string;
  stack: string;
  config: Pick<StackConfig, "texts"> & Partial<Pick<StackConfig, "encrypted">>;
  now: Date;
}): Settings {
  const { project, stack, config, now } = asked;
  const settings = readSettings({ stack, config: sourceIn(config.texts, project), encrypted: config.encrypted, now });
  const problems = nameProblems(project, stack, roleNames(settings));
  if (problems.length > 0) throw new InputError("AWS would refuse the names of this stack:", problems);
  stackEdgeCode(readText(join(projectRoot, "components/edge/viewer-request.js")), settings);
  return settings;
}
