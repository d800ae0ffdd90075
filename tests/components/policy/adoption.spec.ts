import assert from "node:assert/strict";

import { adoptionNotice, holdsPolicy, variablesToAdopt } from "../../../components/policy/adoption";

const variable = (variableName: string) => ({
  type: "github:index/actionsVariable:ActionsVariable",
  outputs: { repository: "site", variableName },
});

describe("adoptVariables", () => {
  it("takes over only what the state does not hold, whatever its repository was called then", () => {
    const adoption = variablesToAdopt(["PROD_A", "PROD_B"], [variable("PROD_A"), variable("DEV_B")]);
    assert.deepEqual(adoption, { adopt: ["PROD_B"], adopted: ["PROD_A"] });
    assert.equal(
      adoptionNotice(adoption),
      "adoptVariables: this up takes over PROD_B; PROD_A of it is this stack's; delete the key after a successful up",
    );
  });

  it("says nothing where it is empty", () => {
    assert.equal(adoptionNotice(variablesToAdopt([], [variable("PROD_A")])), undefined);
  });
});

describe("a branch policy", () => {
  it("is held by its number", () => {
    const type = "github:index/repositoryEnvironmentDeploymentPolicy:RepositoryEnvironmentDeploymentPolicy";
    const state = [{ type, outputs: { policyId: 4001 } }, variable("PROD_A")];
    assert.deepEqual([holdsPolicy(state, 4001), holdsPolicy(state, 0)], [true, false]);
  });
});
