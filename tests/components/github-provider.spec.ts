import assert from "node:assert/strict";

import { githubProvider } from "../../components/github-provider";
import { InputError } from "../../components/policy/input-error";
import { deploy } from "../support/deploy";

describe("the GitHub provider", () => {
  const before = process.env.GITHUB_TOKEN;
  afterEach(() => {
    if (before === undefined) delete process.env.GITHUB_TOKEN;
    else process.env.GITHUB_TOKEN = before;
  });

  it("has the owner and no token in its inputs, whatever the environment holds", async () => {
    process.env.GITHUB_TOKEN = "ghp_of_somebody";
    const { resources } = await deploy(() => githubProvider("acme", {}));
    assert.deepEqual(
      resources.map(({ type, inputs }) => ({ type, inputs })),
      [
        {
          type: "pulumi:providers:github",
          inputs: { baseUrl: "https://api.github.com/", legacyClient: "false", owner: "acme" },
        },
      ],
    );
  });

  it("refuses another GitHub than github.com, whose tokens have another issuer", () => {
    const url = "https://github.acme.example/api/v3/";
    assert.throws(
      () => githubProvider("acme", { GITHUB_BASE_URL: url }),
      /GITHUB_BASE_URL: .*ghe\.com are not supported/,
    );
  });

  for (const variable of ["GITHUB_APP_ID", "GITHUB_APP_INSTALLATION_ID", "GITHUB_APP_PEM_FILE"]) {
    it(`refuses ${variable}, which the plugin would prefer to GITHUB_TOKEN`, () => {
      assert.throws(
        () => githubProvider("acme", { [variable]: "1" }),
        new RegExp(`${variable}: is set, .*expected it unset`),
      );
    });
  }

  for (const variable of ["GITHUB_OWNER", "GITHUB_ORGANIZATION"]) {
    it(`refuses ${variable} of another owner, which the plugin would prefer`, () => {
      assert.throws(
        () => githubProvider("acme", { [variable]: "evil" }),
        (error) => error instanceof InputError && error.message.includes(`${variable}: is set to "evil"`),
      );
    });

    for (const same of ["acme", "Acme", ""]) {
      it(`accepts ${variable} set to ${JSON.stringify(same)}`, async () => {
        const { resources } = await deploy(() => githubProvider("acme", { [variable]: same }));
        assert.equal(resources.length, 1);
      });
    }
  }
});
