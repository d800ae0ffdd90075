import { homedir } from "node:os";
import { join } from "node:path";

import { refuseAny } from "../../../components/policy/input-error";
import { isPulumiCloud } from "../../../components/policy/pulumi-cloud";
import { backendProblems, stateBackend, withoutUser } from "../../../components/policy/state-backend";
import { readText } from "../../../lib/read-text";
import type { Project } from "../../../lib/stack-files";
import type { Context } from "../context";
import { valueOf } from "../environment";
import { ok, type Outcome, unknown, warning, wrong } from "../outcome";

const COMMIT_ONE =
  "set backend.url (s3://<bucket>?region=<region>, or https://api.pulumi.com) in Pulumi.yaml, and commit it";

/** Where the state is: for the workflows, which know only the committed file, and for `up` in this shell. */
export async function backend({ project, settings, stack, stateBucket }: Context): Promise<Outcome> {
  const committed = project.backend?.url ?? "";
  const stated = await settings().catch(() => ({ stateBucket: "", pulumiOrganization: "" }));
  refuseAny("The roles could not work with the state:", backendProblems(committed, stated));
  const here = backendOf(project);
  if (here === undefined) {
    return wrong(
      "there is none: no backend.url in Pulumi.yaml, no PULUMI_BACKEND_URL, nobody is logged in",
      COMMIT_ONE,
    );
  }
  const url = withoutUser(here.url);
  const elsewhere = (place: string): Outcome =>
    warning(
      `up from here keeps the state in ${url} (${here.from}), the workflows look for it in ${place}`,
      `unset ${here.from}: backend.url in Pulumi.yaml serves both`,
    );
  if (isPulumiCloud(committed)) {
    if (here.url.replace(/\/$/, "") !== committed.replace(/\/$/, "")) return elsewhere(committed);
    return inPulumiCloud(committed, stated.pulumiOrganization, stack);
  }
  if (stateBackend(committed) === undefined) {
    return warning(`${url} (${here.from}): the workflows work with a committed s3:// or https:// only`, COMMIT_ONE);
  }
  const { name } = await stateBucket();
  if (stateBackend(here.url)?.bucket !== name) return elsewhere(`s3://${name}`);
  return stated.stateBucket === ""
    ? warning(
        `s3://${name} answers, but stateBucket is empty: no role may read the state`,
        `set stateBucket: ${name} in Pulumi.${stack}.yaml, unless the repository's own workflows run no Pulumi`,
      )
    : ok(`s3://${name} answers`);
}

/** Pulumi Cloud shows its issuers and teams only to the organization's administrators, so they are not checked. */
function inPulumiCloud(url: string, organization: string, stack: string): Outcome {
  return organization === ""
    ? warning(
        `${url}, but pulumiOrganization is empty: no job of the workflows gets a token`,
        "set pulumiOrganization in Pulumi.yaml, unless the repository's own workflows run no Pulumi",
      )
    : unknown(
        `${url}, organization ${organization}; its issuer, teams and rules are not checked`,
        `npm run trust -- --stack ${stack} --pulumi-cloud prints what an administrator registers`,
      );
}

/** Where the engine keeps the stacks' state, and who says so. */
interface Backend {
  readonly url: string;
  readonly from: string;
}

/** The backend that the engine would take: the environment's, else Pulumi.yaml's, else that of `pulumi login`. */
export function backendOf({ backend }: Pick<Project, "backend">, environment = process.env): Backend | undefined {
  const token = valueOf("PULUMI_ACCESS_TOKEN", environment);
  const candidates = [
    { url: valueOf("PULUMI_BACKEND_URL", environment), from: "PULUMI_BACKEND_URL" },
    { url: backend?.url, from: "backend.url in Pulumi.yaml" },
    { url: loggedIn(environment), from: "pulumi login" },
    { url: token === undefined ? undefined : "https://api.pulumi.com", from: "PULUMI_ACCESS_TOKEN" },
  ];
  return candidates.find((candidate): candidate is Backend => candidate.url !== undefined && candidate.url !== "");
}

function loggedIn(environment: NodeJS.ProcessEnv): string | undefined {
  const home = valueOf("PULUMI_HOME", environment) ?? join(homedir(), ".pulumi");
  const file = join(valueOf("PULUMI_CREDENTIALS_PATH", environment) ?? home, "credentials.json");
  try {
    return (JSON.parse(readText(file)) as { current?: string }).current;
  } catch {
    return undefined;
  }
}
