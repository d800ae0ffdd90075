import assert from "node:assert/strict";

import type { TokenClaims } from "../support/evaluator";
import { attacksOn, mixtures } from "./attacks";
import { IMMUTABLE, type Place, ROLE_NAMES, tokenOf, type TrustedName } from "./places";
import {
  builtPolicies,
  gets,
  OLD_FORM,
  type Policies,
  policiesOf,
  PROD,
  RENAMED,
  registeredPolicies,
  WORLDS,
} from "./worlds";

const NOW = new Date();

/** Where also the tokens are tried that GitHub would not mint today; elsewhere the others are enough. */
const EVERY_ATTACK = [PROD, OLD_FORM, RENAMED];

for (const world of WORLDS) {
  describe(`each role in the world "${world.title}"`, () => {
    let policies: Policies;
    before(async () => {
      policies = await policiesOf(world);
    });
    const every = EVERY_ATTACK.includes(world);
    const places = [world.place, ...(world.other === undefined ? [] : [world.other])];

    it("the engine receives the policies that the builder makes, so that the tokens try both", async () => {
      const registered = await registeredPolicies(world);
      const roles = Object.keys(registered) as TrustedName[];
      assert.ok(roles.length > 0);
      const built = builtPolicies(world);
      assert.deepEqual(registered, Object.fromEntries(roles.map((role) => [role, built[role]])));
    });

    for (const role of ROLE_NAMES) {
      const rights = places.map((place) => tokenOf(role, place));

      it(`${role} is for its own job`, async () => {
        assert.deepEqual(
          await Promise.all(rights.map((claims) => isFor(policies, role, claims))),
          rights.map(() => true),
        );
      });

      it(`${role} is for no other role's job`, async () => {
        const others = ROLE_NAMES.filter((other) => other !== role);
        const tokens = others.flatMap((other) => places.map((place) => ({ other, claims: tokenOf(other, place) })));
        const wrong = await filter(tokens, ({ claims }) => isFor(policies, role, claims));
        assert.deepEqual(
          wrong.map(({ other }) => other),
          [],
        );
      });

      it(`${role} is for no attacker`, async () => {
        const attacks = places
          .flatMap((place) => attacksOn(role, place))
          .filter(({ claims, neverMinted }) => (every || neverMinted === undefined) && !isOneOf(claims, rights));
        const successful = await filter(attacks, ({ claims }) => isFor(policies, role, claims));
        assert.deepEqual(
          successful.map(({ name }) => name),
          [],
        );
        assert.ok(attacks.length > (every ? 230 : 100) * places.length, `only ${attacks.length} attacks`);
      });
    }

    it("no role is for another environment's jobs, unless they have none", async () => {
      const environment = world.place.environment === "dev" ? "prod" : "dev";
      const foreign = (role: TrustedName) => places.map((place) => tokenOf(role, { ...place, environment }));
      const answers = await Promise.all(
        ROLE_NAMES.map(async (role) => [
          role,
          (await filter(foreign(role), (token) => isFor(policies, role, token))).length,
        ]),
      );
      // What runs in no environment is one job for every stack: it reads.
      assert.deepEqual(Object.fromEntries(answers), {
        publish: 0,
        infrastructure: 0,
        preview: places.length,
        drift: places.length,
        api: 0,
        nightly: places.length,
      });
    });
  });
}

for (const world of [PROD, OLD_FORM]) {
  describe(`no mixture of a role's token with a wrong one gets the role (${world.title})`, () => {
    const { place } = world;
    const others: Readonly<Record<string, (role: TrustedName) => TokenClaims>> = {
      "a fork": (role) => ({ ...tokenOf(role, stranger(place)), aud: "sigstore" }),
      "another environment and branch": (role) =>
        tokenOf(role, { ...place, environment: "dev", branch: "feature", defaultBranch: "feature" }),
      "a pull request": () => tokenOf("preview", place),
      publishing: () => tokenOf("publish", place),
      "the search for drifts": () => tokenOf("drift", place),
    };

    for (const [title, other] of Object.entries(others)) {
      it(title, async () => {
        const policies = await policiesOf(world);
        for (const role of ROLE_NAMES) {
          const tokens = mixtures(role, place, other(role));
          assert.deepEqual(await filter(tokens, (claims) => isFor(policies, role, claims)), [], role);
        }
      });
    }
  });
}

describe("what AWS cannot tell from the right token, so that other means must", () => {
  const right = (role: TrustedName) => tokenOf(role, IMMUTABLE);
  const same: readonly { readonly title: string; readonly role: TrustedName; readonly claims: TokenClaims }[] = [
    {
      title: "a pull_request_target workflow that calls the publishing file: the file checks its caller",
      role: "publish",
      claims: { ...right("publish"), event_name: "pull_request_target", workflow: "Evil" },
    },
    {
      title: "a self-hosted runner: runner groups",
      role: "publish",
      claims: { ...right("publish"), runner_environment: "self-hosted" },
    },
    {
      title: "another actor: reviews and the environment's reviewers",
      role: "publish",
      claims: { ...right("publish"), actor: "hubot", actor_id: "6" },
    },
    {
      title: "a fork's pull request, if the repository sends it tokens that can write: a setting that stays off",
      role: "preview",
      claims: { ...right("preview"), head_repository: "attacker/site" },
    },
    {
      title: "a pull request that runs the preview file of another: both may read what any writer may",
      role: "preview",
      claims: { ...right("preview"), job_workflow_ref: "acme/site/.github/workflows/preview.yml@refs/pull/8/merge" },
    },
  ];
  for (const { title, role, claims } of same) {
    it(title, async () => {
      assert.equal(await isFor(await policiesOf(PROD), role, claims), true);
    });
  }
});

const answers = new Map<string, Promise<boolean>>();

/** Whether the role is for this token; the same question is asked once: a provider created or found is one policy. */
function isFor(policies: Policies, role: TrustedName, claims: TokenClaims): Promise<boolean> {
  const question = JSON.stringify([policies[role], claims]);
  const answer = answers.get(question) ?? gets(policies[role], claims, NOW);
  answers.set(question, answer);
  return answer;
}

async function filter<T>(items: readonly T[], holds: (item: T) => Promise<boolean>): Promise<T[]> {
  const answers = await Promise.all(items.map(holds));
  return items.filter((_, index) => answers[index]);
}

/** Whether a token is one that an identity of the repository really has: what attacks one form is right in another. */
function isOneOf(claims: TokenClaims, rights: readonly TokenClaims[]): boolean {
  return rights.some((right) => Object.keys({ ...right, ...claims }).every((claim) => claims[claim] === right[claim]));
}

/** Somebody else's repository of the same name, with all else as in ours. */
function stranger(place: Place): Place {
  return { ...place, subjectPrefix: "repo:attacker@9/site@10", owner: "attacker", ownerId: "9", repositoryId: "10" };
}
