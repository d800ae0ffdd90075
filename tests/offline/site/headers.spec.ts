import assert from "node:assert/strict";
import { headersPolicy } from "../../../components/policy/headers-policy";
import { withPolicy } from "../../../offline/site/headers";

describe("the headers of a policy", () => {
  it("are all that the program has a policy set, over what the bucket says", () => {
    const policy = headersPolicy({
      contentSecurityPolicy: "default-src 'self'",
      strictTransportSecurity: "includeSubDomains; preload",
      custom: [["X-Own", "1"]],
      policyId: "",
    });
    const own = { "x-frame-options": "SAMEORIGIN", etag: '"1"' };
    const { etag, "x-own": custom, ...headers } = withPolicy(own, policy);
    assert.deepEqual([etag, custom], ['"1"', "1"]);
    assert.equal(headers["content-security-policy"], "default-src 'self'");
    assert.equal(headers["x-content-type-options"], "nosniff");
    assert.equal(headers["x-frame-options"], "DENY");
    assert.equal(headers["referrer-policy"], "strict-origin-when-cross-origin");
    assert.equal(headers["strict-transport-security"], "max-age=31536000; includeSubDomains; preload");
  });

  it("leave the bucket's own where they do not override", () => {
    const item = { header: "X-Frame-Options", value: "DENY", override: false };
    const policy = { customHeadersConfig: { items: [item] } };
    assert.deepEqual(withPolicy({ "x-frame-options": "SAMEORIGIN" }, policy), { "x-frame-options": "SAMEORIGIN" });
    assert.deepEqual(withPolicy({}, policy), { "x-frame-options": "DENY" });
  });
});
