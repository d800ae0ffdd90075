import { readFileSync } from "node:fs";
import { join } from "node:path";

import { parse } from "yaml";

import { AUDIENCE } from "../../components/policy/oidc";
import { OWNER_TAG } from "../../components/policy/oidc-provider";
import { programIn } from "../../offline/program";
import { deploy, type Deployment, type Registered, type World } from "./deploy";

/** The repository's root. */
export const ROOT = join(__dirname, "../..");

/** The pretend account of the examples. */
export const ACCOUNT = "111122223333";
export const PROVIDER_ARN = `arn:aws:iam::${ACCOUNT}:oidc-provider/token.actions.githubusercontent.com`;

interface ProjectFile {
  readonly config: Readonly<Record<string, { readonly default?: unknown } | undefined>>;
}

/** A YAML file of the repository. */
export function yamlFile(path: string): unknown {
  return parse(readFileSync(join(ROOT, path), "utf8"));
}

/** The defaults that Pulumi.yaml gives, as the engine hands them to the program. */
export function defaults(): Record<string, string> {
  const { config } = yamlFile("Pulumi.yaml") as ProjectFile;
  const given = Object.entries(config).flatMap(([key, declared]) =>
    declared?.default === undefined ? [] : [[key, asText(declared.default)] as const],
  );
  return Object.fromEntries(given);
}

/** The config of a stack as the program reads it: Pulumi.yaml's defaults, the required keys, and what a test sets. */
export function settingsOf(values: Readonly<Record<string, unknown>> = {}): Record<string, string> {
  const given = Object.entries(values).map(([key, value]) => [key, asText(value)] as const);
  return { ...defaults(), repository: "acme/site", oidcProvider: "existing", ...Object.fromEntries(given) };
}

/** What GitHub says of the pretend repository. */
export const REPOSITORY = {
  id: 2222,
  name: "site",
  full_name: "acme/site",
  owner: { login: "acme", id: 1111, type: "Organization" },
  visibility: "private",
  default_branch: "main",
  archived: false,
};

/** What GitHub says of the subjects of its tokens. */
export const CUSTOMIZATION = {
  use_default: true,
  use_immutable_subject: true,
  sub_claim_prefix: "repo:acme@1111/site@2222",
};

/** The world in which the program runs under mocks. */
export interface ProgramWorld extends World {
  /** Config of our own namespace, over the defaults. */
  readonly settings?: Readonly<Record<string, unknown>>;
  readonly repository?: object;
  readonly customization?: object;
  /** Who made the account's OIDC provider; null if it has none. */
  readonly providerOwner?: string | null;
  /** The program's folder, with the Pulumi.yaml that it reads. Default: this project's. */
  readonly folder?: string;
}

/** Runs index.ts as it is. */
export function deployProgram(
  {
    settings,
    repository = REPOSITORY,
    customization = CUSTOMIZATION,
    providerOwner = "passwordless-cicd/dev",
    folder = ROOT,
    ...world
  }: ProgramWorld = {},
  onFailure?: (resources: readonly Registered[]) => void,
): Promise<Deployment<Record<string, unknown>>> {
  const { project = "passwordless-cicd" } = world;
  const own = Object.entries(settingsOf(settings)).map(([key, value]) => [`${project}:${key}`, value] as const);
  return deploy(
    programIn(folder, join(folder, "index.ts")) as () => Promise<Record<string, unknown>>,
    {
      ...world,
      config: { ...Object.fromEntries(own), ...world.config },
      calls: { ...lookups(repository, customization, providerOwner), ...world.calls },
    },
    onFailure,
  );
}

/** The answer to a lookup of one of AWS's own policies by name. */
export function managedPolicy({ name }: Record<string, unknown>): Record<string, unknown> {
  return { id: `id of ${String(name)}`, arn: `arn of ${String(name)}` };
}

function lookups(repository: object, customization: object, providerOwner: string | null): NonNullable<World["calls"]> {
  return {
    "aws:index/getCallerIdentity:getCallerIdentity": () => ({
      accountId: ACCOUNT,
      arn: `arn:aws:sts::${ACCOUNT}:assumed-role/admin/someone`,
    }),
    "aws:index/getRegion:getRegion": () => ({ region: "eu-central-1" }),
    "aws:iam/getOpenIdConnectProvider:getOpenIdConnectProvider": ({ arn }) => {
      if (providerOwner === null) throw new Error("reading IAM OIDC Provider: couldn't find resource");
      return { arn, clientIdLists: [AUDIENCE], tags: { [OWNER_TAG]: providerOwner } };
    },
    "aws:cloudfront/getCachePolicy:getCachePolicy": managedPolicy,
    "aws:route53/getZone:getZone": ({ zoneId }) => ({ zoneId, name: "example.com", privateZone: false }),
    "pulumi:pulumi:readStackResourceOutputs": ({ stackName }) => ({ name: stackName, outputs: {} }),
    "github:index/getRestApi:getRestApi": ({ endpoint }) => {
      const answers = [
        [/^repos\/[^/]+\/[^/]+$/, repository],
        [/\/actions\/oidc\/customization\/sub$/, customization],
        [/\/rules\/branches\/[^/]+$/, [{ type: "pull_request", parameters: { required_approving_review_count: 1 } }]],
        [/\/branches\/[^/]+$/, { protected: true }],
      ] as const;
      const [, answer] = answers.find(([pattern]) => pattern.test(String(endpoint))) ?? [];
      return answer === undefined ? { code: 404, body: "{}" } : { code: 200, body: JSON.stringify(answer) };
    },
  };
}

function asText(value: unknown): string {
  return typeof value === "string" ? value : JSON.stringify(value);
}
