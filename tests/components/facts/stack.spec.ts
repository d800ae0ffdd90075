import assert from "node:assert/strict";

import * as pulumi from "@pulumi/pulumi";

import { readStack } from "../../../components/facts/stack";
import { deploy, type World } from "../../support/deploy";
import { settingsOf } from "../../support/program";

const NOW = new Date("2026-11-23T12:00:00Z");

function read(values: Record<string, unknown> = {}, world: World = {}) {
  const { project = "passwordless-cicd" } = world;
  const own = Object.entries(settingsOf(values)).map(([key, value]) => [`${project}:${key}`, value] as const);
  return deploy(() => readStack(NOW), {
    ...world,
    config: { "aws:region": "eu-central-1", ...Object.fromEntries(own), ...world.config },
  });
}

describe("the stack", () => {
  it("has the settings of our own namespace, under whatever name the project has", async () => {
    const { value, messages } = await read({ branch: "release" }, { project: "my-site", stack: "dev" });
    assert.deepEqual(
      [value.project, value.stack, value.settings.branch, value.settings.environment],
      ["my-site", "dev", "release", "dev"],
    );
    assert.deepEqual(messages, []);
  });

  it("is refused where AWS would refuse its names", async () => {
    await assert.rejects(
      read({}, { project: "a-project-with-a-rather-long-name-for-a-site" }),
      /AWS would refuse the names of this stack:\n {2}name of the /,
    );
  });

  it("is refused where YAML has taken the zero in front of an account number away", async () => {
    const account = (text: string) => read({}, { config: { "aws:allowedAccountIds": text } });
    await assert.rejects(
      account("[12345678901]"),
      /aws:allowedAccountIds: got 12345678901; expected a list of accounts/,
    );
    await assert.rejects(account("111122223333"), /aws:allowedAccountIds: got 111122223333; expected/);
    await account('["012345678901"]');
    await account("[111122223333]");
  });

  it("is refused where a key is neither ours nor the AWS provider's, or a value was encrypted", async () => {
    await assert.rejects(
      read({}, { config: { "github:token": "x" } }),
      /github:token: is not a key that a stack may set/,
    );
    const encrypted = ["passwordless-cicd:branch", "aws:region"];
    await assert.rejects(
      deploy(
        () => {
          pulumi.runtime.setAllConfig({ ...pulumi.runtime.allConfig(), "aws:region": "eu-central-1" }, encrypted);
          return readStack(NOW);
        },
        { config: { "passwordless-cicd:branch": "main" } },
      ),
      /branch: got an encrypted value; expected plain text, [^]*aws:region: got an encrypted value/,
    );
  });

  it("says at each run how long a second identity is trusted", async () => {
    const trusted = (until: string) => read({ alsoTrust: { subjectPrefix: "repo:old/site", until } });
    assert.deepEqual((await trusted("2026-11-26")).messages, [
      "info: alsoTrust: AWS trusts repo:old/site for 3 more days",
    ]);
    assert.deepEqual((await trusted("2026-11-23")).messages, [
      "warning: alsoTrust: repo:old/site has expired and is no longer trusted; delete the key",
    ]);
  });
});
