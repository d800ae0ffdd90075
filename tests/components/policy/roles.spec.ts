import assert from "node:assert/strict";

import { parseBuiltInRoles, ROLES, ROLE_NAMES } from "../../../components/policy/roles";
import { jobsOf } from "../../../components/policy/roles-of-stack";

describe("the jobs", () => {
  it("are one for each role, each in a workflow file of its own", () => {
    assert.deepEqual(ROLES, {
      publish: { purpose: "Publishes the site", workflow: "publish-site.yml", trigger: "environment" },
      infrastructure: { purpose: "Updates the site in place", workflow: "infrastructure.yml", trigger: "environment" },
      preview: { purpose: "Previews changes in pull requests", workflow: "preview.yml", trigger: "pull request" },
      drift: { purpose: "Looks for changes that nobody committed", workflow: "drift.yml", trigger: "default branch" },
    });
  });

  it("are those of a stack's roles", () => {
    assert.deepEqual(ROLE_NAMES, ["publish", "infrastructure", "preview", "drift"]);
  });
});

describe("the roles that a stack makes", () => {
  it("are those that it names, in the order of the table", () => {
    assert.deepEqual(parseBuiltInRoles(["drift", "publish"]), ["publish", "drift"]);
    assert.deepEqual(jobsOf({ builtInRoles: ["drift"], roles: [] }), { drift: ROLES.drift });
  });
});
