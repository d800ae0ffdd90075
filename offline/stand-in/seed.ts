import { oidcProviderBefore } from "./aws/oidc-provider";
import type { StoredResource } from "./cloud";
import { variableBefore } from "./github/actions-variable";
import type { World } from "./world";

/** The resources that the account and the repositories of a world hold before the first up. */
export function seededResources({ aws, github }: World): StoredResource[] {
  const providers = aws.oidcProviders.flatMap(({ accountId = aws.accountId, ...provider }) =>
    accountId === undefined ? [] : [oidcProviderBefore(accountId, provider)],
  );
  const variables = Object.entries(github.repositories).flatMap(([fullName, repository]) =>
    "movedTo" in repository
      ? []
      : Object.entries(repository.variables ?? {}).map(([name, value]) => variableBefore(fullName, name, value)),
  );
  return [...providers, ...variables];
}
