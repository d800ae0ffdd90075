import assert from "node:assert/strict";
import { JSDOM } from "jsdom";
import { trustPage } from "../../../lib/trust/page";
import type { AssumableRole } from "../../../lib/trust/roles";

const CLAIMS = {
  aud: ["sts.amazonaws.com"],
  sub: ['repo:acme/<site>&"x"', "repo:old/site"],
  ref: ["refs/heads/main"],
  job_workflow_ref: ["acme/site/.github/workflows/publish-site.yml@refs/heads/main"],
};

const PUBLISH: AssumableRole = {
  name: "publish",
  arn: "arn:aws:iam::111122223333:role/publish",
  boundary: "arn:aws:iam::aws:policy/Bound",
  trusts: [
    { job: "The publish job", claims: CLAIMS },
    { job: "The publish job under its other name", claims: { ...CLAIMS, environment: ["prod"] }, until: "2026-12-31" },
  ],
  permissions: [
    {
      denies: false,
      purpose: "Write the files",
      actions: ["s3:PutObject", "s3:DeleteObject"],
      resources: ["arn:b/*"],
      conditions: {},
    },
    {
      denies: false,
      purpose: "Invalidate",
      actions: ["cloudfront:CreateInvalidation"],
      resources: ["arn:d"],
      conditions: { key: "v" },
    },
    { denies: true, purpose: "Leave", actions: ["iam:*"], resources: ["*"], conditions: {}, wide: ["all of IAM"] },
  ],
};

describe("the page of the trust", () => {
  const page = trustPage([{ stack: "prod", roles: [PUBLISH] }]);
  const { document } = new JSDOM(page).window;
  const texts = (selector: string): string[] =>
    [...document.querySelectorAll(selector)].map(({ textContent }) => textContent.trim());

  it("has each claim of each job with its value, whatever characters it has", () => {
    const rows = texts("table.claims tbody tr").map((row) => row.replaceAll(/\s+/g, " "));
    const wanted = [CLAIMS, { ...CLAIMS, environment: ["prod"] }].flatMap((claims) =>
      Object.entries(claims).map(([claim, value]) => `${claim}${value.join(" or ")}`),
    );
    assert.deepEqual(rows, wanted);
    assert.deepEqual(texts("table.claims caption"), [
      "The publish job, if its token has all of these",
      "The publish job under its other name, if its token has all of these, and only before 2026-12-31",
    ]);
  });

  it("has each permission: what for, actions, resources and conditions", () => {
    assert.deepEqual(
      [...document.querySelectorAll("table.rights-of tbody tr")].map(({ children }) =>
        [...children].map(({ textContent }) => textContent),
      ),
      [
        ["Write the files", "s3:PutObject s3:DeleteObject", "arn:b/*", ""],
        ["Invalidate", "cloudfront:CreateInvalidation", "arn:d", "key is v"],
        ["Leave Wide: all of IAM", "iam:*", "*", ""],
      ],
    );
    assert.deepEqual(texts("table.rights-of caption"), [
      "publish may then",
      "publish may never, whatever is listed above",
    ]);
    assert.ok(texts("code").includes("arn:aws:iam::aws:policy/Bound"));
  });

  it("draws each job, its role and what that may do", () => {
    assert.deepEqual(texts(".picture .box > div, .picture .arrow"), [
      "publish-site.yml",
      "branch main",
      "4 claims →",
      "publish-site.yml",
      "branch main",
      "environment prod",
      "until 2026-12-31",
      "5 claims →",
      "publish",
      "→",
      "Write the files",
      "Invalidate",
      "Never: Leave",
    ]);
    const boxes = [...document.querySelectorAll(".picture .box")].map(({ className }) => className);
    assert.deepEqual(boxes, ["box job", "box job", "box role", "box rights"]);
  });

  it("is one file that loads and runs nothing", () => {
    assert.equal(document.querySelectorAll("script, img, iframe, link[rel=stylesheet], [src]").length, 0);
    const csp = document.querySelector("meta[http-equiv]")?.getAttribute("content");
    assert.equal(csp, "default-src 'none'; style-src 'unsafe-inline'; img-src data:");
    assert.doesNotMatch(page, /url\(["']?https?:|@import/);
  });
});
