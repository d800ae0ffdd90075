import assert from "node:assert/strict";

import { MOST_OWN_ROLES, ownRoleProblems, parseOwnRoles } from "../../../../components/policy/own-role/setting";

const API = { workflow: "deploy-api.yml", trigger: "environment", policy: "policies/api.json", sessionMinutes: 120 };

describe("the setting roles", () => {
  it("is a list of roles by name, with an hour's session where none is asked for", () => {
    const { sessionMinutes, ...short } = API;
    assert.equal(sessionMinutes, 120);
    assert.deepEqual(
      parseOwnRoles({ api: API, nightly: { ...short, trigger: "default branch", workflow: "n.yaml" } }),
      [
        { name: "api", purpose: "Runs deploy-api.yml", ...API },
        {
          name: "nightly",
          purpose: "Runs n.yaml",
          workflow: "n.yaml",
          trigger: "default branch",
          policy: "policies/api.json",
          sessionMinutes: 60,
        },
      ],
    );
    assert.deepEqual(parseOwnRoles({}), []);
  });

  for (const name of ["Api", "x-publish", "x_y", "1a", "", "a".repeat(21), "__proto__"]) {
    it(`takes no role called ${JSON.stringify(name)}`, () => {
      assert.equal(
        parseOwnRoles(JSON.parse(JSON.stringify({ x: API }).replace('"x"', JSON.stringify(name)))),
        undefined,
      );
    });
  }

  for (const [key, values] of Object.entries({
    workflow: ["../x.yml", "a/b.yml", ".hidden.yml", "x.json", "x.yml@refs/heads/y", "", "x*.yml", 1, undefined],
    trigger: ["pull request", "push", "", undefined],
    policy: [
      "policies/../Pulumi.yaml.json",
      "policies/a/b.json",
      "/policies/a.json",
      "policies/.a.json",
      "policies/a.yaml",
      "a.json",
      undefined,
    ],
    sessionMinutes: [59, 721, "x", 60.5, -60, true],
    another: ["key"],
  })) {
    for (const value of values) {
      it(`takes no ${key} ${JSON.stringify(value)}`, () => {
        assert.equal(parseOwnRoles({ api: { ...API, [key]: value } }), undefined);
      });
    }
  }

  for (const value of [[], [API], null, "api", { api: null }, { api: [] }]) {
    it(`takes no ${JSON.stringify(value)}`, () => {
      assert.equal(parseOwnRoles(value), undefined);
    });
  }
});

describe("roles of the user's own", () => {
  const problems = (value: object) =>
    ownRoleProblems(parseOwnRoles(value) ?? []).map(({ key, message }) => `${key}: ${message}`);

  it("have names of their own", () => {
    assert.deepEqual(problems({ publish: API }), ["roles.publish: is the name of a built-in role; expected another"]);
  });

  it("are as many as drift.yml can look up variables of", () => {
    const many = (count: number) =>
      Object.fromEntries(
        Array.from({ length: count }, (_, index) => [`r${index}`, { ...API, workflow: `${index}.yml` }]),
      );
    assert.deepEqual(problems(many(MOST_OWN_ROLES)), []);
    assert.deepEqual(problems(many(9)), ["roles: got 9 roles; expected at most 8"]);
  });

  it("have workflows of their own, and of no built-in role, whether or not the stack makes that", () => {
    assert.deepEqual(problems({ api: API, other: API, drifter: { ...API, workflow: "drift.yml" } }), [
      'roles.other.workflow: got "deploy-api.yml", the workflow of the role api; expected one of its own',
      'roles.drifter.workflow: got "drift.yml", the workflow of the role drift; expected one of its own',
    ]);
  });
});
