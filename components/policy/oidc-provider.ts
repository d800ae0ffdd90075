import { InputError } from "./input-error";
import { AUDIENCE, ISSUER } from "./oidc";

/** The account's OIDC provider for GitHub, as a lookup found it. */
export interface FoundProvider {
  readonly audiences: readonly string[];
  readonly tags: Readonly<Record<string, string>>;
}

/** What a stack does about the account's provider. */
export type OidcProviderDecision =
  | {
      readonly action: "create";
      readonly arn: string;
      readonly tags: Readonly<Record<string, string>>;
      readonly adopt: boolean;
      /** Those of the provider, and ours: other roles of the account may rely on the others. */
      readonly audiences: readonly string[];
      /** Whether the provider already has ours: then its list is left alone, whatever it comes to hold. */
      readonly complete: boolean;
    }
  | { readonly action: "use"; readonly arn: string };

/** The tag by which a stack recognizes the provider that it made, even after `destroy`, which leaves the provider. */
export const OWNER_TAG = "passwordless:owner";

/** What one stack wants, and what exists. */
export interface ProviderQuestion {
  readonly oidcProvider: "create" | "existing";
  readonly arn: string;
  /** `project/stack` of the stack that asks. */
  readonly owner: string;
  readonly found: FoundProvider | undefined;
}

/**
 * Decides whether the stack creates the provider, adopts one that it made earlier, or uses another's. An account has
 * one provider per issuer.
 *
 * @throws InputError if the setting does not fit what exists.
 */
export function decideOidcProvider({ oidcProvider, arn, owner, found }: ProviderQuestion): OidcProviderDecision {
  const refuse = (message: string) =>
    new InputError("The AWS account does not fit the setting:", [{ key: "oidcProvider", message }]);
  if (oidcProvider === "create") {
    if (found === undefined || found.tags[OWNER_TAG] === owner) {
      const complete = found?.audiences.includes(AUDIENCE) === true;
      const audiences = [...new Set([...(found?.audiences ?? []), AUDIENCE])];
      return { action: "create", arn, tags: { [OWNER_TAG]: owner }, adopt: found !== undefined, audiences, complete };
    }
    throw refuse(
      `got "create", but the account has ${arn} already${ownedBy(found)}; expected "existing" ` +
        `(or, if this stack made that provider, its tag ${OWNER_TAG} set to ${owner} again)`,
    );
  }
  if (found === undefined) {
    throw refuse(
      `got "existing", but the account has no ${arn}; expected "create", or first "up" of the stack that creates it. ${OTHER_ISSUERS}`,
    );
  }
  if (!found.audiences.includes(AUDIENCE)) {
    throw refuse(
      `got "existing", but ${arn} accepts only the audiences ${found.audiences.join(", ") || "(none)"}; expected ${AUDIENCE} among them: ` +
        `aws iam add-client-id-to-open-id-connect-provider --open-id-connect-provider-arn ${arn} --client-id ${AUDIENCE}`,
    );
  }
  return { action: "use", arn };
}

/** Added if the provider is missing: a provider for another issuer would look like the reason to make one. */
const OTHER_ISSUERS = `An enterprise's own issuer (${ISSUER}/...), GitHub Enterprise Server and ghe.com are not supported`;

function ownedBy({ tags }: FoundProvider): string {
  const owner = tags[OWNER_TAG];
  return owner === undefined ? "" : `, made by the stack ${owner}`;
}
