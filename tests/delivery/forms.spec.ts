// What delivery/ and the program both know of names, though neither imports the other: one table.
import assert from "node:assert/strict";

import { REGIONS } from "../../components/policy/aws-config";
import { NAME_PATTERN } from "../../components/policy/names";
import { AUDIENCE, ISSUER } from "../../components/policy/oidc";
import { SETTINGS } from "../../components/policy/setting-forms";
import { deliveryModule } from "../support/delivery";

type Kind = keyof typeof PROGRAM;

/** Whether the program takes a text. */
const PROGRAM = {
  stackName: (text: string) => NAME_PATTERN.test(text),
  ENVIRONMENT: (text: string) => SETTINGS.environment.parse(text) !== undefined,
  region: (text: string) => REGIONS.includes(text),
  bucketName: (text: string) => text !== "" && SETTINGS.stateBucket.parse(text) !== undefined,
  kmsKeyArn: (text: string) => text !== "" && SETTINGS.stateKmsKeyArn.parse(text) !== undefined,
};

const KEY = "key/1234abcd-12ab-34cd-56ef-1234567890ab";

const TABLE: Readonly<Record<Kind, { good: readonly string[]; bad: readonly string[] }>> = {
  stackName: {
    good: ["a", "dev", "docs-prod", `a${"0".repeat(30)}`],
    bad: ["", "Dev", "1", "-a", "a_b", "dev\n", `a${"0".repeat(31)}`],
  },
  ENVIRONMENT: { good: ["prod", "my-github"], bad: ["", "github", "github-pages", "Prod", "eu/prod"] },
  region: {
    good: REGIONS,
    bad: ["", "Ireland", "us-east", "useast1", "us-east-1a", "US-EAST-1", " us-east-1", "us-east-1\n", "1-1"],
  },
  bucketName: {
    good: ["abc", "acme-state", "acme.state.1", "a".repeat(63)],
    bad: ["", "ab", "-abc", "abc-", "Acme", "s3://acme", "acme/state", "acme_state", "a".repeat(64), "abc\n"],
  },
  kmsKeyArn: {
    good: [
      `arn:aws:kms:us-east-1:111122223333:${KEY}`,
      "arn:aws:kms:ap-southeast-2:111122223333:key/mrk-1234abcd12ab34cd56ef1234567890ab",
    ],
    bad: [
      `arn:aws-us-gov:kms:us-gov-west-1:111122223333:${KEY}`,
      `arn:aws-cn:kms:cn-north-1:111122223333:${KEY}`,
      "",
      "arn:aws:kms:us-east-1:111122223333:alias/app",
      "arn:aws:kms:us-east-1:111122223333:key/",
      "arn:aws:kms:us-east-1:111122223333:key/a_b",
      `arn:aws:kms:us-east-1:11112222333:${KEY}`,
      `arn:aws:kms::111122223333:${KEY}`,
      `arn:aws:kms:useast1:111122223333:${KEY}`,
      `arn:aws:kms:1-1-1:111122223333:${KEY}`,
      `arn:awsome:kms:us-east-1:111122223333:${KEY}`,
      `arn:aws-:kms:us-east-1:111122223333:${KEY}`,
      `arn:aws:kms:us-east-1:111122223333:${KEY}\n`,
      "1234abcd-12ab-34cd-56ef-1234567890ab",
    ],
  },
};

const ASK = `(table) => {
  const takes = (form, text) => form instanceof RegExp ? form.test(text) : form.parse(text) !== undefined;
  return {
    taken: Object.entries(table).map(([kind, texts]) => texts.map((text) => takes(module[kind], text))),
    constants: [module.AUDIENCE, module.ISSUER],
  };
}`;

describe("delivery/lib/forms.ts", function () {
  this.timeout(30_000);
  const texts = Object.entries(TABLE).map(([kind, { good, bad }]) => [kind, [...good, ...bad]] as const);
  let delivery: { taken: boolean[][]; constants: string[] } = { taken: [], constants: [] };

  before(async () => {
    delivery = (await deliveryModule("lib/forms.ts", ASK, Object.fromEntries(texts))) as typeof delivery;
  });

  for (const [index, [kind, all]] of texts.entries()) {
    it(`takes what the program takes, and nothing else: ${kind}`, () => {
      const { good } = TABLE[kind as Kind];
      assert.deepEqual(delivery.taken[index]?.map((taken, at) => (taken ? all[at] : "")).filter(Boolean), [...good]);
      assert.deepEqual(
        all.filter((text) => PROGRAM[kind as Kind](text)),
        [...good],
      );
    });
  }

  it("knows the audience and the issuer by the same words", () => {
    assert.deepEqual(delivery.constants, [AUDIENCE, `https://${ISSUER}`]);
  });

  it("calls safe what is encrypted or stays on this machine", async () => {
    const urls = ["https://a.example", "http://127.0.0.1:1", "http://localhost", "http://[::1]:8080"];
    const others = ["http://a.example", "http://127.0.0.1.a.example", "http://localhost.a.example", "ftp://localhost"];
    const ask = "(urls) => urls.filter((url) => module.isSafe(new URL(url)))";
    assert.deepEqual(await deliveryModule("lib/forms.ts", ask, [...urls, ...others]), urls);
  });
});
