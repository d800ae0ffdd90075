import assert from "node:assert/strict";
import { mkdirSync } from "node:fs";
import { LocalWorkspace } from "@pulumi/pulumi/automation";
import { policy } from "../../components/policy/document";
import { readStateStatements, writeStateStatements } from "../../components/policy/state-access";
import { describeOnEngine, newState, theEngine } from "../support/engine";
import { mayDo } from "../support/evaluator";
import { localS3, type S3Call } from "../support/s3";

const location = {
  owner: "111122223333",
  account: { id: "111122223333", partition: "aws", region: "us-east-1" },
  project: "site",
  stack: "prod",
  bucket: "state",
  kmsKeyArn: "",
};
const reads = policy(...readStateStatements(location));
const writes = policy(...readStateStatements(location), ...writeStateStatements(location));

/** What the engine asked of S3 in the first up of a stack, in a preview of it, and in an update. */
async function asked() {
  const s3 = await localS3();
  const home = newState();
  mkdirSync(home, { recursive: true });
  const envVars = {
    PULUMI_BACKEND_URL: `s3://state?region=us-east-1&endpoint=${s3.url}&s3ForcePathStyle=true`,
    PULUMI_CONFIG_PASSPHRASE: "",
    PULUMI_HOME: home,
    PULUMI_SKIP_UPDATE_CHECK: "true",
    AWS_ACCESS_KEY_ID: "none",
    AWS_SECRET_ACCESS_KEY: "none",
  };
  try {
    let value = 1;
    const program = () => Promise.resolve({ value });
    const stack = await LocalWorkspace.createOrSelectStack(
      { stackName: "prod", projectName: "site", program },
      { envVars, pulumiCommand: theEngine() },
    );
    // A workflow does not run the Automation API's later questions for outputs and history.
    stack.outputs = () => Promise.resolve({});
    stack.info = () => Promise.resolve(undefined);
    await stack.up();
    s3.take();
    await stack.preview();
    const preview = s3.take();
    value = 2;
    await stack.up();
    return { preview, update: s3.take() };
  } finally {
    await s3.close();
  }
}

/** The calls that a policy does not allow. */
async function denied(calls: readonly S3Call[], allowed: typeof reads): Promise<S3Call[]> {
  const principal = "arn:aws:iam::111122223333:role/any";
  const verdicts = await Promise.all(
    calls.map(({ action, key }) =>
      mayDo({ policies: [allowed], principal, action, resource: `arn:aws:s3:::state${key === "" ? "" : `/${key}`}` }),
    ),
  );
  return calls.filter((_, index) => verdicts[index] !== true);
}

describeOnEngine("a state in S3", () => {
  it("is read and written with what the roles may do, and nothing that they may do is not asked for", async () => {
    const { preview, update } = await asked();
    assert.ok(preview.length > 3 && update.length > preview.length);
    assert.deepEqual(await denied(preview, reads), []);
    assert.deepEqual(await denied(update, writes), []);
    assert.ok((await denied(update, reads)).length > 3, "an update needs more than a preview");

    const used = new Set(
      [...preview, ...update].map(({ action, key }) => `${action} ${key.replace(/(\/prod\/).*/, "$1*")}`),
    );
    assert.deepEqual([...used].sort(), [
      "s3:DeleteObject .pulumi/locks/organization/site/prod/*",
      "s3:GetObject .pulumi/locks/organization/site/prod/*",
      "s3:GetObject .pulumi/meta.yaml",
      "s3:GetObject .pulumi/stacks/site/prod.json",
      "s3:GetObject .pulumi/stacks/site/prod.pulumi-tags",
      "s3:ListBucket ",
      "s3:PutObject .pulumi/backups/site/prod/*",
      "s3:PutObject .pulumi/history/site/prod/*",
      "s3:PutObject .pulumi/locks/organization/site/prod/*",
      "s3:PutObject .pulumi/stacks/site/prod.json",
      "s3:PutObject .pulumi/stacks/site/prod.json.bak",
    ]);
  });
});
