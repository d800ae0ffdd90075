import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { join } from "node:path";

import { parseHeaders } from "../../../components/policy/headers";
import { headersPolicy } from "../../../components/policy/headers-policy";
import { ROOT } from "../../support/program";

/** The strict policy of the example site, as it was graded. */
const STRICT =
  "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

/** What a browser gets by a policy: CloudFront's own words for its places. */
function served(contentSecurityPolicy: string): Record<string, string> {
  const headers = parseHeaders({ contentSecurityPolicy });
  assert.ok(headers);
  const { securityHeadersConfig: places, customHeadersConfig } = headersPolicy(headers);
  const hsts = places.strictTransportSecurity;
  assert.deepEqual([hsts.includeSubdomains, hsts.preload], [false, false]);
  assert.equal(places.contentTypeOptions.override, true);
  return {
    "content-security-policy": places.contentSecurityPolicy.contentSecurityPolicy,
    "referrer-policy": places.referrerPolicy.referrerPolicy,
    "strict-transport-security": `max-age=${hsts.accessControlMaxAgeSec}`,
    "x-content-type-options": "nosniff",
    "x-frame-options": places.frameOptions.frameOption,
    ...Object.fromEntries(customHeadersConfig.items.map(({ header, value }) => [header, value])),
  };
}

describe("the headers that MDN's HTTP Observatory graded", () => {
  it("are those of the example site's strict policy: change them only with a new grade", () => {
    assert.deepEqual(served(STRICT), {
      "content-security-policy": STRICT,
      "cross-origin-opener-policy": "same-origin-allow-popups",
      "permissions-policy": "camera=(), geolocation=(), microphone=(), payment=(), usb=()",
      "referrer-policy": "strict-origin-when-cross-origin",
      "strict-transport-security": "max-age=31536000",
      "x-content-type-options": "nosniff",
      "x-frame-options": "DENY",
    });
  });

  it("are told in the security model, with grade and version", () => {
    const page = readFileSync(join(ROOT, "docs/security-model.md"), "utf8");
    assert.ok(page.includes(STRICT));
    assert.match(page, /A\+, 120 points.*mdn-http-observatory` 1\.4\.8/);
  });
});
