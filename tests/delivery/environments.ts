// GitHub's environments of acme/site, as far as the workflows ask for them.
import type { RequestListener } from "node:http";

/** An environment that is protected as the example's settings promise: nobody bypasses it, and only main deploys. */
const PROTECTED = {
  can_admins_bypass: false,
  deployment_branch_policy: { protected_branches: false, custom_branch_policies: true },
  protection_rules: [{ type: "branch_policy" }],
};

/** What GitHub says of an environment or its branches; undefined for any other path. */
export function environmentAnswer(path: string, changed: object = {}): object | undefined {
  const [, name, rest] =
    /^\/repos\/acme\/site\/environments\/([\w-]+)(\/deployment-branch-policies\?.*)?$/.exec(path) ?? [];
  if (name === undefined) return undefined;
  return rest === undefined
    ? { name, ...PROTECTED, ...changed }
    : { branch_policies: [{ id: 1, name: "main", type: "branch" }] };
}

/** GitHub, where only environments are asked for. */
export function environmentApi(changed?: object): RequestListener {
  return ({ url = "" }, response) => {
    const answer = environmentAnswer(url, changed);
    response.writeHead(answer === undefined ? 404 : 200).end(JSON.stringify(answer ?? {}));
  };
}
