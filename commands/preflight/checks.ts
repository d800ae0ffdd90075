import { accountCheck, identityCheck, oidcProviderCheck, trustCheck } from "./aws/checks";
import { boundaryCheck } from "./aws/boundary";
import { domainCheck } from "./aws/domain";
import { headersPoliciesCheck } from "./aws/headers-policies";
import { backendCheck } from "./backend";
import type { Check } from "./check";
import { ownerCheck, repositoryCheck, tokenCheck } from "./github/checks";
import { branchCheck, environmentCheck } from "./github/protection";
import { reviewersCheck } from "./github/reviewers";
import { rightsCheck } from "./github/rights";
import { secretsCheck } from "./github/secrets";
import { variablesCheck } from "./github/variables";
import { engineCheck, nodeCheck, settingsCheck } from "./local-checks";
import { passphraseCheck } from "./passphrase";
import { ownRolesCheck, rolesCheck } from "./roles";
import { stateBucketCheck } from "./state-bucket";

/** All checks, in the order of the table. */
export const CHECKS: readonly Check[] = [
  nodeCheck,
  engineCheck,
  settingsCheck,
  rolesCheck,
  passphraseCheck,
  backendCheck,
  stateBucketCheck,
  identityCheck,
  accountCheck,
  oidcProviderCheck,
  ownerCheck,
  tokenCheck,
  repositoryCheck,
  rightsCheck,
  ownRolesCheck,
  trustCheck,
  boundaryCheck,
  headersPoliciesCheck,
  domainCheck,
  branchCheck,
  environmentCheck,
  variablesCheck,
  reviewersCheck,
  secretsCheck,
];
