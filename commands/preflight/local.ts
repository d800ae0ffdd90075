import { dirname, join } from "node:path";

import { satisfies } from "semver";

import { ROLE_NAMES } from "../../components/policy/roles";
import { readText } from "../../lib/read-text";
import type { Context } from "./context";
import { hasLanguageHost, INSTALL, LANGUAGE_HOST } from "./engine";
import { ok, type Outcome, warning, wrong } from "./outcome";

export function node({ project: { folder } }: Pick<Context, "project">): Outcome {
  const { engines } = JSON.parse(readText(join(folder, "package.json"))) as { engines?: { node?: string } };
  const { version } = process;
  const accepted = engines?.node ?? "*";
  return satisfies(version, accepted)
    ? ok(`${version} (${accepted})`)
    : wrong(`${version} is not one of ${accepted}`, "install a version of Node that package.json accepts");
}

export async function engine({ engine: find }: Pick<Context, "engine">): Promise<Outcome> {
  const { command, version, notOnPath } = await find();
  const complete = hasLanguageHost(command);
  if (notOnPath === undefined) {
    return complete
      ? ok(`${version}, pulumi on PATH`)
      : warning(
          `${version}, pulumi on PATH, but no ${LANGUAGE_HOST} on PATH or beside it`,
          `unless it is a shim for one that has it, up fails with "failed to load language plugin nodejs": ${INSTALL}`,
        );
  }
  const where = `${version} in ${command}; pulumi on PATH: ${notOnPath}`;
  return complete
    ? warning(where, `put it first on PATH to call it as pulumi: export PATH=${dirname(command)}:$PATH`)
    : wrong(`${where}; the one in ${command} has no ${LANGUAGE_HOST} and is good for npm run offline only`, INSTALL);
}

export async function settings({ settings: asked, stack }: Context): Promise<Outcome> {
  const { repository, branch, environment } = await asked();
  return ok(
    `Pulumi.${stack}.yaml: ${repository.owner}/${repository.name}, branch ${branch}, environment ${environment}`,
  );
}

export async function roles({ settings: asked }: Context): Promise<Outcome> {
  const { builtInRoles } = await asked();
  const says = builtInRoles.length === ROLE_NAMES.length ? "all four" : builtInRoles.join(", ") || "none";
  return builtInRoles.includes("drift")
    ? ok(says)
    : warning(
        `${says}; without drift nothing looks for changes that nobody committed`,
        "name drift in builtInRoles, or compare now and then: pulumi preview --refresh --diff",
      );
}
