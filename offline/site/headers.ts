/** What is said at https://docs.aws.amazon.com/cloudfront/latest/APIReference/API_ResponseHeadersPolicySecurityHeadersConfig.html */
interface Security {
  readonly contentSecurityPolicy?: Override & { readonly contentSecurityPolicy: string };
  readonly contentTypeOptions?: Override;
  readonly frameOptions?: Override & { readonly frameOption: string };
  readonly referrerPolicy?: Override & { readonly referrerPolicy: string };
  readonly strictTransportSecurity?: Override & {
    readonly accessControlMaxAgeSec: number;
    readonly includeSubdomains?: boolean;
    readonly preload?: boolean;
  };
}

interface Override {
  /** The origin's value does not count. */
  readonly override: boolean;
}

/** A response headers policy, as given to AWS. */
export interface HeadersPolicy {
  readonly securityHeadersConfig?: Security;
  readonly customHeadersConfig?: {
    readonly items: readonly (Override & { readonly header: string; readonly value: string })[];
  };
}

export type Headers = Readonly<Record<string, string>>;

/** An answer's headers with those of the policy. */
export function withPolicy(own: Headers, { securityHeadersConfig, customHeadersConfig }: HeadersPolicy): Headers {
  const headers: Record<string, string> = { ...own };
  const set = (name: string, value: string, { override }: Override): void => {
    if (override || !(name in headers)) headers[name] = value;
  };
  const { contentSecurityPolicy, contentTypeOptions, frameOptions, referrerPolicy, strictTransportSecurity } =
    securityHeadersConfig ?? {};
  if (contentSecurityPolicy)
    set("content-security-policy", contentSecurityPolicy.contentSecurityPolicy, contentSecurityPolicy);
  if (contentTypeOptions) set("x-content-type-options", "nosniff", contentTypeOptions);
  if (frameOptions) set("x-frame-options", frameOptions.frameOption, frameOptions);
  if (referrerPolicy) set("referrer-policy", referrerPolicy.referrerPolicy, referrerPolicy);
  if (strictTransportSecurity) {
    const { accessControlMaxAgeSec, includeSubdomains, preload } = strictTransportSecurity;
    const parts = [
      `max-age=${accessControlMaxAgeSec}`,
      ...(includeSubdomains === true ? ["includeSubDomains"] : []),
      ...(preload === true ? ["preload"] : []),
    ];
    set("strict-transport-security", parts.join("; "), strictTransportSecurity);
  }
  for (const item of customHeadersConfig?.items ?? []) set(item.header.toLowerCase(), item.value, item);
  return headers;
}
