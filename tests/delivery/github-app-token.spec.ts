import assert from "node:assert/strict";
import { generateKeyPairSync } from "node:crypto";
import { existsSync, mkdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { decodeJwt, decodeProtectedHeader } from "jose";
import { type Run, runDelivery } from "../support/delivery";
import { NOWHERE } from "../support/server";
import { temporaryFolder } from "../support/temporary-folder";
import {
  type AwsBehaviour,
  type AwsCall,
  type GithubBehaviour,
  standInAws,
  type StandInGithub,
  withGithub,
} from "./stand-ins";

const KEY_ARN = "arn:aws:kms:eu-central-1:111122223333:key/0f1e2d3c-4b5a-6978-8796-a5b4c3d2e1f0";
const PERMISSIONS = { metadata: "read", actions: "read", actions_variables: "write" };
// As GitHub's tokens are today: not of a fixed length, with dots and dashes.
const TOKEN = `ghs_123456_${"aB3-_x".repeat(20)}.${"Zy9".repeat(30)}.q-7_Q`;
const MASK = `::add-mask::${TOKEN}\n`;

/** A minting run, what it did to the stand-ins, and the value of its step's output. */
interface Minting extends Run {
  readonly github: StandInGithub;
  readonly aws: AwsCall | undefined;
  readonly output: string;
}

interface Case {
  readonly aws?: Partial<AwsBehaviour>;
  readonly github?: Partial<GithubBehaviour>;
  readonly env?: Readonly<Record<string, string>>;
}

describe("delivery/github-app-token.ts", () => {
  const folder = temporaryFolder();
  const keys = generateKeyPairSync("rsa", { modulusLength: 2048 });
  const otherKeys = generateKeyPairSync("rsa", { modulusLength: 2048 });
  const pem = (pair: typeof keys): string => pair.privateKey.export({ type: "pkcs8", format: "pem" }).toString();

  async function mint({ aws: awsCase, github: githubCase, env }: Case = {}): Promise<Minting> {
    const aws = standInAws(folder(), { key: pem(keys), ...awsCase });
    const file = join(folder(), "output");
    const behaviour = { appId: "123456", publicKey: keys.publicKey, token: TOKEN, ...githubCase };
    return withGithub(behaviour, async (github) => {
      const run = await runDelivery("github-app-token.ts", {
        env: {
          PATH: aws.path,
          APP_ID: "123456",
          INSTALLATION_ID: "777",
          KMS_KEY_ARN: KEY_ARN,
          GITHUB_REPOSITORY: "acme/site",
          GITHUB_REPOSITORY_ID: "2222",
          GITHUB_API_URL: github.url,
          GITHUB_OUTPUT: file,
          RETRY_WAIT_MS: "10",
          ...env,
        },
      });
      keepsSecrets(run, aws.call()?.signature);
      return { ...run, github, aws: aws.call(), output: existsSync(file) ? readFileSync(file, "utf8") : "" };
    });
  }

  async function revoke(github: Partial<GithubBehaviour> & { issued?: boolean }, env: Record<string, string> = {}) {
    const { issued = true, ...rest } = github;
    const behaviour = { appId: "123456", publicKey: keys.publicKey, token: TOKEN, ...rest };
    return withGithub(
      behaviour,
      async (server) => {
        const settings = { TOKEN, GITHUB_API_URL: server.url, RETRY_WAIT_MS: "10", ...env };
        const run = await runDelivery("github-app-token.ts", { env: settings, args: ["revoke"] });
        keepsSecrets(run);
        assert.ok(!run.stdout.includes("add-mask"), "nothing is minted here");
        return { ...run, valid: server.valid(), calls: server.received };
      },
      { issued },
    );
  }

  /** The token stands in the mask line at most, and the signature, or a good part of either, nowhere. */
  function keepsSecrets({ stdout, stderr }: Run, signature?: string): void {
    const shown = `${stdout.replace(MASK, "")}${stderr}`;
    const secrets = [
      TOKEN,
      ...(signature === undefined ? [] : [signature, Buffer.from(signature, "base64url").toString("base64url")]),
    ];
    for (const secret of secrets) {
      for (const part of [secret.slice(0, 24), secret.slice(-24)]) assert.ok(!shown.includes(part), shown);
    }
  }

  /** The one error annotation of a run that failed, its lines as they are shown. */
  function errorOf({ code, stdout, stderr }: Run): string {
    assert.equal(code, 1, stdout + stderr);
    assert.equal(stderr, "");
    const errors = stdout.split("\n").filter((line) => line.startsWith("::error::"));
    assert.equal(errors.length, 1, stdout);
    return (errors[0] ?? "").slice("::error::".length).replaceAll("%0A", "\n").replaceAll("%25", "%");
  }

  /** Nothing was minted: no mask, no output, and GitHub has given out no token. */
  function mintedNothing(run: Minting): void {
    assert.ok(!run.stdout.includes("add-mask"));
    assert.equal(run.output, "");
    assert.equal(run.github.valid(), false);
  }

  describe("minting", () => {
    it("masks the token first and gives it to the later steps", async () => {
      const run = await mint();
      assert.deepEqual(
        { code: run.code, stdout: run.stdout, stderr: run.stderr, output: run.output, valid: run.github.valid() },
        {
          code: 0,
          stdout: `${MASK}Minted a token of the App 123456 for acme/site; it expires within the hour.\n`,
          stderr: "",
          output: `token=${TOKEN}\n`,
          valid: true,
        },
      );
    });

    it("asks for one repository and three permissions, and no more", async () => {
      const { received } = (await mint()).github;
      assert.deepEqual(
        received.map(({ call }) => call),
        ["POST /app/installations/777/access_tokens"],
      );
      assert.deepEqual(JSON.parse(received[0]?.body ?? ""), { repository_ids: [2222], permissions: PERMISSIONS });
      assert.equal(received[0]?.headers.accept, "application/vnd.github+json");
      assert.equal(received[0].headers["x-github-api-version"], "2022-11-28");
    });

    it("has KMS sign a JWT that is a minute old and lasts five more", async () => {
      const before = Math.floor(Date.now() / 1000);
      const { aws, github } = await mint();
      const jwt = github.received[0]?.headers.authorization?.slice("Bearer ".length) ?? "";
      const { iat = 0, exp = 0, ...claims } = decodeJwt(jwt);
      assert.deepEqual(decodeProtectedHeader(jwt), { alg: "RS256", typ: "JWT" });
      assert.deepEqual(claims, { iss: "123456" });
      assert.ok(iat >= before - 60 && iat <= Date.now() / 1000 - 60, "backdated by 60 s");
      assert.equal(exp - iat, 360);
      const [message = "", signature = ""] = jwt.split(/\.(?=[^.]*$)/);
      assert.deepEqual(aws, {
        args: {
          "key-id": KEY_ARN,
          region: "eu-central-1",
          "signing-algorithm": "RSASSA_PKCS1_V1_5_SHA_256",
          "message-type": "RAW",
          message,
          "cli-binary-format": "raw-in-base64-out",
          output: "json",
        },
        environment: { AWS_PAGER: "", AWS_CLI_ERROR_FORMAT: "legacy" },
        signature: Buffer.from(signature, "base64url").toString("base64"),
      });
    });

    it("takes the App's client id as well", async () => {
      const run = await mint({ env: { APP_ID: "Iv23liAbCdEf" }, github: { appId: "Iv23liAbCdEf" } });
      assert.equal(run.code, 0, run.stdout);
    });

    it("adds to the outputs that are there", async () => {
      await mint();
      assert.equal((await mint()).output, `token=${TOKEN}\ntoken=${TOKEN}\n`);
    });

    it("warns where GitHub does not name a permission that was asked for", async () => {
      const run = await mint({ github: { answer: { permissions: { metadata: "read", actions: "read" } } } });
      const warning = "::warning::GitHub does not name actions_variables: write among the token's permissions\n";
      assert.equal(run.code, 0);
      assert.ok(run.stdout.startsWith(`${MASK}${warning}`), run.stdout);
    });
  });

  describe("a token that may do more", () => {
    const other = { id: 3333, full_name: "acme/payroll" };
    const tooMuch: Record<string, [Record<string, unknown>, string]> = {
      "another permission": [{ permissions: { ...PERMISSIONS, administration: "write" } }, "administration: write"],
      "write where read was asked for": [{ permissions: { ...PERMISSIONS, actions: "write" } }, "actions: write"],
      "an unknown level": [{ permissions: { ...PERMISSIONS, metadata: "admin" } }, "metadata: admin"],
      "permissions that are not named": [{ permissions: undefined }, "permissions that GitHub does not name"],
      "a second repository": [{ repositories: [{ id: 2222 }, other] }, "the repository acme/payroll"],
      "another repository": [{ repositories: [other] }, "the repository acme/payroll"],
      "all repositories": [{ repository_selection: "all" }, "all repositories"],
      "repositories that are not named": [{ repositories: undefined }, "all repositories"],
    };
    for (const [name, [answer, said]] of Object.entries(tooMuch)) {
      it(`is revoked and not handed on: ${name}`, async () => {
        const run = await mint({ github: { answer } });
        assert.equal(
          errorOf(run),
          `The token may do more than was asked for: it has ${said}; ` +
            "expected metadata: read, actions: read, actions_variables: write on acme/site alone\n" +
            "The token has been revoked.",
        );
        assert.ok(run.stdout.startsWith(MASK));
        assert.equal(run.output, "");
        assert.equal(run.github.valid(), false);
        assert.equal(run.github.received.at(-1)?.call, "DELETE /installation/token");
      });
    }

    it("is not handed on either where it cannot be revoked", async () => {
      const run = await mint({ github: { answer: { repository_selection: "all" }, revocation: 403 } });
      assert.match(errorOf(run), /all repositories;.*\nGitHub did not revoke the token; it expires within the hour\./);
      assert.equal(run.output, "");
    });

    it("is revoked where the output cannot be written", async () => {
      const file = join(folder(), "a-folder");
      mkdirSync(file);
      const run = await mint({ env: { GITHUB_OUTPUT: file } });
      assert.match(
        errorOf(run),
        /^GITHUB_OUTPUT: EISDIR.*; expected a file that can be written\nThe token has been revoked\.$/,
      );
      assert.equal(run.github.valid(), false);
    });
  });

  describe("refused by GitHub", () => {
    it("401: the key is not the App's", async () => {
      const run = await mint({ aws: { key: pem(otherKeys) } });
      mintedNothing(run);
      assert.equal(
        errorOf(run),
        "KMS_KEY_ARN, APP_ID: GitHub refused the JWT; expected a private key of the App 123456.\n" +
          "GitHub says: 401: A JSON web token could not be decoded (ERR_JWS_SIGNATURE_VERIFICATION_FAILED)",
      );
      assert.equal(run.github.received.length, 1, "a refusal is not asked for again");
    });

    it("401: the App id is another", async () => {
      const run = await mint({ env: { APP_ID: "999" } });
      mintedNothing(run);
      assert.match(errorOf(run), /expected a private key of the App 999\.\n.*ERR_JWT_CLAIM_VALIDATION_FAILED/);
    });

    it("401: the JWT has expired, by GitHub's clock", async () => {
      const run = await mint({ github: { clock: 3600 } });
      mintedNothing(run);
      assert.match(errorOf(run), /This machine's clock is -3[56]\d\d s off GitHub's\.\n.*ERR_JWT_EXPIRED/);
    });

    it("401: the JWT is from the future, by GitHub's clock", async () => {
      const run = await mint({ github: { clock: -200 } });
      mintedNothing(run);
      assert.match(errorOf(run), /This machine's clock is (199|20\d) s off GitHub's\.\n.*'iat'/);
    });

    it("stands a minute's difference between the clocks", async () => {
      for (const clock of [-55, 55]) assert.equal((await mint({ github: { clock } })).code, 0);
    });

    const refusals: [number, string, RegExp][] = [
      [403, "This installation has been suspended", /^INSTALLATION_ID: 777: .*not suspended\n.*403: This installation/],
      [404, "Not Found", /^INSTALLATION_ID: 777: GitHub knows no such installation of the App 123456;.*\n.*404: Not F/],
      [
        422,
        "The permissions requested are not granted to this installation.",
        /^INSTALLATION_ID: 777: .*GITHUB_REPOSITORY_ID: 2222.*actions_variables: write, granted.*\n.*422: The permissions/,
      ],
      [302, "Moved", /^INSTALLATION_ID: 777: GitHub gave no token\nGitHub says: 302: Moved$/],
    ];
    for (const [status, message, said] of refusals) {
      it(`${status}: ${message}`, async () => {
        const run = await mint({ github: { refusal: { status, message } } });
        mintedNothing(run);
        assert.match(errorOf(run), said);
        assert.equal(run.github.received.length, 1);
      });
    }

    it("201 without a token, or with one that would write more than one line", async () => {
      for (const token of [undefined, "a\nPATH=/evil"]) {
        const run = await mint({ github: { answer: { token } } });
        assert.match(errorOf(run), /^GITHUB_API_URL: http.* answered 201 without a token; is it GitHub's API\?$/);
        assert.equal(run.output, "");
      }
    });

    it("says nothing that starts a command of the runner", async () => {
      const message = "no\n::add-path::/evil\r\n100%";
      const run = await mint({ github: { refusal: { status: 403, message } } });
      assert.ok(run.stdout.endsWith("403: no%0A::add-path::/evil%0D%0A100%25\n"), run.stdout);
      assert.equal(run.stdout.split("\n").length, 2);
    });
  });

  describe("KMS", () => {
    const called = "An error occurred (%) when calling the Sign operation: no";
    const failures: [string, RegExp][] = [
      [called.replace("%", "AccessDeniedException"), /does not allow kms:Sign with RSASSA_PKCS1_V1_5_SHA_256 on it/],
      [called.replace("%", "NotFoundException"), /there is no such key/],
      [called.replace("%", "DisabledException"), /the key is disabled/],
      [called.replace("%", "KMSInvalidStateException"), /cannot sign in its state/],
      [called.replace("%", "InvalidKeyUsageException"), /another type; expected RSA_2048 with key usage SIGN_VERIFY/],
      [called.replace("%", "ValidationException"), /another type; expected RSA_2048/],
      [called.replace("%", "ExpiredTokenException"), /credentials are not valid any more/],
      ["Unable to locate credentials.", /there are no AWS credentials/],
      ['Could not connect to the endpoint URL: "https://kms.x/"', /KMS cannot be reached/],
      ["usage: aws\n\nUnknown options: --cli-binary-format, raw-in-base64-out", /another AWS CLI; expected version 2/],
      ["something else", /aws kms sign failed with exit code 254/],
    ];
    for (const [stderr, cause] of failures) {
      it(`fails: ${stderr.split("\n").at(-1) ?? ""}`, async () => {
        const run = await mint({ aws: { stderr: `\n${stderr}` } });
        mintedNothing(run);
        const error = errorOf(run);
        assert.ok(error.startsWith(`KMS_KEY_ARN: ${KEY_ARN}: `), error);
        assert.match(error, cause);
        assert.ok(error.endsWith(`\nAWS says: ${stderr.split("\n").at(-1) ?? ""}`), error);
        assert.deepEqual(run.github.received, [], "GitHub is not asked");
      });
    }

    it("shows no signature that the AWS CLI prints with its error", async () => {
      const run = await mint({ aws: { stderr: `debug: {"Signature": "SIGNATURE"} ${TOKEN}` } });
      assert.ok(errorOf(run).endsWith('AWS says: debug: {"Signature": "***"} ***'), run.stdout);
    });

    it("answers without a signature", async () => {
      for (const stdout of ["", "[]", '{"Signature": 5}']) {
        const run = await mint({ aws: { stdout } });
        mintedNothing(run);
        assert.equal(errorOf(run), `KMS_KEY_ARN: ${KEY_ARN}: aws kms sign answered without a signature`);
      }
    });

    it("does not answer in time", async () => {
      const run = await mint({ aws: { hangs: true }, env: { AWS_TIMEOUT_MS: "400" } });
      mintedNothing(run);
      assert.equal(errorOf(run), `KMS_KEY_ARN: ${KEY_ARN}: aws kms sign did not end within 400 ms`);
    });

    it("has no AWS CLI to be asked by", async () => {
      const run = await mint({ env: { PATH: join(folder(), "empty") } });
      mintedNothing(run);
      assert.equal(errorOf(run), `KMS_KEY_ARN: ${KEY_ARN}: there is no AWS CLI; expected aws, version 2, on PATH`);
    });
  });

  describe("a server in trouble", () => {
    it("is asked again: 502 twice, then 201", async () => {
      const run = await mint({ github: { first: [502, 502] } });
      assert.equal(run.code, 0, run.stdout);
      assert.equal(run.output, `token=${TOKEN}\n`);
      assert.equal(run.github.received.length, 3);
      assert.equal(run.stdout.match(/ answered 502; attempt [23] of 3 follows\.\n/g)?.length, 2);
    });

    it("is asked three times at most, and its echo of the JWT is not shown", async () => {
      const run = await mint({ github: { first: [502, 503, 504, 504] } });
      mintedNothing(run);
      assert.equal(errorOf(run), "INSTALLATION_ID: 777: GitHub gave no token\nGitHub says: 504: Bad gateway for ***");
      assert.equal(run.github.received.length, 3);
    });

    it("does not answer at all", async () => {
      const run = await mint({
        github: { first: ["silence", "silence", "silence"] },
        env: { REQUEST_TIMEOUT_MS: "150" },
      });
      mintedNothing(run);
      assert.match(
        errorOf(run),
        /^POST http.*\/access_tokens did not answer within 150 ms, 3 times\. Is it reachable\?$/,
      );
    });

    it("answers on the second attempt", async () => {
      const run = await mint({ github: { first: ["silence"] }, env: { REQUEST_TIMEOUT_MS: "1000" } });
      assert.equal(run.code, 0, run.stdout);
    });

    it("is not there", async () => {
      const run = await mint({ env: { GITHUB_API_URL: NOWHERE } });
      mintedNothing(run);
      assert.match(
        errorOf(run),
        /^POST http.* failed \(connect ECONNREFUSED 127\.0\.0\.1:\d+\), 3 times\. Is it reach/,
      );
    });
  });

  describe("its settings", () => {
    it("are all named where none is there, before anything is signed", async () => {
      const names = [
        "APP_ID",
        "INSTALLATION_ID",
        "GITHUB_REPOSITORY",
        "GITHUB_REPOSITORY_ID",
        "KMS_KEY_ARN",
        "GITHUB_OUTPUT",
      ];
      const run = await mint({ env: Object.fromEntries(names.map((name) => [name, ""])) });
      mintedNothing(run);
      const lines = errorOf(run).split("\n");
      assert.deepEqual(
        lines.map((line) => line.replace(/; expected .+$/, "")),
        names.map((name) => `${name}: is missing`),
      );
      assert.equal(run.aws, undefined);
    });

    // Each run has one malformed value of every setting.
    const malformed: Record<string, string>[] = [
      {
        GITHUB_API_URL: "api.github.com",
        REQUEST_TIMEOUT_MS: "0",
        RETRY_WAIT_MS: "-1",
        APP_ID: "0",
        INSTALLATION_ID: "0",
        GITHUB_REPOSITORY: "site",
        GITHUB_REPOSITORY_ID: "acme/site",
        KMS_KEY_ARN: "arn:aws:kms:eu-central-1:111122223333:alias/app",
        AWS_TIMEOUT_MS: "1s",
      },
      {
        GITHUB_API_URL: "http://api.github.com",
        APP_ID: "-1",
        INSTALLATION_ID: "1.5",
        GITHUB_REPOSITORY: "a/b/c",
        GITHUB_REPOSITORY_ID: "-2",
        KMS_KEY_ARN: "arn:aws:s3:eu-central-1:111122223333:key/x",
      },
      {
        GITHUB_API_URL: "https://user:word@github.test",
        APP_ID: "my app",
        INSTALLATION_ID: "7/../8",
        GITHUB_REPOSITORY: "acme/",
        GITHUB_REPOSITORY_ID: "2e3",
        KMS_KEY_ARN: "arn:aws:kms::111122223333:key/x",
      },
      {
        GITHUB_API_URL: "https://github.test/?q",
        APP_ID: "1\n2",
        INSTALLATION_ID: "99999999999999999999",
        GITHUB_REPOSITORY_ID: "0",
        KMS_KEY_ARN: `${KEY_ARN} --debug`,
      },
    ];
    for (const [index, env] of malformed.entries()) {
      it(`refuse what is malformed, all in one, before anything is signed (${index + 1})`, async () => {
        const run = await mint({ env });
        mintedNothing(run);
        const shown = (value: string): string => JSON.stringify(value.length > 60 ? `${value.slice(0, 40)}...` : value);
        assert.deepEqual(
          errorOf(run)
            .split("\n")
            .map((line) => line.replace(/; expected .+$/, "")),
          Object.entries(env).map(([name, value]) => `${name}: got ${shown(value)}`),
        );
        assert.equal(run.aws, undefined);
        assert.deepEqual(run.github.received, []);
      });
    }

    it("refuse a token in the wrong place without showing it", async () => {
      assert.match(errorOf(await mint({ env: { APP_ID: TOKEN } })), /^APP_ID: got "\*\*\*"?; expected/);
    });

    it("take no arguments but mint and revoke", async () => {
      for (const args of [["destroy"], ["revoke", "now"]]) {
        const run = await runDelivery("github-app-token.ts", { env: {}, args });
        assert.equal(errorOf(run), `Got the arguments ${JSON.stringify(args)}; expected none, or revoke`);
      }
    });
  });

  describe("revoking", () => {
    it("revokes the token", async () => {
      const { calls, ...run } = await revoke({});
      assert.deepEqual(run, { code: 0, stdout: "The token has been revoked.\n", stderr: "", valid: false });
      assert.deepEqual(
        calls.map(({ call, headers }) => [call, headers.authorization]),
        [["DELETE /installation/token", `Bearer ${TOKEN}`]],
      );
    });

    it("has nothing to do the second time", async () => {
      const { calls, ...run } = await revoke({ issued: false });
      const stdout = "The token is not valid any more, so there is nothing to revoke.\n";
      assert.deepEqual(run, { code: 0, stdout, stderr: "", valid: false });
      assert.equal(calls.length, 1);
    });

    it("has nothing to do where no token was minted", async () => {
      const { calls, ...run } = await revoke({}, { TOKEN: "" });
      const stdout = "No token was minted, so there is none to revoke.\n";
      assert.deepEqual(run, { code: 0, stdout, stderr: "", valid: true });
      assert.deepEqual(calls, []);
    });

    it("fails where GitHub refuses", async () => {
      const run = await revoke({ revocation: 403 });
      assert.match(errorOf(run), /^GitHub did not revoke the token; it expires within the hour\. GitHub says: 403/);
    });

    it("is tried again after a 502", async () => {
      const run = await revoke({ first: [502] });
      assert.equal(run.code, 0, run.stdout);
      assert.equal(run.valid, false);
    });

    it("refuses a TOKEN that is missing, or has another form, which is not shown", async () => {
      const missing = await runDelivery("github-app-token.ts", { env: {}, args: ["revoke"] });
      assert.equal(errorOf(missing), "TOKEN: is missing; expected the token that an earlier step minted");
      const { calls, ...run } = await revoke({}, { TOKEN: `${TOKEN}\nX: y` });
      assert.equal(errorOf(run), "TOKEN: has another form; expected the token that an earlier step minted");
      assert.deepEqual(calls, []);
    });
  });
});
