import type { headersPolicy } from "../../components/policy/headers-policy";

type Whole = ReturnType<typeof headersPolicy>;

/** A response headers policy, as given to AWS. */
export type HeadersPolicy = { readonly [Part in keyof Whole]?: Partial<Whole[Part]> };

interface Override {
  /** The origin's value does not count. */
  readonly override: boolean;
}

export type Headers = Readonly<Record<string, string>>;

/** An answer's headers with those of the policy. */
export function withPolicy(own: Headers, { securityHeadersConfig = {}, customHeadersConfig }: HeadersPolicy): Headers {
  const { contentSecurityPolicy, contentTypeOptions, frameOptions, referrerPolicy, strictTransportSecurity } =
    securityHeadersConfig;
  const { accessControlMaxAgeSec = 0, includeSubdomains, preload } = strictTransportSecurity ?? {};
  const hsts = [
    `max-age=${accessControlMaxAgeSec}`,
    ...(includeSubdomains === true ? ["includeSubDomains"] : []),
    ...(preload === true ? ["preload"] : []),
  ];
  const items: readonly (readonly [name: string, value: string | undefined, given: Override | undefined])[] = [
    ["content-security-policy", contentSecurityPolicy?.contentSecurityPolicy, contentSecurityPolicy],
    ["x-content-type-options", "nosniff", contentTypeOptions],
    ["x-frame-options", frameOptions?.frameOption, frameOptions],
    ["referrer-policy", referrerPolicy?.referrerPolicy, referrerPolicy],
    ["strict-transport-security", hsts.join("; "), strictTransportSecurity],
    ...(customHeadersConfig?.items ?? []).map((item) => [item.header.toLowerCase(), item.value, item] as const),
  ];
  const set = items.filter(([name, , given]) => given !== undefined && (given.override || !(name in own)));
  return { ...own, ...Object.fromEntries(set.map(([name, value = ""]) => [name, value])) };
}
