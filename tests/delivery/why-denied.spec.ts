import assert from "node:assert/strict";
import { generateKeyPairSync } from "node:crypto";
import type { RequestListener } from "node:http";
import { SignJWT } from "jose";
import { trustOfRoles } from "../../components/policy/role-trust";
import { ROLES } from "../../components/policy/roles";
import { parseSubjectPrefix } from "../../components/policy/subject-prefix";
import { type Run, runDelivery } from "../support/delivery";
import { withServer } from "../support/server";

const CLAIMS = {
  iss: "https://token.actions.githubusercontent.com",
  aud: "sts.amazonaws.com",
  sub: "repo:acme/site:environment:prod",
  repository: "acme/site",
  repository_id: "2222",
  repository_owner_id: "1111",
  environment: "prod",
  ref: "refs/heads/main",
  event_name: "push",
  job_workflow_ref: "acme/site/.github/workflows/publish-site.yml@refs/heads/main",
};
type Claims = Readonly<Partial<Record<keyof typeof CLAIMS, string>>>;
const JOB = {
  aud: CLAIMS.aud,
  sub: CLAIMS.sub,
  repository_id: "2222",
  repository_owner_id: "1111",
  environment: "prod",
  ref: CLAIMS.ref,
  job_workflow_ref: CLAIMS.job_workflow_ref,
};
const CREDENTIAL = `request-credential-${"Aa0".repeat(20)}`;

