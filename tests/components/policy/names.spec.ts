import assert from "node:assert/strict";

import { namePattern, nameProblems, variableName } from "../../../components/policy/names";
import { outputNames } from "../../../components/policy/outputs";
import { ROLE_NAMES } from "../../../components/policy/roles";
import { yamlFile } from "../../support/program";

describe("names", () => {
  it("of the stacks dev and prod fit", () => {
    assert.deepEqual(
      [
        ...nameProblems("passwordless-cicd", "dev", ROLE_NAMES),
        ...nameProblems("passwordless-cicd", "prod", ROLE_NAMES),
      ],
      [],
    );
  });

  it("are made by the pattern that Pulumi.yaml sets", () => {
    const { config } = yamlFile("Pulumi.yaml") as { config: Record<string, unknown> };
    assert.deepEqual(config["pulumi:autonaming"], { value: { pattern: "${project}-${stack}-${name}-${hex(7)}" } });
  });

  it("that AWS would refuse for their length are named with what they have and what it wants", () => {
    const problems = nameProblems("p".repeat(30), "s".repeat(25), ROLE_NAMES);
    assert.deepEqual(
      problems.map(({ key, message }) => [key, message.replace(/".*"/, "...")]),
      [
        ["name of the bucket site", "... has 69 characters; expected at most 63: shorten project or stack"],
        ["name of the function site", "... has 69 characters; expected at most 64: shorten project or stack"],
        ["name of the role publish", "... has 72 characters; expected at most 64: shorten project or stack"],
        ["name of the role infrastructure", "... has 79 characters; expected at most 64: shorten project or stack"],
        ["name of the role preview", "... has 72 characters; expected at most 64: shorten project or stack"],
        ["name of the role drift", "... has 70 characters; expected at most 64: shorten project or stack"],
      ],
    );
  });

  it("may be as long as AWS allows and no longer", () => {
    const roleFits = (length: number) =>
      nameProblems("p".repeat(length), "s", ROLE_NAMES).every(({ key }) => key !== "name of the role publish");
    assert.deepEqual([roleFits(46), roleFits(47)], [true, false]);
  });

  it("of roles must not contain github", () => {
    assert.deepEqual(
      nameProblems("my-github-site", "dev", ROLE_NAMES).map(({ key }) => key),
      ["publish", "infrastructure", "preview", "drift"].map((role) => `name of the role ${role}`),
    );
  });

  it("of buckets are lower case", () => {
    assert.deepEqual(
      nameProblems("My_Site", "dev", ROLE_NAMES).map(({ key }) => key),
      ["name of the bucket site"],
    );
  });
});

describe("a name that a policy tells beforehand", () => {
  it("fits what autonaming makes of it, and nothing of another stack", () => {
    const pattern = namePattern("site", "prod", "publish");
    const fits = (name: string) => new RegExp(`^${pattern.replaceAll("?", ".")}$`).test(name);
    assert.equal(pattern, "site-prod-publish-???????");
    assert.deepEqual(
      ["site-prod-publish-1a2b3c4", "site-prod-eu-publish-1a2b3c4", "site-prod-publish-publish-1a2b3c4"].map(fits),
      [true, false, false],
    );
  });
});

describe("the name of a bucket", () => {
  for (const project of ["-site", "xn--site", "sthree-site", "amzn-s3-demo-site"]) {
    it(`that starts with ${project} is refused`, () => {
      const [problem, ...more] = nameProblems(project, "prod", ROLE_NAMES);
      assert.match(problem?.message ?? "", /starts in a way that S3 does not allow/);
      assert.deepEqual(more, []);
    });
  }
});

describe("the name of a variable", () => {
  for (const [environment, output, expected] of [
    ["prod", "siteBucket", "PROD_SITE_BUCKET"],
    ["docs-prod", "publishRoleArn", "DOCS_PROD_PUBLISH_ROLE_ARN"],
    ["dev2", "trust", "DEV2_TRUST"],
  ] as const) {
    it(`of ${output} in ${environment} is ${expected}`, () => {
      assert.equal(variableName(environment, output), expected);
    });
  }

  it("is never that of another environment: no output's name ends like another's after a dash", () => {
    const suffixes = outputNames(ROLE_NAMES).map((output) => variableName("", output));
    const clashes = suffixes.flatMap((long) => suffixes.filter((short) => long !== short && long.endsWith(short)));
    assert.deepEqual(clashes, []);
  });
});
