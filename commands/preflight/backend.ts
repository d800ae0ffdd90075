import { existsSync } from "node:fs";

import { InputError } from "../../components/policy/input-error";
import { backendProblems, stateBackend, withoutUser } from "../../components/policy/state-backend";
import type { Check } from "./check";
import { type Context, NAMES } from "./context";
import { backendOf, folderOf } from "./engine-backend";
import { ok, type Outcome, warning, wrong } from "./outcome";

const COMMIT_ONE = "set backend.url (s3://<bucket>?region=<region>) in Pulumi.yaml, and commit it";

/** Where the state is: for the workflows, which know the committed file alone, and for who runs `up` in this shell. */
export const backendCheck: Check = {
  name: NAMES.backend,
  async run(context) {
    const { environment, project, settings, stateBucket } = context;
    const committed = project.backend?.url ?? "";
    const stated = await settings.asked().then(
      (known) => known.stateBucket,
      () => "",
    );
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
    if (stateBackend(committed) === undefined) {
      return warning(`${url} (${here.from}): the workflows work with a committed s3:// backend only`, COMMIT_ONE);
    }
    const { name } = await stateBucket.asked();
    if (stateBackend(here.url)?.bucket === name) return sameForBoth(name, stated, context);
    return warning(
      `up from here keeps the state in ${url} (${here.from}), the workflows look for it in s3://${name}`,
      `take ${here.from} away: backend.url in Pulumi.yaml serves both`,
    );
  },
};

function sameForBoth(name: string, stated: string, { stack }: Context): Outcome {
  return stated === ""
    ? warning(
        `s3://${name} answers, but stateBucket is empty: no role may read the state`,
        `set stateBucket: ${name} in Pulumi.${stack}.yaml, unless the repository's own workflows run no Pulumi`,
      )
    : ok(`s3://${name} answers`);
}
