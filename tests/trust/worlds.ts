import { parseAlsoTrust } from "../../components/policy/also-trust";
import type { PolicyDocument, Statement } from "../../components/policy/document";
import { parseOwnRoles } from "../../components/policy/own-role/setting";
import { ROLE_NAMES as BUILT_IN } from "../../components/policy/roles";
import { jobsOf } from "../../components/policy/roles-of-stack";
import { trustedJobs } from "../../components/policy/role-trust";
import { trustPolicy } from "../../components/policy/trust";
import { find } from "../support/deploy";
import { EXAMPLE, OWN_ROLES } from "../support/example/project";
import { mayAssume, type TokenClaims } from "../support/evaluator";
import { CUSTOMIZATION, deployProgram, PROVIDER_ARN, REPOSITORY } from "../support/program";
import {
  BEFORE_RENAME,
  DOTTED,
  IMMUTABLE,
  LEGACY,
  type Place,
  ROLE_NAMES,
  SLASHED,
  TRANSFERRED,
  type TrustedName,
} from "./places";

/** A stack with what GitHub says of its repository, and perhaps a second identity that it trusts for a while. */
export interface World {
  readonly title: string;
  readonly stack: string;
  readonly oidcProvider: "create" | "existing";
  readonly place: Place;
  readonly other?: Place;
}

const DAY = 24 * 60 * 60 * 1000;

/** When the second identities end: a date as the config has it, and the moment that it means. */
export const UNTIL = new Date(Date.now() + 30 * DAY).toISOString().slice(0, 10);
export const END = new Date(`${UNTIL}T00:00:00Z`);

/** What a repository looks like, and perhaps what else is trusted. */
const FORMS = {
  "immutable subjects": { place: IMMUTABLE },
  "subjects without ids": { place: LEGACY },
  "old and new name": { place: IMMUTABLE, other: BEFORE_RENAME },
} as const satisfies Readonly<Record<string, Pick<World, "place" | "other">>>;

function world(stack: string, oidcProvider: World["oidcProvider"], form: keyof typeof FORMS): World {
  const { place, other }: Pick<World, "place" | "other"> = FORMS[form];
  return {
    title: `${stack}, provider ${oidcProvider === "create" ? "created" : "existing"}, ${form}`,
    stack,
    oidcProvider,
    place: { ...place, environment: stack },
    ...(other === undefined ? {} : { other: { ...other, environment: stack } }),
  };
}

/** prod of the documentation's example, with each form of subjects. */
export const PROD = world("prod", "existing", "immutable subjects");
export const OLD_FORM = world("prod", "existing", "subjects without ids");
export const RENAMED = world("prod", "existing", "old and new name");

/** Branches with slashes in their names. */
export const SLASHED_WORLD: World = {
  ...PROD,
  title: "branches with slashes, the default one another",
  place: SLASHED,
};

/** All worlds in which tokens are tried. */
export const WORLDS: readonly World[] = [
  PROD,
  OLD_FORM,
  RENAMED,
  ...Object.keys(FORMS).flatMap((name) => {
    const form = name as keyof typeof FORMS;
    return [world("prod", "create", form), world("dev", "create", form), world("dev", "existing", form)];
  }),
  { ...PROD, title: "the switch to immutable subjects", place: LEGACY, other: IMMUTABLE },
  { ...PROD, title: "a transfer to another owner, after it", place: TRANSFERRED, other: IMMUTABLE },
  { ...PROD, title: "names with dots, dashes and underscores", place: DOTTED },
  { ...PROD, title: "such names without ids", place: { ...DOTTED, subjectPrefix: "repo:acme-corp/my.site-docs_v2" } },
  SLASHED_WORLD,
  { ...PROD, title: "an environment called otherwise than the stack", stack: "docs-prod" },
  { ...PROD, title: "a stack called like another's environment", stack: "dev" },
];

/** The trust policy of each role. */
export type Policies = Readonly<Record<TrustedName, PolicyDocument>>;

async function register(world: World): Promise<Partial<Policies>> {
  const { place, other } = world;
  const { resources } = await deployProgram({
    stack: world.stack,
    folder: EXAMPLE,
    settings: {
      roles: OWN_ROLES,
      repository: `${place.owner}/${place.name}`,
      environment: place.environment === world.stack ? "" : place.environment,
      branch: place.branch,
      oidcProvider: world.oidcProvider,
      ...(other === undefined ? {} : { alsoTrust: { subjectPrefix: other.subjectPrefix, until: UNTIL } }),
    },
    repository: {
      ...REPOSITORY,
      id: Number(place.repositoryId),
      name: place.name,
      full_name: `${place.owner}/${place.name}`,
      owner: { login: place.owner, id: Number(place.ownerId), type: "Organization" },
      default_branch: place.defaultBranch,
    },
    customization: { ...CUSTOMIZATION, sub_claim_prefix: place.subjectPrefix },
    ...(world.oidcProvider === "create" ? { providerOwner: null } : {}),
  });
  return Object.fromEntries(
    ROLE_NAMES.map((role) => {
      const { inputs } = find(resources, "aws:iam/role:Role", role);
      return [role, JSON.parse(String(inputs.assumeRolePolicy)) as PolicyDocument];
    }),
  );
}

/** The trust policies that the program's builder makes, of all roles, those to come included. */
export function builtPolicies({ place, other }: World, now = new Date()): Policies {
  const alsoTrust =
    other === undefined ? null : (parseAlsoTrust({ subjectPrefix: other.subjectPrefix, until: UNTIL }) ?? null);
  const trusted = { repository: place, environment: place.environment, branch: place.branch, alsoTrust, now };
  const jobs = jobsOf({ builtInRoles: BUILT_IN, roles: parseOwnRoles(OWN_ROLES) ?? [] });
  return Object.fromEntries(
    Object.entries(jobs).map(([role, job]) => [role, trustPolicy(PROVIDER_ARN, trustedJobs(role, job, trusted))]),
  ) as Policies;
}

const registered = new Map<World, Promise<Partial<Policies>>>();

/** The trust policies that the engine receives from the program, of the roles that the program has. */
export function registeredPolicies(world: World): Promise<Partial<Policies>> {
  const policies = registered.get(world) ?? register(world);
  registered.set(world, policies);
  return policies;
}

/** The trust policy of every role: as the engine receives it where the program has the role, else as it is built. */
export async function policiesOf(world: World): Promise<Policies> {
  return { ...builtPolicies(world), ...(await registeredPolicies(world)) };
}

/** Whether a token gets the role with this trust policy. */
export function gets(trust: PolicyDocument, claims: TokenClaims, now = new Date()): Promise<boolean> {
  return mayAssume({ trust, claims, now, providerArn: PROVIDER_ARN });
}

/** One condition of a statement. */
export interface Pin {
  readonly operator: string;
  readonly key: string;
  readonly value: string;
}

/** All conditions of a statement. */
export function pinsOf({ Condition = {} }: Statement): Pin[] {
  return Object.entries(Condition).flatMap(([operator, values]) =>
    Object.entries(values).flatMap(([key, value]) => [value].flat().map((one) => ({ operator, key, value: one }))),
  );
}
