import { branchNotice } from "../../../components/policy/branch-review";
import {
  checkProtection,
  githubPlanOf,
  mostProtection,
  protectionNotice,
} from "../../../components/policy/environment-protection";
import { InputError } from "../../../components/policy/input-error";
import type { Check } from "../check";
import { ok, unknown, warning, wrong } from "../outcome";
import { askBranchReview } from "./branch-review";
import { existingEnvironment } from "./existing-environment";

export const branchCheck: Check = {
  name: "Branch",
  async run({ github, repository, settings }) {
    const { branch } = await settings.needed();
    const { facts } = await repository.needed();
    const { api } = await github.needed();
    const review = await askBranchReview(api, facts, branch);
    const [says = "", ...rest] = (branchNotice(branch, review) ?? "").replace(/^branch: /, "").split("; ");
    if (review === "required") return ok(`${branch}: changes need a reviewed pull request`);
    if (review === "not checked") return unknown(says);
    return warning(says, rest.join("; ") || `push the branch ${branch}, and protect it by a ruleset`);
  },
};

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
    const existing = await existingEnvironment(await settings.needed(), (await github.needed()).api);
    if (existing !== undefined) return existing;
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
