// The real engine with the token of an exchange, against a local server in Pulumi Cloud's place.
import assert from "node:assert/strict";
import { execFile } from "node:child_process";
import { cpSync, existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import type { RequestListener } from "node:http";
import { join } from "node:path";
import { promisify } from "node:util";

import { describeOnEngine, inSession, pathWithEngine, withDev } from "../support/engine";
import { EXAMPLE } from "../support/example/project";
import { CLOUD_TOKEN } from "../support/pulumi-cloud";
import { withServer } from "../support/server";
import { temporaryFolder } from "../support/temporary-folder";

const STACK = "/api/stacks/acme/passwordless-cicd/dev";

/** What the engine asks to read a stack; a team's token belongs to nobody's login. */
function answersOf(deployment: unknown): Readonly<Record<string, unknown>> {
  return {
    "/api/user": { githubLogin: "somebody-else", name: "team", organizations: [], tokenInfo: { name: "t", team: "x" } },
    "/api/user/organizations/default": { GitHubLogin: "somebody-else" },
    "/api/capabilities": { capabilities: [] },
    [STACK]: { orgName: "acme", projectName: "passwordless-cicd", stackName: "dev", activeUpdate: "", version: 1 },
    [`${STACK}/export`]: deployment,
  };
}

describeOnEngine("state in Pulumi Cloud", () => {
  const folder = temporaryFolder();

  /** Runs a command of the program with committed files that keep the state at this address. */
  async function command(url: string, args: readonly string[], token: string) {
    const project = join(folder(), "project");
    mkdirSync(project);
    cpSync(EXAMPLE, project, { recursive: true, verbatimSymlinks: true });
    const text = readFileSync(join(project, "Pulumi.yaml"), "utf8");
    const set = text.replace(/(^ {2}pulumiOrganization:\n(?: {4}.*\n)*? {4}default: )""/m, "$1acme");
    assert.notEqual(set, text);
    writeFileSync(join(project, "Pulumi.yaml"), `${set}backend:\n  url: ${url}\n`);
    const env = {
      PATH: pathWithEngine(),
      HOME: folder(),
      PULUMI_HOME: join(folder(), "home"),
      PULUMI_ACCESS_TOKEN: token,
      PULUMI_CREDENTIALS_PATH: join(folder(), "runner-temp"),
    };
    return promisify(execFile)(process.execPath, ["-r", "ts-node/register", ...args], { cwd: project, env }).then(
      ({ stdout }) => ({ code: 0, stdout, stderr: "" }),
      (error: unknown) => error as { code: number; stdout: string; stderr: string },
    );
  }

  /** Records what the server is asked, with the credentials; it knows the one token. */
  function cloud(deployment: unknown, asked: string[]): RequestListener {
    return ({ url = "", headers }, response) => {
      const [path = ""] = url.split("?");
      asked.push(`${path} ${headers.authorization ?? ""}`);
      const known = headers.authorization === `token ${CLOUD_TOKEN}` ? answersOf(deployment)[path] : undefined;
      const code = headers.authorization === `token ${CLOUD_TOKEN}` || path === "/api/capabilities" ? 404 : 401;
      response.writeHead(known === undefined ? code : 200, { "content-type": "application/json" });
      response.end(JSON.stringify(known ?? { code, message: code === 401 ? "Unauthorized" : "Not found" }));
    };
  }

  it("is read by the token, in the organization of the committed files, and nothing is kept in the home", async () => {
    const state = await withDev();
    const exported = await inSession(state, {}, (session) => session.on("dev").export());
    const asked: string[] = [];
    const args = ["commands/trust.ts", "--stack", "dev", "--pulumi-cloud"];
    const { code, stdout, stderr } = await withServer(cloud(JSON.parse(exported), asked), (url) =>
      command(url, args, CLOUD_TOKEN),
    );
    assert.equal(code, 0, stderr);
    assert.match(
      stdout,
      /^Stack acme\/passwordless-cicd\/dev in Pulumi Cloud: what an administrator of acme registers\n/,
    );
    assert.match(stdout, /The drift job: allow, token type team, team passwordless-cicd-dev-read/);
    assert.ok(asked.includes(`${STACK}/export token ${CLOUD_TOKEN}`), asked.join("\n"));
    assert.ok(!asked.some((one) => one.includes("/api/stacks/somebody-else/")), asked.join("\n"));
    assert.ok(existsSync(join(folder(), "runner-temp", "credentials.json")));
    assert.ok(!existsSync(join(folder(), "home", "credentials.json")));
  });

  it("is not read without one, and the message says what to do", async () => {
    const { code, stderr } = await withServer(cloud({}, []), (url) =>
      command(url, ["commands/trust.ts", "--stack", "dev"], ""),
    );
    assert.equal(code, 1);
    assert.match(stderr, /PULUMI_ACCESS_TOKEN must be set .+\n.+log in \(pulumi login\) if that is Pulumi Cloud/);
  });
});
