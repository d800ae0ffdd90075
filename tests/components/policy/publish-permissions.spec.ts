import assert from "node:assert/strict";

import { publishPermissions } from "../../../components/policy/publish-permissions";
import { mayDo } from "../../support/evaluator";

const SITE = {
  bucketArn: "arn:aws:s3:::bucket",
  distributionArn: "arn:aws:cloudfront::111122223333:distribution/E1",
};
const OWN = { StringEquals: { "aws:ResourceAccount": "111122223333" } };

describe("the permissions of publishing", () => {
  it("are to sync one bucket, to copy from its versions, and to invalidate one distribution", () => {
    assert.deepEqual(publishPermissions(SITE, "111122223333"), {
      Version: "2012-10-17",
      Statement: [
        {
          Sid: "CompareWithWhatIsPublished",
          Effect: "Allow",
          Action: "s3:ListBucket",
          Resource: "arn:aws:s3:::bucket",
          Condition: OWN,
        },
        {
          Sid: "ReadTheListsOfReleases",
          Effect: "Allow",
          Action: "s3:GetObject",
          Resource: "arn:aws:s3:::bucket/_releases/*",
          Condition: OWN,
        },
        {
          Sid: "CopyFromEarlierVersions",
          Effect: "Allow",
          Action: "s3:GetObjectVersion",
          Resource: "arn:aws:s3:::bucket/*",
          Condition: OWN,
        },
        {
          Sid: "WriteAndPruneTheFiles",
          Effect: "Allow",
          Action: ["s3:PutObject", "s3:DeleteObject"],
          Resource: "arn:aws:s3:::bucket/*",
          Condition: OWN,
        },
        {
          Sid: "InvalidateAndWait",
          Effect: "Allow",
          Action: ["cloudfront:CreateInvalidation", "cloudfront:GetInvalidation"],
          Resource: "arn:aws:cloudfront::111122223333:distribution/E1",
        },
      ],
    });
  });

  it("reach no bucket of a stranger who took the name of a deleted one", async () => {
    const asked = {
      policies: [publishPermissions(SITE, "111122223333")],
      principal: "arn:aws:iam::111122223333:role/publish",
      action: "s3:PutObject",
      resource: "arn:aws:s3:::bucket/index.html",
      resourcePolicy: {
        Version: "2012-10-17",
        Statement: [{ Effect: "Allow", Principal: "*", Action: "s3:*", Resource: "arn:aws:s3:::bucket/*" }],
      },
    };
    assert.equal(await mayDo(asked), true);
    assert.equal(await mayDo({ ...asked, owner: "444455556666" }), false);
  });
});
