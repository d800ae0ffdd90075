import {
  checkProtection,
  mostProtection,
  planIn,
  protectionNotice,
} from "../../../components/policy/environment-protection";
import { InputError } from "../../../components/policy/input-error";
import { type Check, ok, unknown, warning, wrong } from "../check";
import type { GithubApi } from "./api";

export const environmentCheck: Check = {
  name: "Environment protection",
  async run({ github, repository, settings }) {
    const { branch, environment, environmentProtection: asked } = await settings.needed();
    const { owner, visibility } = (await repository.needed()).facts;
    const plan = visibility === "public" ? undefined : await planOf(owner, (await github.needed()).api);
    const most = mostProtection(visibility, plan);
    try {
      checkProtection(asked, visibility, plan);
    } catch (error) {
      if (!(error instanceof InputError)) throw error;
      return wrong(
        error.problems.map(({ message }) => message).join("; "),
        `set environmentProtection: ${String(most)}`,
      );
    }
    const notice = protectionNotice(asked, environment, branch);
    if (notice !== undefined) return warning(notice, "environmentProtection: full, where the plan allows it");
    if (most !== undefined) return ok(`${asked}, which a ${visibility} repository ${planText(plan)}can have`);
    return unknown(
      `${asked}; GitHub does not tell the plan of ${owner}`,
      "private repositories: Free allows none, Pro and Team branch, Enterprise full",
    );
  },
};

function planText(plan: string | undefined): string {
  return plan === undefined ? "" : `on the plan ${plan} `;
}

/** The owner's plan; only members of an organization and users themselves are told. */
async function planOf(owner: string, api: GithubApi): Promise<string | undefined> {
  const organization = await api.try(`orgs/${owner}`);
  const answer = organization?.code === 404 ? await api.try(`users/${owner}`) : organization;
  if (answer?.code !== 200) return undefined;
  return planIn(answer.body);
}
