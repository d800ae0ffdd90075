import assert from "node:assert/strict";

import * as pulumi from "@pulumi/pulumi";

import { RepositoryVariables } from "../../components/repository-variables";
import { deploy } from "../support/deploy";

function deployVariables(adoptVariables: readonly string[] = []) {
  const outputs = { branch: "main", siteBucket: pulumi.output("bucket") };
  return deploy(
    () =>
      new RepositoryVariables("workflow", { repository: "site", environment: "docs-prod", outputs, adoptVariables }),
  );
}

describe("RepositoryVariables", () => {
  it("writes each output into a variable with the environment's prefix", async () => {
    const { resources } = await deployVariables();
    const variables = resources.filter(({ type }) => type === "github:index/actionsVariable:ActionsVariable");
    assert.deepEqual(
      variables.map(({ name, parent, inputs, importId }) => ({ name, parent, inputs, importId })),
      [
        {
          name: "branch",
          parent: "RepositoryVariables workflow",
          inputs: { repository: "site", variableName: "DOCS_PROD_BRANCH", value: "main" },
          importId: "",
        },
        {
          name: "siteBucket",
          parent: "RepositoryVariables workflow",
          inputs: { repository: "site", variableName: "DOCS_PROD_SITE_BUCKET", value: "bucket" },
          importId: "",
        },
      ],
    );
    assert.equal(resources.length, 3);
    assert.deepEqual(
      variables.map(({ onError }) => onError),
      [["workflow-conflict"], ["workflow-conflict"]],
    );
  });

  it("takes over the variables that it is told to, and only those", async () => {
    const { resources } = await deployVariables(["DOCS_PROD_SITE_BUCKET"]);
    assert.deepEqual(
      resources.map(({ importId }) => importId),
      ["", "", "site:DOCS_PROD_SITE_BUCKET"],
    );
  });
});
