import assert from "node:assert/strict";

import { publishPermissions } from "../../../components/policy/publish-permissions";

const SITE = {
  bucketArn: "arn:aws:s3:::bucket",
  distributionArn: "arn:aws:cloudfront::111122223333:distribution/E1",
};

describe("the permissions of publishing", () => {
  it("are to sync one bucket and to invalidate one distribution", () => {
    assert.deepEqual(publishPermissions(SITE), {
      Version: "2012-10-17",
      Statement: [
        {
          Sid: "CompareWithWhatIsPublished",
          Effect: "Allow",
          Action: "s3:ListBucket",
          Resource: "arn:aws:s3:::bucket",
        },
        {
          Sid: "WriteAndPruneTheFiles",
          Effect: "Allow",
          Action: ["s3:PutObject", "s3:DeleteObject", "s3:AbortMultipartUpload"],
          Resource: "arn:aws:s3:::bucket/*",
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
});
