import assert from "node:assert/strict";
import { runDelivery } from "../support/delivery";

describe("delivery/check-variables.ts", () => {
  const right = {
    AWS_REGION: "ap-southeast-2",
    PUBLISH_ROLE_ARN: "arn:aws:iam::111122223333:role/passwordless-cicd-prod-publish-0a1b2c3",
    SITE_BUCKET: "passwordless-cicd-prod-site-0a1b2c3",
    DISTRIBUTION_ID: "E2EXAMPLE",
    SITE_URL: "https://d111111abcdef8.cloudfront.net",
    SESSION_SECONDS: "1800",
  };
  const check = (changed: Readonly<Record<string, string>>, args = Object.keys(right)) =>
    runDelivery("check-variables.ts", { env: { PREFIX: "PROD", ...right, ...changed }, args });

  it("takes what a stack writes", async () => {
    const { code, stdout } = await check({});
    assert.deepEqual([code, stdout], [0, ""]);
  });

  it("names all that are missing, by the names that the repository has for them", async () => {
    const { code, stdout } = await check({ SITE_BUCKET: "", SITE_URL: "" });
    assert.equal(code, 1);
    assert.match(stdout, /^::error::PROD_SITE_BUCKET: is missing; .+%0APROD_SITE_URL: is missing; .+`pulumi up`/);
  });

  const wrong = ["file:///proc/self/environ", "fileb://x", "--profile x", "$(id)", "..", "two\nlines"];
  for (const value of wrong) {
    it(`refuses ${JSON.stringify(value)} wherever it stands`, async () => {
      const { code, stdout } = await check(Object.fromEntries(Object.keys(right).map((name) => [name, value])));
      assert.equal(code, 1);
      const refused = [...stdout.matchAll(/PROD_(\w+): got "/g)].map(([, name]) => name);
      assert.deepEqual(refused.sort(), Object.keys(right).sort());
    });
  }

  it("refuses a right value with a line more", async () => {
    const more = Object.entries(right).map(([name, value]) => [name, `${value}\nx`] as const);
    const { stdout } = await check(Object.fromEntries(more));
    assert.equal(stdout.match(/: got "/g)?.length, more.length);
  });

  it("refuses a name that it has no form for, and none at all", async () => {
    for (const args of [[], ["BRANCH"]]) {
      const { code, stdout } = await check({}, args);
      assert.equal(code, 1);
      assert.match(stdout, /^::error::expected names of variables, each of AWS_REGION, /);
    }
  });
});
