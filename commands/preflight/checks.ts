import { accountCheck, identityCheck } from "./aws/account";
import { oidcProviderCheck } from "./aws/oidc-provider";
import { trustCheck } from "./aws/trust";
import { backendCheck } from "./backend";
import type { Check } from "./check";
import { engineCheck, nodeCheck } from "./engine";
import { branchCheck } from "./github/branch";
import { environmentCheck } from "./github/environment";
import { ownerCheck } from "./github/owner";
import { repositoryCheck } from "./github/repository";
import { reviewersCheck } from "./github/reviewers";
import { rightsCheck } from "./github/rights";
import { secretsCheck } from "./github/secrets";
import { tokenCheck } from "./github/token";
import { variablesCheck } from "./github/variables";
import { settingsCheck } from "./settings";

/** All checks, in the order of the table. */
export const CHECKS: readonly Check[] = [
  nodeCheck,
  engineCheck,
  settingsCheck,
  backendCheck,
  identityCheck,
  accountCheck,
  oidcProviderCheck,
  ownerCheck,
  tokenCheck,
  repositoryCheck,
  rightsCheck,
  trustCheck,
  branchCheck,
  environmentCheck,
  variablesCheck,
  reviewersCheck,
  secretsCheck,
];
