import assert from "node:assert/strict";

import { readRepository } from "../../../components/facts/repository";
import { githubProvider } from "../../../components/github-provider";
import { deploy } from "../../support/deploy";
import { CUSTOMIZATION, REPOSITORY } from "../../support/program";

const ASKED = { repository: { owner: "Acme", name: "Site" }, subjectPrefix: "" };

function read(answer: (endpoint: string) => Record<string, unknown>) {
  const calls = {
    "github:index/getRestApi:getRestApi": ({ endpoint }: Record<string, unknown>) => answer(String(endpoint)),
  };
  return deploy(() => readRepository(ASKED, githubProvider("acme", {})), { calls });
}

describe("the repository", () => {
  it("is asked for with two questions and no more, and spelled as GitHub spells it", async () => {
    const asked: string[] = [];
    const { value } = await read((endpoint) => {
      asked.push(endpoint);
      return { code: 200, body: JSON.stringify(endpoint.endsWith("/sub") ? CUSTOMIZATION : REPOSITORY) };
    });
    assert.deepEqual(asked, ["repos/Acme/Site", "repos/Acme/Site/actions/oidc/customization/sub"]);
    assert.deepEqual(value, {
      owner: "acme",
      name: "site",
      repositoryId: "2222",
      ownerId: "1111",
      visibility: "private",
      defaultBranch: "main",
      subjectPrefix: "repo:acme@1111/site@2222",
    });
  });

  it("that cannot be asked for is an error that says what was asked and what to do", async () => {
    const failing = () => {
      throw new Error("GET https://api.github.com/repos/Acme/Site: 401 Bad credentials []");
    };
    await assert.rejects(read(failing), /GET \/repos\/Acme\/Site: GITHUB_TOKEN is not accepted/);
  });
});
