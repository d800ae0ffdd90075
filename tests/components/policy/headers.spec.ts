import assert from "node:assert/strict";

import { headersProblems, parseHeaders } from "../../../components/policy/headers";
import { headersPolicy, strictTransportSecurity } from "../../../components/policy/headers-policy";

function headers(value: object) {
  const parsed = parseHeaders(value);
  assert.ok(parsed);
  return parsed;
}

function problems(value: object) {
  return headersProblems(headers(value)).map(({ key, message }) => `${key}: ${message}`);
}

/** The headers as a browser gets them. */
function served(value: object): Record<string, string> {
  const { securityHeadersConfig: typed, customHeadersConfig } = headersPolicy(headers(value));
  return {
    "content-security-policy": typed.contentSecurityPolicy.contentSecurityPolicy,
    "x-content-type-options": "nosniff",
    "x-frame-options": typed.frameOptions.frameOption,
    "referrer-policy": typed.referrerPolicy.referrerPolicy,
    "strict-transport-security": strictTransportSecurity(headers(value)),
    ...Object.fromEntries(customHeadersConfig.items.map(({ header, value: text }) => [header, text])),
  };
}

describe("the headers of each answer", () => {
  it("where a stack sets nothing are those that break no generator's pages", () => {
    assert.deepEqual(served({}), {
      "content-security-policy": "object-src 'none'; base-uri 'self'; frame-ancestors 'none'",
      "x-content-type-options": "nosniff",
      "x-frame-options": "DENY",
      "referrer-policy": "strict-origin-when-cross-origin",
      "strict-transport-security": "max-age=31536000",
      "cross-origin-opener-policy": "same-origin-allow-popups",
      "permissions-policy": "camera=(), geolocation=(), microphone=(), payment=(), usb=()",
    });
  });

  it("bind subdomains and preload only where asked to, in CloudFront's words, too", () => {
    const asked = { strictTransportSecurity: "includeSubDomains; preload" };
    assert.equal(served(asked)["strict-transport-security"], "max-age=31536000; includeSubDomains; preload");
    const hsts = (value: object) => headersPolicy(headers(value)).securityHeadersConfig.strictTransportSecurity;
    assert.deepEqual(hsts(asked), {
      accessControlMaxAgeSec: 31536000,
      includeSubdomains: true,
      preload: true,
      override: true,
    });
    assert.deepEqual(hsts({}), {
      accessControlMaxAgeSec: 31536000,
      includeSubdomains: false,
      preload: false,
      override: true,
    });
    assert.equal(hsts({ strictTransportSecurity: "includeSubDomains" }).preload, false);
  });

  it("override what the bucket says, each of them", () => {
    const { securityHeadersConfig: typed, customHeadersConfig } = headersPolicy(headers({ custom: { "x-a": "b" } }));
    const all = [...Object.values(typed), ...customHeadersConfig.items];
    assert.deepEqual(
      all.map(({ override }) => override),
      Array(5 + 3).fill(true),
    );
  });

  it("let a page be framed where its policy says so", () => {
    const framed = (csp: string) => served({ contentSecurityPolicy: csp })["x-frame-options"];
    assert.deepEqual(
      [
        "default-src 'self'",
        "frame-ancestors 'none'",
        "frame-ancestors 'self'",
        "a-src x;frame-ancestors https://a.example",
      ].map(framed),
      ["DENY", "DENY", "SAMEORIGIN", "SAMEORIGIN"],
    );
  });

  it("are more, and others than ours, where the stack says so; names in any case", () => {
    const { "cross-origin-opener-policy": opener, ...more } = served({
      custom: { "Cross-Origin-Opener-Policy": "same-origin", "cross-origin-resource-policy": "same-origin" },
    });
    assert.equal(opener, "same-origin");
    assert.equal(more["cross-origin-resource-policy"], "same-origin");
    assert.equal(served({})["cross-origin-resource-policy"], undefined);
  });

  it("come from an existing policy or from the stack, never from both", () => {
    assert.deepEqual(problems({ policyId: "67f7725c-6f97-4210-82d7-5512b31e9d03" }), []);
    for (const more of [
      { custom: { "x-a": "b" } },
      { contentSecurityPolicy: "x" },
      { strictTransportSecurity: "includeSubDomains" },
    ]) {
      assert.match(problems({ policyId: "1", ...more })[0] ?? "", /^headers\.policyId: got "1"; expected no other key/);
    }
  });

  for (const name of [
    "Content-Security-Policy",
    "strict-transport-security",
    "X-Frame-Options",
    "referrer-policy",
    "x-content-type-options",
    "x-xss-protection",
    "access-control-allow-origin",
    "cache-control",
    "content-encoding",
    "content-length",
    "content-type",
    "content-language",
    "content-disposition",
    "content-range",
    "etag",
    "last-modified",
    "location",
    "date",
    "expires",
    "age",
    "vary",
    "connection",
    "expect",
    "host",
    "keep-alive",
    "proxy-authenticate",
    "te",
    "trailer",
    "transfer-encoding",
    "upgrade",
    "via",
    "warning",
    "x-accel-limit",
    "x-amz-cf-id",
    "x-amzn-trace-id",
    "x-cache",
    "x-edge-location",
    "x-forwarded-proto",
    "x-real-ip",
    "set-cookie",
    "",
    "a b",
    "a:b",
    "x\n",
    "\u00fc",
    "x".repeat(257),
  ]) {
    it(`are not called ${JSON.stringify(name.slice(0, 30))}`, () => {
      assert.match(
        problems({ custom: { [name]: "x" } })[0] ?? "",
        /^headers\.custom: got ".*"; expected the name of a header/,
      );
    });
  }

  it("are one line of ASCII, at most 1,783 characters", () => {
    for (const text of ["x".repeat(1784), "a\nb", "a\r\nSet-Cookie: x", "\u00fc", " a", "a "]) {
      assert.match(
        problems({ contentSecurityPolicy: text })[0] ?? "",
        /^headers\.contentSecurityPolicy: got .*; expected one line of at most 1783/,
      );
      assert.match(problems({ custom: { "x-a": text } })[0] ?? "", /^headers\.custom\.x-a: got .*; expected one line/);
    }
    assert.match(problems({ custom: { "x-a": "" } })[0] ?? "", /^headers\.custom\.x-a: /);
    assert.deepEqual(problems({ contentSecurityPolicy: "x".repeat(1783), custom: { "x-a": "b c" } }), []);
  });

  it("are at most ten beside those with a place of their own, each once", () => {
    const some = (count: number) =>
      Object.fromEntries(Array.from({ length: count }, (_, index) => [`x-${index}`, "y"]));
    assert.deepEqual(problems({ custom: some(8) }), []);
    assert.deepEqual(problems({ custom: { ...some(8), "permissions-policy": "camera=()" } }), []);
    assert.deepEqual(problems({ custom: some(9) }), [
      "headers.custom: got 11; expected at most 10 headers, with those that the stack sets itself",
    ]);
    assert.deepEqual(problems({ custom: { "X-A": "1", "x-a": "2" } }), [
      'headers.custom: got "x-a"; expected each name once',
    ]);
  });
});
