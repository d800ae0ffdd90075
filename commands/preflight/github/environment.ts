import {
  checkProtection,
  mostProtection,
  githubPlanOf,
  protectionNotice,
} from "../../../components/policy/environment-protection";
import { InputError } from "../../../components/policy/input-error";
import { type Check, ok, unknown, warning, wrong } from "../check";

export const environmentCheck: Check = {
  name: "Environment protection",
  async run({ github, repository, settings }) {
    const { branch, environment, environmentProtection: asked } = await settings.needed();
    const { owner, visibility } = (await repository.needed()).facts;
    const ask = async (endpoint: string) => (await github.needed()).api.try(endpoint);
    const plan = visibility === "public" ? undefined : await githubPlanOf(owner, ask);
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
