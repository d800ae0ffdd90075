import assert from "node:assert/strict";

import type { AlsoTrust } from "../../../components/policy/also-trust";
import { claimsOf } from "../../../components/policy/claims";
import { ROLES, ROLE_NAMES } from "../../../components/policy/roles";
import {
  alsoTrustNotice,
  trustedJobs,
  trustOfRoles,
  type TrustedRepository,
} from "../../../components/policy/role-trust";
import { trustPolicy } from "../../../components/policy/trust";
import { PROVIDER_ARN } from "../../support/program";
import { IMMUTABLE } from "../../trust/places";

const NOW = new Date("2026-11-23T12:00:00Z");
const SECOND: AlsoTrust = {
  subjectPrefix: { text: "repo:old-acme/old-site", owner: "old-acme", name: "old-site" },
  until: new Date("2026-12-31T00:00:00Z"),
};

function trusted(changes: Partial<TrustedRepository> = {}): TrustedRepository {
  const { environment, branch } = IMMUTABLE;
  return { repository: IMMUTABLE, environment, branch, alsoTrust: null, now: NOW, ...changes };
}

describe("the jobs that a role trusts", () => {
  it("are the one of the table, for each role", () => {
    assert.deepEqual(
      ROLE_NAMES.map((role) => trustedJobs(role, ROLES[role], trusted())),
      [
        [{ sid: "ThePublishJob", claims: claimsOf(ROLES.publish, IMMUTABLE, IMMUTABLE) }],
        [{ sid: "TheInfrastructureJob", claims: claimsOf(ROLES.infrastructure, IMMUTABLE, IMMUTABLE) }],
        [{ sid: "ThePreviewJob", claims: claimsOf(ROLES.preview, IMMUTABLE, IMMUTABLE) }],
        [{ sid: "TheDriftJob", claims: claimsOf(ROLES.drift, IMMUTABLE, IMMUTABLE) }],
      ],
    );
  });

  it("are the same job once more under a second identity, until its date", () => {
    assert.deepEqual(trustedJobs("publish", ROLES.publish, trusted({ alsoTrust: SECOND })), [
      { sid: "ThePublishJob", claims: claimsOf(ROLES.publish, IMMUTABLE, IMMUTABLE) },
      {
        sid: "ThePublishJobUnderItsOtherNameForAWhile",
        claims: {
          aud: "sts.amazonaws.com",
          sub: "repo:old-acme/old-site:environment:prod",
          repository_id: "2222",
          repository_owner_id: "1111",
          environment: "prod",
          ref: "refs/heads/main",
          job_workflow_ref: "old-acme/old-site/.github/workflows/publish-site.yml@refs/heads/main",
        },
        until: "2026-12-31T00:00:00Z",
      },
    ]);
  });

  it("are without the second identity from its date on", () => {
    const countAt = (now: string) =>
      trustedJobs("publish", ROLES.publish, trusted({ alsoTrust: SECOND, now: new Date(now) })).length;
    assert.deepEqual([countAt("2026-12-30T23:59:59.999Z"), countAt("2026-12-31T00:00:00Z")], [2, 1]);
  });
});

describe("the trust of a stack's roles", () => {
  it("is a policy for each role, and the same for people to read", () => {
    const { roles, summary } = trustOfRoles(PROVIDER_ARN, ROLES, trusted({ alsoTrust: SECOND }));
    const people = JSON.parse(summary) as unknown;
    const jobs = ROLE_NAMES.map(
      (role) => [role, trustedJobs(role, ROLES[role], trusted({ alsoTrust: SECOND }))] as const,
    );
    assert.deepEqual(
      roles,
      jobs.map(([name, of]) => ({ name, job: ROLES[name], trust: trustPolicy(PROVIDER_ARN, of) })),
    );
    const until = "2026-12-31T00:00:00Z";
    assert.deepEqual(
      people,
      Object.fromEntries(
        jobs.map(([role, [current, second]]) => [role, [current?.claims, { ...second?.claims, until }]]),
      ),
    );
  });

  it("is refused where AWS would refuse a policy for its size", () => {
    const branch = "b".repeat(200);
    const ofTwoNames = trusted({ branch, alsoTrust: SECOND });
    const length = JSON.stringify(trustPolicy(PROVIDER_ARN, trustedJobs("publish", ROLES.publish, ofTwoNames))).length;
    assert.ok(length > 2048);
    assert.throws(
      () => trustOfRoles(PROVIDER_ARN, ROLES, ofTwoNames),
      new RegExp(
        `^Error: AWS would refuse the trust policies of this stack:\n  trust policy of the role publish: has ${length} characters; expected at most 2048 `,
      ),
    );
    assert.doesNotThrow(() => trustOfRoles(PROVIDER_ARN, ROLES, trusted({ branch })));
  });
});

describe("what the user is told of a second identity", () => {
  const at = (now: string) => alsoTrustNotice(SECOND, new Date(now));

  it("is nothing where there is none", () => {
    assert.equal(alsoTrustNotice(null, NOW), undefined);
  });

  it("is how many days are left, a day that has begun counted whole", () => {
    const info = (days: string) => ({
      level: "info",
      message: `alsoTrust: AWS trusts repo:old-acme/old-site for ${days}`,
    });
    assert.deepEqual(
      [at("2026-11-23T12:00:00Z"), at("2026-12-29T00:00:00Z"), at("2026-12-30T00:00:00Z"), at("2026-12-30T23:59:59Z")],
      [info("38 more days"), info("2 more days"), info("1 more day"), info("1 more day")],
    );
  });

  it("is, from the date on, to delete the key", () => {
    const warning = {
      level: "warn",
      message: "alsoTrust: repo:old-acme/old-site has expired and is no longer trusted; delete the key",
    };
    assert.deepEqual([at("2026-12-31T00:00:00Z"), at("2027-06-01T00:00:00Z")], [warning, warning]);
  });
});
