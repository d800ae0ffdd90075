import assert from "node:assert/strict";

import * as pulumi from "@pulumi/pulumi";

import { explainConflict, RepositoryVariables } from "../../components/repository-variables";
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

describe("a variable that exists already", () => {
  const conflict = {
    urn: "urn" as unknown as pulumi.URN,
    id: "" as unknown as pulumi.ID,
    name: "siteBucket",
    type: "github:index/actionsVariable:ActionsVariable",
    failedOperation: "create",
    newInputs: { variableName: "PROD_SITE_BUCKET" },
    errors: [
      "POST https://api.github.com/repos/acme/site/actions/variables: 409 Already exists - Variable already exists []",
    ],
  };

  it("ends with the word how to take it over", () => {
    assert.throws(
      () => explainConflict(conflict),
      /variable PROD_SITE_BUCKET already\..*config key adoptVariables: pulumi config set/,
    );
  });

  it("is not what another failure is taken for, and nothing is tried again", () => {
    assert.equal(explainConflict({ ...conflict, errors: ["403 Resource not accessible by integration []"] }), false);
    assert.equal(explainConflict({ ...conflict, errors: [] }), false);
  });
});
