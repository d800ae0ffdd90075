import { branchEndpoints, branchNotice, branchReview } from "../../../components/policy/branch-review";
import { type Check, ok, unknown, warning } from "../check";

export const branchCheck: Check = {
  name: "Branch",
  async run({ github, repository, settings }) {
    const { branch } = await settings.needed();
    const { facts } = await repository.needed();
    const { api } = await github.needed();
    const endpoints = branchEndpoints(facts, branch);
    const [rules, found, protection] = await Promise.all([
      api.try(endpoints.rules),
      api.try(endpoints.branch),
      api.try(endpoints.protection),
    ]);
    const review = branchReview({ rules, branch: found, protection });
    const [says = "", ...rest] = (branchNotice(branch, review) ?? "").replace(/^branch: /, "").split("; ");
    if (review === "required") return ok(`${branch}: changes need a reviewed pull request`);
    if (review === "not checked") return unknown(says);
    return warning(says, rest.join("; ") || `push the branch ${branch}, and protect it by a ruleset`);
  },
};
