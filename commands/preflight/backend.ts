import { existsSync } from "node:fs";

import { InputError } from "../../components/policy/input-error";
import { isPulumiCloud } from "../../components/policy/pulumi-cloud";
import { backendProblems, stateBackend, withoutUser } from "../../components/policy/state-backend";
import type { Check } from "./check";
import { type Context, NAMES } from "./context";
import { backendOf, folderOf } from "./engine-backend";
import { ok, type Outcome, unknown, warning, wrong } from "./outcome";

const COMMIT_ONE =
  "set backend.url (s3://<bucket>?region=<region>, or https://api.pulumi.com) in Pulumi.yaml, and commit it";

/** Where the state is: for the workflows, which know only the committed file, and for `up` in this shell. */
export const backendCheck: Check = {
  name: NAMES.backend,
  async run(context) {
    const { environment, project, settings, stateBucket } = context;
    const committed = project.backend?.url ?? "";
    const stated = await settings.asked().catch(() => ({ stateBucket: "", pulumiOrganization: "" }));
    const problems = backendProblems(committed, stated);
    if (problems.length > 0) throw new InputError("The roles could not work with the state:", problems);
    const here = backendOf(project, environment);
    if (here === undefined) {
      return wrong(
        "there is none: no backend.url in Pulumi.yaml, no PULUMI_BACKEND_URL, nobody is logged in",
        COMMIT_ONE,
      );
    }
    const url = withoutUser(here.url);
    const folder = url.startsWith("file://") ? folderOf(url, project.folder) : undefined;
    if (folder !== undefined && !existsSync(folder)) {
      return wrong(
        `${url} (${here.from}): there is no folder ${folder}`,
        `mkdir -p ${folder}, or correct ${here.from}`,
      );
    }
    if (isPulumiCloud(committed)) {
      return withoutSlash(here.url) === withoutSlash(committed)
        ? inPulumiCloud(committed, stated.pulumiOrganization, context)
        : elsewhere(url, here.from, committed);
    }
    if (stateBackend(committed) === undefined) {
      return warning(`${url} (${here.from}): the workflows work with a committed s3:// or https:// only`, COMMIT_ONE);
    }
    const { name } = await stateBucket.asked();
    if (stateBackend(here.url)?.bucket === name) return sameForBoth(name, stated.stateBucket, context);
    return elsewhere(url, here.from, `s3://${name}`);
  },
};

function elsewhere(url: string, from: string, committed: string): Outcome {
  return warning(
    `up from here keeps the state in ${url} (${from}), the workflows look for it in ${committed}`,
    `take ${from} away: backend.url in Pulumi.yaml serves both`,
  );
}

/** Pulumi Cloud shows its issuers and teams only to the organization's administrators, so they are not checked. */
function inPulumiCloud(url: string, organization: string, { stack }: Context): Outcome {
  return organization === ""
    ? warning(
        `${url}, but pulumiOrganization is empty: no job of the workflows gets a token`,
        "set pulumiOrganization in Pulumi.yaml, unless the repository's own workflows run no Pulumi",
      )
    : unknown(
        `${url}, organization ${organization}; its issuer, teams and rules are not asked`,
        `npm run trust -- --stack ${stack} --pulumi-cloud prints what an administrator registers`,
      );
}

function withoutSlash(url: string): string {
  return url.replace(/\/$/, "");
}

function sameForBoth(name: string, stated: string, { stack }: Context): Outcome {
  return stated === ""
    ? warning(
        `s3://${name} answers, but stateBucket is empty: no role may read the state`,
        `set stateBucket: ${name} in Pulumi.${stack}.yaml, unless the repository's own workflows run no Pulumi`,
      )
    : ok(`s3://${name} answers`);
}
