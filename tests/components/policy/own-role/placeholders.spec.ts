import assert from "node:assert/strict";

import type { OwnDocument } from "../../../../components/policy/own-role/document";
import { filledIn, placeholderProblems } from "../../../../components/policy/own-role/placeholders";

const document = (statement: Partial<OwnDocument["Statement"][0]>): OwnDocument => ({
  Version: "2012-10-17",
  Statement: [{ Effect: "Allow", Action: ["s3:GetObject"], Resource: ["*"], ...statement }],
});

describe("placeholders", () => {
  it("stand in resources and in values of conditions for what the file cannot know", () => {
    const written = document({
      Resource: ["arn:${partition}:ecs:${region}:${account}:service/a", "${distributionArn}"],
      Condition: { StringEquals: { "aws:ResourceAccount": ["${account}"] } },
    });
    assert.deepEqual(placeholderProblems(written, "p.json"), []);
    assert.deepEqual(
      filledIn(written, { partition: "aws", region: "us-east-1", account: "1" }),
      document({
        Resource: ["arn:aws:ecs:us-east-1:1:service/a", "${distributionArn}"],
        Condition: { StringEquals: { "aws:ResourceAccount": ["1"] } },
      }),
    );
  });

  const wrong: readonly Partial<OwnDocument["Statement"][0]>[] = [
    { Resource: ["arn:aws:s3:::${aws:username}/*"] },
    { Resource: ["${Account}"] },
    { Resource: ["${toString}"] },
    { Resource: ["${account"] },
    { Resource: ["$${account}${"] },
    { Action: ["s3:${account}"] },
    { Condition: { StringEquals: { "aws:ResourceTag/${account}": ["x"] } } },
    { Condition: { StringEquals: { "aws:ResourceAccount": ["${*}"] } } },
  ];
  for (const statement of wrong) {
    it(`are no others, and nowhere else: ${JSON.stringify(statement)}`, () => {
      const [problem, ...more] = placeholderProblems(document(statement), "p.json");
      assert.deepEqual(more, []);
      assert.match(
        problem?.message ?? "",
        /expected no \$\{ but \$\{account\}, .*\$\{distributionArn\}, in Resource and/,
      );
    });
  }
});
