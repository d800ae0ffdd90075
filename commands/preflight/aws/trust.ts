import { ROLE_NAMES } from "../../../components/policy/roles";
import { oidcProviderArn } from "../../../components/policy/oidc";
import { trustOfRoles } from "../../../components/policy/role-trust";
import { TRUST_POLICY_LIMIT } from "../../../components/policy/trust";
import { type Check, ok } from "../check";

export const trustCheck: Check = {
  name: "Trust policies",
  async run({ identity, now, repository, settings }) {
    const trusted = { ...(await settings.needed()), repository: (await repository.needed()).facts, now };
    const { policies } = trustOfRoles(oidcProviderArn((await identity.needed()).account), trusted);
    const longest = Math.max(...Object.values(policies).map((policy) => JSON.stringify(policy).length));
    return ok(`${ROLE_NAMES.join(", ")}: at most ${longest} of the ${TRUST_POLICY_LIMIT} characters that AWS allows`);
  },
};
