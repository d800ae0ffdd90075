// What delivery/ and the program both know of names, though neither imports the other: one table.
import assert from "node:assert/strict";

import { REGIONS } from "../../components/policy/aws-config";
import { NAME_PATTERN } from "../../components/policy/names";
import { AUDIENCE, ISSUER } from "../../components/policy/oidc";
import { SETTINGS } from "../../components/policy/setting-forms";
import type * as Forms from "../../delivery/lib/forms.ts" with { "resolution-mode": "import" };
import { deliveryModule } from "../support/delivery";

type Kind = keyof typeof PROGRAM;

/** Whether the program takes a text. */
const PROGRAM = {
  stackName: (text: string) => NAME_PATTERN.test(text),
  ENVIRONMENT: (text: string) => SETTINGS.environment.parse(text) !== undefined,
  ORGANIZATION: (text: string) => text !== "" && SETTINGS.pulumiOrganization.parse(text) !== undefined,
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
  ORGANIZATION: {
    good: ["acme", "Acme-Corp", "a_1", "a".repeat(40)],
    bad: ["", "ab", "-acme", "acme-", "acme/x", "acme corp", "acme\n", "a".repeat(41)],
  },
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

describe("delivery/lib/forms.ts", () => {
  let forms: typeof Forms;

  before(async () => {
    forms = await deliveryModule("lib/forms.ts");
  });

  for (const [kind, { good, bad }] of Object.entries(TABLE)) {
    it(`takes what the program takes, and nothing else: ${kind}`, () => {
      const form = forms[kind as Kind];
      const inDelivery = (text: string) => (form instanceof RegExp ? form.test(text) : form.parse(text) !== undefined);
      for (const takes of [inDelivery, PROGRAM[kind as Kind]]) assert.deepEqual([...good, ...bad].filter(takes), good);
    });
  }

  it("knows the audience and the issuer by the same words", () => {
    assert.deepEqual([forms.AUDIENCE, forms.ISSUER], [AUDIENCE, `https://${ISSUER}`]);
  });

  it("calls safe what is encrypted or stays on this machine", () => {
    const urls = ["https://a.example", "http://127.0.0.1:1", "http://localhost", "http://[::1]:8080"];
    const others = ["http://a.example", "http://127.0.0.1.a.example", "http://localhost.a.example", "ftp://localhost"];
    assert.deepEqual(
      [...urls, ...others].filter((url) => forms.isSafe(new URL(url))),
      urls,
    );
  });
});
