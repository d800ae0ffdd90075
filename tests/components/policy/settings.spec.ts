import assert from "node:assert/strict";

import { InputError } from "../../../components/policy/input-error";
import { readSettings } from "../../../components/policy/settings";
import { defaults, settingsOf, yamlFile } from "../../support/program";

const KEY = "arn:aws:kms:eu-central-1:111122223333:key/1234abcd-12ab-34cd-56ef-1234567890ab";
const WEB_ACL = "arn:aws:wafv2:us-east-1:111122223333:global/webacl/site/1234abcd-12ab-34cd-56ef-1234567890ab";
const NOW = new Date("2026-11-23T12:00:00Z");

function read(values: Record<string, unknown> = {}, stack = "prod") {
  return readSettings({ stack, config: settingsOf(values), now: NOW });
}

function problemsOf(values: Record<string, unknown>, stack?: string) {
  try {
    read(values, stack);
  } catch (error) {
    if (error instanceof InputError) return error.problems.map(({ key, message }) => `${key}: ${message}`);
    throw error;
  }
  return [];
}

describe("settings", () => {
  it("have the defaults that Pulumi.yaml gives", () => {
    assert.deepEqual(read(), {
      repository: { owner: "acme", name: "site" },
      environment: "prod",
      branch: "main",
      after: "",
      before: "",
      oidcProvider: "existing",
      sessionMinutes: 30,
      restoreDays: 90,
      routing: "folders",
      domain: null,
      redirects: [],
      headers: { contentSecurityPolicy: "", strictTransportSecurity: "", custom: [], policyId: "" },
      accessLogs: false,
      priceClass: "PriceClass_All",
      webAclArn: "",
      geoRestriction: null,
      reviewers: [],
      waitMinutes: 0,
      environmentProtection: "full",
      protect: true,
      adoptVariables: [],
      permissionsBoundary: "",
      subjectPrefix: "",
      alsoTrust: null,
      githubApp: null,
      roles: [],
      builtInRoles: ["publish", "infrastructure", "preview", "drift"],
      stateBucket: "",
      stateAccount: "",
      stateKmsKeyArn: "",
      pulumiOrganization: "",
    });
  });

  it("are what a stack sets", () => {
    const values = {
      repository: "Some-Org/docs.site_1",
      environment: "docs-prod",
      branch: "release/2026",
      after: "docs-dev",
      before: "docs-live",
      oidcProvider: "create",
      sessionMinutes: 720,
      restoreDays: 3650,
      routing: "app",
      domain: { name: "docs.example.com", aliases: ["d.example.com"], redirects: ["www.example.com"], zoneId: "Z0EX" },
      redirects: { "/old": "/new" },
      headers: { contentSecurityPolicy: "default-src 'self'", custom: { "X-Robots-Tag": "noindex" } },
      accessLogs: true,
      priceClass: "PriceClass_100",
      webAclArn: WEB_ACL,
      geoRestriction: { allow: ["GB", "DE"] },
      reviewers: ["octocat", "team:9"],
      waitMinutes: 43200,
      environmentProtection: "full",
      protect: false,
      adoptVariables: ["DOCS_PROD_SITE_URL"],
      permissionsBoundary: "arn:aws:iam::111122223333:policy/ci",
      subjectPrefix: "repo:Some-Org@1/docs.site_1@2",
      alsoTrust: { subjectPrefix: "repo:old/docs", until: "2027-02-21" },
      githubApp: { appId: 12, installationId: "34", kmsKeyArn: KEY },
      roles: { api: { workflow: "api.yml", trigger: "environment", policy: "policies/api.json" } },
      builtInRoles: ["drift", "publish"],
      stateBucket: "my.state-bucket",
      stateAccount: "012345678901",
      stateKmsKeyArn: KEY,
      pulumiOrganization: "",
    };
    assert.deepEqual(read(values, "eu"), {
      ...values,
      repository: { owner: "Some-Org", name: "docs.site_1" },
      domain: { ...values.domain, attach: true },
      redirects: [{ from: "/old", to: "/new" }],
      headers: {
        contentSecurityPolicy: "default-src 'self'",
        strictTransportSecurity: "",
        custom: [["x-robots-tag", "noindex"]],
        policyId: "",
      },
      geoRestriction: { allow: ["DE", "GB"] },
      reviewers: [{ user: "octocat" }, { team: 9 }],
      githubApp: { appId: "12", installationId: "34", kmsKeyArn: KEY },
      roles: [
        {
          name: "api",
          purpose: "Runs api.yml",
          workflow: "api.yml",
          trigger: "environment",
          policy: "policies/api.json",
          sessionMinutes: 60,
        },
      ],
      builtInRoles: ["publish", "drift"],
      alsoTrust: {
        subjectPrefix: { text: "repo:old/docs", owner: "old", name: "docs" },
        until: new Date("2027-02-21T00:00:00Z"),
      },
    });
  });

  it("are exactly the keys that Pulumi.yaml declares, each with a type and a description", () => {
    const { config } = yamlFile("Pulumi.yaml") as { config: Record<string, { type?: string; description?: string }> };
    const ours = Object.entries(config).filter(([key]) => !key.includes(":"));
    assert.deepEqual(ours.map(([key]) => key).sort(), Object.keys(read()).sort());
    for (const [key, { type, description }] of ours) assert.ok(type && description, key);
  });

  it("have no default where a stack must decide", () => {
    assert.deepEqual(
      Object.keys(defaults()).filter((key) => ["repository", "oidcProvider"].includes(key)),
      [],
    );
  });

  const wrong: Readonly<Record<string, readonly [values: readonly unknown[], want: RegExp]>> = {
    roles: [
      [
        "api",
        ["api"],
        { api: {} },
        { "x-publish": { workflow: "a.yml", trigger: "environment", policy: "policies/a.json" } },
        { publish: { workflow: "a.yml", trigger: "environment", policy: "policies/a.json" } },
      ],
      /^roles(\.[\w-]+)?: (got .*; expected a name of at most 20 of .*trigger: environment or default branch|is the name of a built-in role)/,
    ],
    builtInRoles: [
      ["publish", ["publish", "publish"], ["Publish"], ["api"], [1], { publish: true }],
      /^builtInRoles(\[0\])?: got .*; expected publish, infrastructure, preview, drift, each at most once, in a list$/,
    ],
    repository: [
      [
        "acme",
        "acme/site/x",
        "https://github.com/acme/site",
        "acme/*",
        "a*/site",
        "acme/my site",
        "",
        "acme/..",
        "/site",
        "acme/",
      ],
      /^repository: got ".*"; expected owner\/name, for example acme\/site$/,
    ],
    branch: [
      ["", "*", "release/*", "ma?n", "refs/heads/main", "a..b"],
      /^branch: got ".*"; expected the exact name of one branch without refs\/heads\/, for example main$/,
    ],
    environment: [
      ["Prod", "1prod", "prod_eu", "github", "github-pages", "a".repeat(32), "prod*"],
      /^environment: got ".*"; expected at most 31 of a-z, 0-9 and -, the first a letter, not starting with github$/,
    ],
    oidcProvider: [["", "true", "Create", "lookup"], /^oidcProvider: got ".*"; expected create or existing$/],
    sessionMinutes: [
      [0, 14, 721, 1.5, "1h", "", -30, "0030", "1e2"],
      /^sessionMinutes: got ".*"; expected a whole number of minutes from 15 to 720$/,
    ],
    restoreDays: [
      [0, 6, 3651, 7.5, "", "90 days", -90],
      /^restoreDays: got ".*"; expected a whole number of days from 7 to 3650$/,
    ],
    routing: [["", "Folders", "spa"], /^routing: got ".*"; expected files, folders, html or app$/],
    redirects: [
      ["", [], "/a", { "/a": 1 }, { "/a": null }],
      /^redirects(\["\/a"\])?: got .*; expected one address for each address, .*$/,
    ],
    headers: [
      [
        "",
        [],
        { csp: "x" },
        { contentSecurityPolicy: 1 },
        { strictTransportSecurity: "preload" },
        { custom: [] },
        { custom: { "x-a": 1 } },
        { policyId: "../x" },
      ],
      /^headers(\.\w+(\.x-a)?)?: got .*; expected any of \{ contentSecurityPolicy: text, .*$/,
    ],
    accessLogs: [["yes", "", 1], /^accessLogs: got ".*"; expected true or false$/],
    priceClass: [
      ["", "all", "PriceClass_50", "priceclass_all"],
      /^priceClass: got ".*"; expected PriceClass_All, PriceClass_200 or PriceClass_100$/,
    ],
    webAclArn: [
      [
        "site",
        "1234abcd-12ab-34cd-56ef-1234567890ab",
        WEB_ACL.replace("us-east-1", "eu-central-1"),
        WEB_ACL.replace("global", "regional"),
        WEB_ACL.replace("wafv2", "waf"),
        WEB_ACL.replace("arn:aws:", "arn:aws-cn:"),
        WEB_ACL.replace(/.$/, ""),
        WEB_ACL.replace("site", "*"),
        `${WEB_ACL}/x`,
      ],
      /^webAclArn: got ".*"; expected the ARN of a web ACL of AWS WAF with the scope CLOUDFRONT .*, or nothing$/,
    ],
    geoRestriction: [
      [
        "",
        [],
        "DE",
        { allow: [] },
        { allow: "DE" },
        { allow: ["de"] },
        { allow: ["DE", "DE"] },
        { allow: ["UK"] },
        { allow: ["XX"] },
        { deny: ["DEU"] },
        { deny: [false] },
        { deny: null },
        { whitelist: ["DE"] },
        { allow: ["DE"], deny: ["FR"] },
      ],
      /^geoRestriction(\.\w+)?: got .*; expected \{ allow: countries \} or \{ deny: countries \}, .*, or \{\}$/,
    ],
    reviewers: [
      [
        "octocat",
        {},
        [""],
        ["a b"],
        ["team:"],
        ["team:platform"],
        ["team:0"],
        ["a", "A"],
        ["team:9", "team:9"],
        [5],
        ["a", "b", "c", "d", "e", "f", "g"],
      ],
      /^reviewers(\[0\])?: got .*; expected different logins, or teams as team:<numeric id>, in a list of at most 6$/,
    ],
    after: [["Dev", "dev,test", ["dev"]], /^after: got ".*"; expected the name of an environment, .*, or nothing$/],
    before: [["Prod", "dev,test", ["dev"]], /^before: got ".*"; expected the name of an environment, .*, or nothing$/],
    waitMinutes: [
      [-1, 43201, 1.5, "", "1h"],
      /^waitMinutes: got ".*"; expected a whole number of minutes from 0 to 43200$/,
    ],
    environmentProtection: [
      ["", "all", "None", false],
      /^environmentProtection: got ".*"; expected full, branch or none$/,
    ],
    githubApp: [
      [
        [],
        { appId: 1 },
        { appId: 1, installationId: 2 },
        { appId: "x", installationId: 2, kmsKeyArn: KEY },
        { appId: 1, installationId: 2, kmsKeyArn: "arn:aws:s3:::bucket" },
        { appId: 1, installationId: 2, kmsKeyArn: "arn:aws:kms:eu-central-1:111122223333:alias/app" },
        { appId: 1, installationId: 2, kmsKeyArn: KEY.replace(/.$/, "*") },
        { appId: 1, installationId: 2, kmsKeyArn: KEY, privateKey: "x" },
      ],
      /^githubApp(\.\w+)?: got .*; expected \{ appId: a number, installationId: a number, kmsKeyArn: the ARN of a KMS key .* \}$/,
    ],
    stateBucket: [
      ["s3://state", "my*", "State", "a", "a/b"],
      /^stateBucket: got ".*"; expected the name of an S3 bucket, without s3:\/\/$/,
    ],
    stateAccount: [
      ["1111", "12345678901", 12345678901, "111122223333 ", "444455556666"],
      /^state(Account|Bucket): got ".*"; expected (an account's 12 digits in quotation marks, or nothing|the bucket that stateAccount owns)$/,
    ],
    stateKmsKeyArn: [
      ["alias/state", "arn:aws:s3:::x", KEY],
      /^state(KmsKeyArn|Bucket): got ".*"; expected (the ARN of a KMS key .*|the bucket that stateKmsKeyArn encrypts)$/,
    ],
    pulumiOrganization: [
      ["ab", "acme/team", "-acme", "*"],
      /^pulumiOrganization: got ".*"; expected the name of an organization/,
    ],
    protect: [["yes", "", "True", 1], /^protect: got ".*"; expected true or false$/],
    adoptVariables: [
      [{}, "PROD_BRANCH", [1], "[", ["DEV_BRANCH"]],
      /^adoptVariables(\[0\])?: got .*; expected (names of variables, in a list|variables that this stack writes: PROD_PUBLISH_ROLE_ARN, .*)$/,
    ],
    permissionsBoundary: [
      ["ci", "arn:aws:iam::111122223333:role/ci", "arn:aws:iam::1:policy/ci"],
      /^permissionsBoundary: got ".*"; expected the ARN of a managed policy, .*$/,
    ],
    subjectPrefix: [
      ["acme/site", "repo:acme/*", "repo:acme@1/site", "repo:acme/site:", "repo:acme@1/site@2:"],
      /^subjectPrefix: got ".*"; expected repo:owner\/name or repo:owner@id\/name@id, .*$/,
    ],
    alsoTrust: [
      [
        [],
        "x",
        { until: "2026-12-01" },
        { subjectPrefix: "repo:old/site" },
        { subjectPrefix: "repo:old/site", until: "soon" },
        { subjectPrefix: "repo:old/site", until: "2026-11-31" },
        { subjectPrefix: "repo:old/*", until: "2026-12-01" },
        { subjectPrefix: "repo:old/site", until: "2026-12-01", forever: true },
        { subjectPrefix: "repo:old/site", until: "2027-02-22" },
      ],
      /^alsoTrust(\.\w+)?: got .*; expected (\{ subjectPrefix: .*, until: a date such as .* \}|a date at most 90 days from today)$/,
    ],
  };
  for (const [key, [values, want]] of Object.entries(wrong)) {
    for (const value of values) {
      it(`${key} must not be ${JSON.stringify(value)}`, () => {
        const problems = problemsOf({ [key]: value });
        assert.equal(problems.length, 1);
        assert.match(problems[0] ?? "", want);
      });
    }
  }

  it("ask for no reviewers and no wait where GitHub's plan has neither", () => {
    for (const values of [{ reviewers: ["octocat"] }, { waitMinutes: 5 }]) {
      for (const environmentProtection of ["branch", "none"]) {
        assert.deepEqual(problemsOf({ ...values, environmentProtection }), [
          `environmentProtection: got "${environmentProtection}"; expected full, or neither reviewers nor waitMinutes`,
        ]);
      }
    }
  });

  it("redirect no address to itself by way of any of the site's names, once those are attached", () => {
    const domain = { name: "www.example.com", aliases: ["a.example.com"], redirects: ["example.com"] };
    for (const name of ["www.example.com", "a.example.com", "example.com"]) {
      const redirects = { "/x": `https://${name}/x` };
      assert.match(problemsOf({ domain, redirects })[0] ?? "", /^redirects\["\/x"\]: got .* in no circle/);
      assert.deepEqual(problemsOf({ domain: { ...domain, attach: false }, redirects }), []);
      assert.deepEqual(problemsOf({ redirects }), []);
    }
  });

  it("keep the state in one place", () => {
    assert.deepEqual(problemsOf({ pulumiOrganization: "acme", stateBucket: "acme-state" }), [
      'pulumiOrganization: got "acme"; expected nothing beside stateBucket: the state is in one place',
    ]);
    assert.equal(read({ pulumiOrganization: "acme" }).pulumiOrganization, "acme");
  });

  it("have no dot in the branch where Pulumi Cloud's rules would take it for any character", () => {
    assert.deepEqual(problemsOf({ pulumiOrganization: "acme", branch: "release-1.x" }), [
      'branch: got "release-1.x"; expected a name without a dot, which Pulumi Cloud\'s rules take for any character',
    ]);
    assert.deepEqual(problemsOf({ branch: "release-1.x" }), []);
  });

  for (const stack of ["Prod", "prod_eu", "", "1"]) {
    it(`of a stack named ${JSON.stringify(stack)} are refused`, () => {
      assert.deepEqual(problemsOf({ environment: "prod" }, stack), [
        `stack name: got ${JSON.stringify(stack)}; expected at most 31 of a-z, 0-9 and -, the first a letter`,
      ]);
    });
  }

  it("of a stack whose name starts with github need an environment", () => {
    assert.deepEqual(
      [problemsOf({}, "github-pages").length, problemsOf({ environment: "pages" }, "github-pages").length],
      [1, 0],
    );
  });

  it("that are missing are said to be", () => {
    assert.throws(
      () => readSettings({ stack: "prod", config: {}, now: NOW }),
      /repository: got nothing; expected owner\/name/,
    );
  });

  it("that nobody knows are errors, so that a typing mistake does not pass for a default", () => {
    assert.match(
      problemsOf({ envrionment: "x" })[0] ?? "",
      /^envrionment: is not a setting of this program; expected one of repository, environment, .*; did you mean environment or environmentProtection\?$/,
    );
    assert.match(problemsOf({ colour: "red" })[0] ?? "", /expected one of [\w, ]+$/);
  });

  const role = { workflow: "api.yml", trigger: "environment", policy: "policies/api.json" };
  for (const [key, value, want] of [
    ["reviewers", ["octocat", "a b", "team:9", 5], ['reviewers[1]: got "a b"', "reviewers[3]: got 5"]],
    ["reviewers", ["a", "A"], ['reviewers: got ["a","A"]']],
    ["reviewers", [[["a"]]], ['reviewers[0]: got [["a"]]']],
    ["builtInRoles", ["publish", "previw"], ['builtInRoles[1]: got "previw"']],
    ["redirects", { "/a": "/b", "/old": 1 }, ['redirects["/old"]: got 1']],
    ["domain", { name: "www.example.com", redirects: ["example.com", 3] }, ["domain.redirects[1]: got 3"]],
    ["domain", { name: "www.example.com", zone: "Z1" }, ['domain.zone: got "Z1"']],
    ["domain", { aliases: ["example.com"] }, ['domain: got {"aliases":["example.com"]}']],
    ["headers", { custom: { "x-a": "b", "x-b": 1 } }, ["headers.custom.x-b: got 1"]],
    ["geoRestriction", { allow: ["DE", "UK"] }, ['geoRestriction.allow[1]: got "UK"']],
    ["alsoTrust", { subjectPrefix: "repo:old/site", until: "soon" }, ['alsoTrust.until: got "soon"']],
    ["githubApp", { appId: 1, installationId: "x", kmsKeyArn: KEY }, ['githubApp.installationId: got "x"']],
    ["roles", { api: role, nightly: { ...role, trigger: "push" } }, ['roles.nightly.trigger: got "push"']],
    ["roles", { api: role, nightly: { workflow: "n.yml" } }, ['roles.nightly: got {"workflow":"n.yml"}']],
  ] as const) {
    it(`name what is wrong in ${JSON.stringify({ [key]: value })}`, () => {
      assert.deepEqual(
        problemsOf({ [key]: value }).map((problem) => problem.split("; expected ")[0]),
        want,
      );
    });
  }

  it("are refused all together, in one message", () => {
    const values = { repository: "acme", branch: "*", oidcProvider: "maybe", unknown: 1 };
    assert.deepEqual(
      problemsOf(values, "Prod").map((problem) => problem.split(":")[0]),
      ["stack name", "repository", "environment", "branch", "oidcProvider", "unknown"],
    );
    assert.throws(
      () => read(values),
      /^Error: The settings of stack "prod" cannot be used:\n {2}repository: .*\n {2}unknown: /s,
    );
  });

  it("let no environment come after or before itself, nor after and before another", () => {
    const message = 'after: got "prod"; expected another environment than the stack\'s own';
    assert.throws(() => read({ after: "prod" }), new RegExp(message));
    assert.throws(() => read({ before: "prod" }), new RegExp(message.replace("after", "before")));
    const circle = 'before: got "dev"; expected another environment than the one in after';
    assert.throws(() => read({ after: "dev", before: "dev" }), new RegExp(circle));
  });
});
