import { account, identity, oidcProvider } from "./aws/account";
import { boundary } from "./aws/boundary";
import { domain, headersPolicies } from "./aws/cloudfront";
import type { Context } from "./context";
import { branch, protection, reviewers } from "./github/environment";
import { secrets } from "./github/secrets";
import { rights, subjects, token } from "./github/token";
import { variables } from "./github/variables";
import { engine } from "./engine";
import { node, roles, settings } from "./local";
import type { Outcome } from "./outcome";
import { backend } from "./state/backend";
import { passphrase } from "./state/passphrase";
import { bucket } from "./state/state-bucket";

/** All checks, in the order of the table. */
export const CHECKS: Readonly<Record<string, (context: Context) => Promise<Outcome> | Outcome>> = {
  Node: node,
  "Pulumi engine": engine,
  Settings: settings,
  Roles: roles,
  Passphrase: passphrase,
  "State backend": backend,
  "State bucket": bucket,
  "AWS identity": identity,
  "AWS account": account,
  "OIDC provider": oidcProvider,
  "GitHub token": token,
  "Repository and subjects": subjects,
  "GitHub token's rights": rights,
  "Permissions boundary": boundary,
  "Headers policies": headersPolicies,
  Domain: domain,
  Branch: branch,
  "Environment protection": protection,
  Variables: variables,
  Reviewers: reviewers,
  "Stored AWS keys": secrets,
};
