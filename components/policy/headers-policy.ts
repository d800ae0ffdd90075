import { type Headers, withDefaults } from "./headers";

const YEAR_IN_SECONDS = 31_536_000;

/** Breaks no page that a generator writes: scripts and styles may be inline and come from anywhere. */
const DEFAULT_CSP = "object-src 'none'; base-uri 'self'; frame-ancestors 'none'";

/** The value of Strict-Transport-Security. */
export function strictTransportSecurity(headers: Headers): string {
  return [`max-age=${YEAR_IN_SECONDS}`, headers.strictTransportSecurity].filter((part) => part !== "").join("; ");
}

/** The inputs of CloudFront's policy. Headers that were set by hand in the bucket do not count. */
export function headersPolicy({ contentSecurityPolicy, strictTransportSecurity: hsts, custom }: Headers) {
  const csp = contentSecurityPolicy === "" ? DEFAULT_CSP : contentSecurityPolicy;
  const override = true;
  // For browsers that do not know frame-ancestors; the others go by that alone.
  const framed = /(?:^|;)\s*frame-ancestors\s+(?!'none')/i.test(csp);
  return {
    securityHeadersConfig: {
      contentSecurityPolicy: { contentSecurityPolicy: csp, override },
      contentTypeOptions: { override },
      frameOptions: { frameOption: framed ? "SAMEORIGIN" : "DENY", override },
      referrerPolicy: { referrerPolicy: "strict-origin-when-cross-origin", override },
      strictTransportSecurity: {
        accessControlMaxAgeSec: YEAR_IN_SECONDS,
        includeSubdomains: hsts !== "",
        preload: hsts.includes("preload"),
        override,
      },
    },
    customHeadersConfig: { items: withDefaults(custom).map(([header, value]) => ({ header, value, override })) },
  };
}