describe("delivery/why-denied.ts", () => {
  const keys = generateKeyPairSync("rsa", { modulusLength: 2048 });

  interface Answer extends Run {
    readonly asked: readonly { readonly url: string; readonly authorization: string }[];
  }

  interface Case {
    readonly claims?: Claims;
    readonly trust?: unknown;
    readonly role?: string;
    readonly env?: Readonly<Record<string, string>>;
    /** Answers instead of GitHub. */
    readonly github?: RequestListener;
  }

  async function explain({
    claims = {},
    trust = { publish: [JOB] },
    role = "publish",
    env = {},
    github,
  }: Case = {}): Promise<Answer> {
    const payload = JSON.parse(JSON.stringify({ ...CLAIMS, ...claims })) as Record<string, string>;
    const jwt = await new SignJWT(payload)
      .setProtectedHeader({ alg: "RS256" })
      .setExpirationTime("5m")
      .sign(keys.privateKey);
    const asked: Answer["asked"][number][] = [];
    const listener: RequestListener = (request, response) => {
      asked.push({ url: request.url ?? "", authorization: request.headers.authorization ?? "" });
      if (github === undefined) response.end(JSON.stringify({ count: 1, value: jwt }));
      else github(request, response);
    };
    return withServer(listener, async (url) => {
      const run = await runDelivery("why-denied.ts", {
        env: {
          ROLE: role,
          TRUST: typeof trust === "string" ? trust : JSON.stringify(trust),
          ACTIONS_ID_TOKEN_REQUEST_URL: `${url}/token?api-version=2.0`,
          ACTIONS_ID_TOKEN_REQUEST_TOKEN: CREDENTIAL,
          RETRY_WAIT_MS: "10",
          ...env,
        },
      });
      for (const secret of [jwt, ...jwt.split("."), CREDENTIAL])
        assert.ok(!`${run.stdout}${run.stderr}`.includes(secret.slice(0, 30)));
      return { ...run, asked };
    });
  }

  const lines = ({ stdout }: Run): string[] => stdout.trimEnd().split("\n");
  const cause = (run: Run): string => {
    assert.equal(run.stderr, "");
    const errors = lines(run).filter((line) => line.startsWith("::error::Likely cause: "));
    assert.equal(errors.length, 1, run.stdout);
    return errors[0]?.slice("::error::Likely cause: ".length) ?? "";
  };
  const differing = (run: Run): (string | undefined)[] =>
    lines(run)
      .filter((line) => line.startsWith("  DIFFERS"))
      .map((line) => /^ {2}DIFFERS {2}(\w+)/.exec(line)?.[1]);

  it("asks GitHub for a token as STS would get it, with the job's credential", async () => {
    const { asked } = await explain();
    assert.deepEqual(asked, [
      { url: "/token?api-version=2.0&audience=sts.amazonaws.com", authorization: `Bearer ${CREDENTIAL}` },
    ]);
  });

  it("shows every claim that the role trusts, the differing ones first, and no other claim", async () => {
    const run = await explain({
      claims: { ref: "refs/heads/topic", job_workflow_ref: JOB.job_workflow_ref.replace("main", "topic") },
    });
    assert.deepEqual(lines(run), [
      "The role publish and this job's token:",
      "  DIFFERS  ref: the role trusts refs/heads/main; the token has refs/heads/topic",
      `  DIFFERS  job_workflow_ref: the role trusts ${JOB.job_workflow_ref}; the token has ${JOB.job_workflow_ref.replace("main", "topic")}`,
      "  same     iss: https://token.actions.githubusercontent.com",
      "  same     aud: sts.amazonaws.com",
      "  same     sub: repo:acme/site:environment:prod",
      "  same     repository_id: 2222",
      "  same     repository_owner_id: 1111",
      "  same     environment: prod",
      "::error::Likely cause: the run is on refs/heads/topic; the role trusts refs/heads/main only.",
    ]);
    assert.equal(run.code, 0);
  });

  const renamed = /was renamed, or GitHub has changed the form .+ `pulumi up`/;
  const causes: Readonly<Record<string, { claims: Claims; differs: string[]; says: RegExp }>> = {
    "a job without environment": {
      claims: { environment: undefined, sub: "repo:acme/site:ref:refs/heads/main" },
      differs: ["sub", "environment"],
      says: /runs in no environment; it needs `environment: prod`/,
    },
    "a job in another environment": {
      claims: { environment: "dev", sub: "repo:acme/site:environment:dev" },
      differs: ["sub", "environment"],
      says: /runs in the environment dev; the role trusts prod only/,
    },
    "a renamed repository": {
      claims: {
        sub: "repo:acme/web:environment:prod",
        job_workflow_ref: JOB.job_workflow_ref.replace("acme/site", "acme/web"),
      },
      differs: ["sub", "job_workflow_ref"],
      says: renamed,
    },
    "subjects that have become immutable": {
      claims: { sub: "repo:acme@1111/site@2222:environment:prod" },
      differs: ["sub"],
      says: renamed,
    },
    "a transferred repository": {
      claims: { repository_owner_id: "9", sub: "repo:other/site:environment:prod" },
      differs: ["sub", "repository_owner_id"],
      says: /transferred to another owner/,
    },
    "another repository": {
      claims: { repository_id: "9" },
      differs: ["repository_id"],
      says: /another repository than/,
    },
    "another branch": {
      claims: { ref: "refs/heads/topic" },
      differs: ["ref"],
      says: /on refs\/heads\/topic; the role trusts refs\/heads\/main only/,
    },
    "another workflow": {
      claims: { job_workflow_ref: JOB.job_workflow_ref.replace("publish-site", "site") },
      differs: ["job_workflow_ref"],
      says: /is in .+\/site\.yml@.+ trusts .+\/publish-site\.yml@.+ only/,
    },
    "a token of an enterprise's own issuer": {
      claims: { iss: `${CLAIMS.iss}/acme-corp` },
      differs: ["iss"],
      says: /another issuer, https:\/\/token\.actions\.githubusercontent\.com\/acme-corp: .+ not supported/,
    },
    "a token of Enterprise Server": {
      claims: { iss: "https://github.acme.example/_services/token", sub: "repo:acme/other:environment:prod" },
      differs: ["iss", "sub"],
      says: /another issuer/,
    },
    "subjects of a template": {
      claims: { sub: `${CLAIMS.sub}:job_workflow_ref:${CLAIMS.job_workflow_ref}` },
      differs: ["sub"],
      says: /follow a template of its own.+use_default=true/,
    },
    "an environment in another case": {
      claims: { environment: "Prod", sub: "repo:acme/site:environment:Prod" },
      differs: ["sub", "environment"],
      says: /only the case differs: GitHub has the environment as Prod/,
    },
    "a workflow file whose owner is spelled otherwise": {
      claims: { job_workflow_ref: JOB.job_workflow_ref.replace("acme", "ACME") },
      differs: ["job_workflow_ref"],
      says: /only the case differs: the job is in ACME\/site/,
    },
    "another audience": { claims: { aud: "https://github.com/acme" }, differs: ["aud"], says: /another audience/ },
    "the audience of China": {
      claims: { aud: "sts.amazonaws.com.cn" },
      differs: ["aud"],
      says: /AWS in China has another, and is not supported/,
    },
    "a token that has it all": {
      claims: {},
      differs: [],
      says: /has all that the role trusts.+no such role.+no OIDC provider.+longer than/,
    },
  };
  for (const [name, { claims, differs, says }] of Object.entries(causes)) {
    it(`finds the cause: ${name}`, async () => {
      const run = await explain({ claims });
      assert.deepEqual(differing(run), differs);
      assert.match(cause(run), says);
    });
  }

  it("takes either spelling of an owner with capitals, as the role does", async () => {
    const spellings = ["Acme", "acme"].map((owner) => JOB.job_workflow_ref.replace("acme", owner));
    const trust = { publish: [{ ...JOB, job_workflow_ref: spellings }] };
    for (const owner of ["Acme", "acme"]) {
      const run = await explain({ trust, claims: { job_workflow_ref: JOB.job_workflow_ref.replace("acme", owner) } });
      assert.deepEqual(differing(run), []);
    }
  });

  it("reads what a stack writes, also under a second name, and shows the closer one first", async () => {
    const repository = {
      subjectPrefix: "repo:acme@1111/site@2222",
      owner: "acme",
      name: "site",
      repositoryId: "2222",
      ownerId: "1111",
      defaultBranch: "main",
    };
    const subjectPrefix = parseSubjectPrefix("repo:acme/old");
    assert.ok(subjectPrefix);
    const [now, until] = [new Date(), new Date(Date.now() + 24 * 60 * 60 * 1000)];
    const alsoTrust = { subjectPrefix, until };
    const arn = "arn:aws:iam::111122223333:oidc-provider/token.actions.githubusercontent.com";
    const { summary } = trustOfRoles(arn, ROLES, { repository, environment: "prod", branch: "main", alsoTrust, now });
    const old = {
      sub: "repo:acme/old:environment:prod",
      job_workflow_ref: JOB.job_workflow_ref.replace("acme/site", "acme/old"),
    };
    const run = await explain({ trust: summary, claims: { ...old, ref: "refs/heads/topic" } });
    assert.deepEqual(differing(run), ["ref", "sub", "ref", "job_workflow_ref"]);
    assert.ok(lines(run).includes("The other job that the role trusts:"));
    assert.ok(lines(run).some((line) => line.startsWith("  same     trusted until 20")));
    assert.match(cause(run), /on refs\/heads\/topic/);
  });

  it("says where a second identity has come to its end", async () => {
    const run = await explain({ trust: { publish: [{ ...JOB, until: "2020-01-01T00:00:00Z" }] } });
    assert.ok(lines(run).includes("  DIFFERS  trusted only until 2020-01-01T00:00:00Z"));
    assert.match(cause(run), /only until 2020-01-01T00:00:00Z \(alsoTrust\)/);
  });

  describe("a pull request", () => {
    const job = { aud: JOB.aud, ref: "refs/pull/*/merge" };
    const refs = {
      "refs/pull/17/merge": [],
      "refs/pull/17/head": ["ref"],
      "refs/pull/x/merge": ["ref"],
      "refs/pull//merge": ["ref"],
    };
    for (const [ref, differs] of Object.entries(refs)) {
      it(`${ref} ${differs.length === 0 ? "is" : "is not"} what refs/pull/*/merge trusts`, async () => {
        assert.deepEqual(
          differing(await explain({ role: "preview", trust: { preview: [job] }, claims: { ref } })),
          differs,
        );
      });
    }
  });

  it("says that the permission is missing where GitHub gives the job no way to ask", async () => {
    for (const name of ["ACTIONS_ID_TOKEN_REQUEST_URL", "ACTIONS_ID_TOKEN_REQUEST_TOKEN"]) {
      const run = await explain({ env: { [name]: "" } });
      assert.equal(run.code, 1);
      assert.match(cause(run), /`permissions: id-token: write`.+calling job.+forks/);
      assert.deepEqual(run.asked, []);
    }
  });

  const trusts: Readonly<Record<string, unknown>> = {
    "is no JSON": "publish",
    "lacks the role": { drift: [JOB] },
    "has no jobs": { publish: [] },
    "has no list": { publish: JOB },
  };
  for (const [what, trust] of Object.entries(trusts)) {
    it(`says what is wrong with a trust that ${what}`, async () => {
      const run = await explain({ trust });
      assert.equal(run.code, 1);
      assert.match(run.stdout, /^::error::TRUST: has no jobs of the role publish; expected the JSON that the stack's/);
    });
  }

  it("does not ask over plain http, but on this machine", async () => {
    const run = await explain({ env: { ACTIONS_ID_TOKEN_REQUEST_URL: "http://pipelines.test/token" } });
    assert.match(
      run.stdout,
      /^::error::ACTIONS_ID_TOKEN_REQUEST_URL: got "http:\/\/pipelines\.test\/token"; expected .*https/,
    );
    assert.equal(run.code, 1);
  });

  it("says what GitHub answered where that is no token", async () => {
    const answers: RequestListener[] = [
      (_, response) => response.writeHead(403).end(CREDENTIAL),
      (_, response) => response.end("{}"),
      (_, response) => response.end('{"value":"a.b.c"}'),
    ];
    for (const github of answers) {
      const run = await explain({ github });
      assert.equal(run.code, 1);
      assert.match(run.stdout, /^::error::GitHub gave no token: it answered (?:403|200)/);
    }
  });
});
