import assert from "node:assert/strict";

import { variableNames } from "../../../components/policy/outputs";
import { ROLE_NAMES } from "../../../components/policy/roles";

describe("the variables of an environment", () => {
  it("are those that the workflows rely on", () => {
    assert.deepEqual(variableNames("docs-prod", ROLE_NAMES), [
      "DOCS_PROD_PUBLISH_ROLE_ARN",
      "DOCS_PROD_INFRASTRUCTURE_ROLE_ARN",
      "DOCS_PROD_PREVIEW_ROLE_ARN",
      "DOCS_PROD_DRIFT_ROLE_ARN",
      "DOCS_PROD_AWS_REGION",
      "DOCS_PROD_BRANCH",
      "DOCS_PROD_SITE_BUCKET",
      "DOCS_PROD_DISTRIBUTION_ID",
      "DOCS_PROD_SITE_URL",
      "DOCS_PROD_SESSION_SECONDS",
      "DOCS_PROD_TRUST",
    ]);
  });
});
