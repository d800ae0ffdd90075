import assert from "node:assert/strict";

import { JOBS, ROLES } from "../../../components/policy/jobs";

describe("the jobs", () => {
  it("are one for each role, each in a workflow file of its own", () => {
    assert.deepEqual(JOBS, {
      publish: { workflow: "publish-site.yml", trigger: "environment" },
      infrastructure: { workflow: "infrastructure.yml", trigger: "environment" },
      preview: { workflow: "preview.yml", trigger: "pull request" },
      drift: { workflow: "drift.yml", trigger: "default branch" },
    });
  });

  it("are known for all roles that a stack has, publishing among them", () => {
    const roles: readonly string[] = ROLES;
    assert.deepEqual(
      roles.filter((role) => !(role in JOBS)),
      [],
    );
    assert.equal(new Set(roles).size, roles.length);
    assert.ok(roles.includes("publish"));
  });
});
