import assert from "node:assert/strict";
import { existsSync, readFileSync, writeFileSync } from "node:fs";
import type { RequestListener } from "node:http";
import { join } from "node:path";

import { exchangeRules } from "../../components/policy/pulumi-cloud";
import { runDelivery } from "../support/delivery";
import {
  CLOUD_TOKEN,
  type Exchange,
  exchangeServers,
  type RegisteredCloud,
  REQUEST_CREDENTIAL,
} from "../support/pulumi-cloud";
import { withServer } from "../support/server";
import { temporaryFolder } from "../support/temporary-folder";

const CLAIMS = {
  iss: "https://token.actions.githubusercontent.com",
  sub: "repo:acme@1111/site@2222:environment:prod",
  repository_id: "2222",
  repository_owner_id: "1111",
  environment: "prod",
  ref: "refs/heads/main",
  job_workflow_ref: "acme/site/.github/workflows/infrastructure.yml@refs/heads/main",
};
const PINNED = Object.fromEntries(
  Object.entries(CLAIMS).flatMap(([claim, value]) => (claim === "iss" ? [] : [[claim, [value]]])),
);
const STACK = { organization: "acme", project: "site", stack: "prod" };
const CLOUD: RegisteredCloud = {
  organization: "acme",
  teams: ["site-prod-read", "site-prod-write"],
  rules: exchangeRules(STACK, "infrastructure", PINNED),
};

interface Case {
  readonly claims?: Readonly<Record<string, string>>;
  readonly cloud?: Partial<RegisteredCloud>;
  readonly token?: Parameters<typeof exchangeServers>[3];
  /** Lines of Pulumi.yaml, where URL is the servers' address. */
  readonly project?: string;
  /** Lines of the stack's file. */
  readonly stack?: string;
  readonly env?: Readonly<Record<string, string>>;
  /** Answers in place of Pulumi Cloud. */
  readonly instead?: RequestListener;
}

const PROJECT = "backend:\n  url: URL\nconfig:\n  pulumiOrganization:\n    type: string\n    default: acme\n";

describe("delivery/pulumi-token.ts", () => {
  const folder = temporaryFolder();

  async function exchange({ claims, cloud, token, project = PROJECT, stack = "", env = {}, instead }: Case = {}) {
    const received: Exchange[] = [];
    const servers = exchangeServers({ ...CLAIMS, ...claims }, { ...CLOUD, ...cloud }, received, token);
    const listener: RequestListener = (request, response) => {
      if (instead !== undefined && request.url?.startsWith("/api/") === true) instead(request, response);
      else servers(request, response);
    };
    const file = join(folder(), "output");
    const run = await withServer(listener, (url) => {
      writeFileSync(join(folder(), "Pulumi.yaml"), `name: site\n${project.replace("URL", url)}`);
      writeFileSync(join(folder(), "Pulumi.prod.yaml"), `config:\n  repository: acme/site\n${stack}`);
      return runDelivery("pulumi-token.ts", {
        folder: folder(),
        env: {
          STACK: "prod",
          ACCESS: "write",
          LIFETIME_SECONDS: "3300",
          GITHUB_OUTPUT: file,
          ACTIONS_ID_TOKEN_REQUEST_URL: `${url}/github/token?api-version=2.0`,
          ACTIONS_ID_TOKEN_REQUEST_TOKEN: REQUEST_CREDENTIAL,
          RETRY_WAIT_MS: "1",
          ...env,
        },
      });
    });
    const [{ asked } = { asked: {} as Exchange["asked"] }] = received;
    const secrets = `${asked.subject_token as string | undefined}`.split(".");
    for (const secret of [REQUEST_CREDENTIAL, ...secrets.filter((part) => part.length > 30)])
      assert.ok(!`${run.stdout}${run.stderr}`.includes(secret), "a credential is in the log");
    assert.equal(run.stderr, "");
    return { ...run, received, output: existsSync(file) ? readFileSync(file, "utf8") : "" };
  }

  it("gets a token of the stack's team from a server that verifies the job's own", async () => {
    const { code, stdout, output, received } = await exchange();
    assert.deepEqual([code, output], [0, `stack=acme/prod\ntoken=${CLOUD_TOKEN}\n`]);
    assert.equal(
      stdout,
      `::add-mask::${CLOUD_TOKEN}\nGot a token of the team site-prod-write in acme, for 3300 seconds.\n`,
    );
    const [{ asked } = { asked: {} }, ...others] = received;
    const { subject_token: subject, ...request } = asked as Record<string, unknown>;
    assert.deepEqual(others, []);
    assert.match(String(subject), /^[\w-]+\.[\w-]+\.[\w-]+$/);
    assert.deepEqual(request, {
      audience: "urn:pulumi:org:acme",
      grant_type: "urn:ietf:params:oauth:grant-type:token-exchange",
      subject_token_type: "urn:ietf:params:oauth:token-type:id_token",
      requested_token_type: "urn:pulumi:token-type:access_token:team",
      scope: "team:site-prod-write",
      expiration: 3300,
    });
  });

  it("takes the organization of the stack's own file before the project's", async () => {
    const { code, received } = await exchange({ stack: "  site:pulumiOrganization: other-org\n" });
    assert.equal(code, 1);
    assert.equal(received[0]?.asked.audience, "urn:pulumi:org:other-org");
  });

  it("asks nobody where the state is not in Pulumi Cloud", async () => {
    for (const project of ["", "backend:\n  url: s3://my-state?region=eu-central-1\n", "backend:\n  url: file://~\n"]) {
      const { code, stdout, output, received } = await exchange({ project, env: { ACTIONS_ID_TOKEN_REQUEST_URL: "" } });
      assert.deepEqual([code, received], [0, []]);
      assert.match(stdout, /^The state is not in Pulumi Cloud/);
      assert.match(output, /(?:^|\n)stack=prod\n$/);
      assert.doesNotMatch(output, /token=/);
    }
  });

  const hint = /npm run trust -- --stack prod --pulumi-cloud` prints what to register/;
  const refusals: Readonly<Record<string, { case: Case; says: readonly RegExp[] }>> = {
    "an expired token": {
      case: { token: { age: 600 } },
      says: [/refused the exchange: 401 invalid_token: the id token has expired%0A.+run the job again.+clock/],
    },
    "a token that somebody else signed": {
      case: { token: { strange: true } },
      says: [/401 invalid_token: the id token is not valid%0A/, hint],
    },
    "a job that no rule allows": {
      case: { claims: { ref: "refs/heads/topic" } },
      says: [/401 unauthorized: no policy allows this token%0A/, hint, /%0A {2}ref: "refs\/heads\/topic"%0A/],
    },
    "the token of another issuer": { case: { claims: { iss: "https://example.com" } }, says: [/401 invalid_token/] },
    "an organization that is not there": {
      case: { cloud: { organization: "another" } },
      says: [/400 invalid_request: organization not found%0AExpected the organization acme with GitHub as an issuer/],
    },
    "a team that is not there": { case: { cloud: { teams: [] } }, says: [/the team site-prod-write in it/] },
    "more than the job's rule gives": { case: { env: { ACCESS: "read" } }, says: [/the team site-prod-read in it/] },
  };
  for (const [name, { case: given, says }] of Object.entries(refusals)) {
    it(`says what is wrong with ${name}`, async () => {
      const { code, stdout, output } = await exchange(given);
      assert.deepEqual([code, output], [1, ""]);
      assert.match(stdout, /^::error::Pulumi Cloud \(http:\/\/127\.0\.0\.1:\d+\) refused the exchange: 40/);
      for (const one of says) assert.match(stdout, one);
    });
  }

  const answers: Readonly<Record<string, { status: number; body: string; says: RegExp }>> = {
    "is no API of Pulumi": {
      status: 200,
      body: "<html>",
      says: /answered without a token; is backend\.url the address/,
    },
    "sends elsewhere": { status: 307, body: "", says: /refused the exchange: 307/ },
    "is broken": { status: 503, body: "down", says: /refused the exchange: 503 down/ },
    "gives an organization's token": {
      status: 200,
      body: JSON.stringify({
        access_token: CLOUD_TOKEN,
        issued_token_type: "urn:pulumi:token-type:access_token:organization",
      }),
      says: /gave a token of the type urn:pulumi:token-type:access_token:organization; expected urn:.+:team/,
    },
    "repeats the token of the job": { status: 400, body: "ECHO", says: /refused the exchange: 400 \*\*\*/ },
  };
  for (const [name, { status, body, says }] of Object.entries(answers)) {
    it(`takes no token from a server that ${name}`, async () => {
      let sent = "";
      const { code, stdout, output } = await exchange({
        instead: (request, response) => {
          request.on("data", (part: Buffer) => (sent += part.toString()));
          request.on("end", () => {
            const echo = (JSON.parse(sent || "{}") as { subject_token?: string }).subject_token ?? "";
            sent = "";
            response.writeHead(status, { location: "/elsewhere" }).end(body.replace("ECHO", echo));
          });
        },
      });
      assert.deepEqual([code, output], [1, ""]);
      assert.match(stdout, says);
    });
  }

  it("says that a server cannot be reached", async () => {
    const { code, stdout } = await exchange({ project: PROJECT.replace("URL", "http://127.0.0.1:1") });
    assert.equal(code, 1);
    assert.match(
      stdout,
      /::error::POST http:\/\/127\.0\.0\.1:1\/api\/oauth\/token failed .+, 3 times\. Is it reachable\?/,
    );
  });

  const wrong: Readonly<Record<string, { case: Case; says: RegExp }>> = {
    "an address without TLS": {
      case: { project: PROJECT.replace("URL", "http://pulumi.example") },
      says: /backend\.url: got "http:\/\/pulumi\.example"; expected an https address without a path/,
    },
    "an address with a path": {
      case: { project: PROJECT.replace("URL", "https://pulumi.example/acme") },
      says: /backend\.url: got "https:\/\/pulumi\.example\/acme"/,
    },
    "an address with a password, which is not shown": {
      case: { project: PROJECT.replace("URL", "https://me:hidden@pulumi.example") },
      says: /backend\.url: got "https:\/\/pulumi\.example"; expected an https address/,
    },
    "no organization": {
      case: { project: "backend: { url: https://api.pulumi.com }\n" },
      says: /pulumiOrganization: is missing; expected the organization in Pulumi Cloud/,
    },
    "an organization of another form": {
      case: { stack: "  pulumiOrganization: acme/team\n" },
      says: /pulumiOrganization: got "acme\/team"; expected/,
    },
    "no right to ask for a token": {
      case: { env: { ACTIONS_ID_TOKEN_REQUEST_URL: "" } },
      says: /this job may not ask GitHub for a token.+`permissions: id-token: write`/,
    },
    "another access": { case: { env: { ACCESS: "admin" } }, says: /ACCESS: got "admin"; expected read or write/ },
  };
  for (const [name, { case: given, says }] of Object.entries(wrong)) {
    it(`sends nothing with ${name}`, async () => {
      const { code, stdout, received, output } = await exchange(given);
      assert.deepEqual([code, received, output], [1, [], ""]);
      assert.match(stdout, says);
      assert.doesNotMatch(stdout, /hidden/);
    });
  }
});
