import { join } from "node:path";

import { satisfies } from "semver";

import { roleNames } from "../../components/policy/roles-of-stack";
import { placeOf, placesIn } from "../../lib/promotion";
import { readText } from "../../lib/read-text";
import { fullKey, readStackFile } from "../../lib/stack-files";
import type { Context } from "./context";
import { ok, type Outcome, warning, wrong } from "./outcome";

export function node({ project: { folder } }: Pick<Context, "project">): Outcome {
  const { engines } = JSON.parse(readText(join(folder, "package.json"))) as { engines?: { node?: string } };
  const { version } = process;
  const accepted = engines?.node ?? "*";
  return satisfies(version, accepted)
    ? ok(`${version} (${accepted})`)
    : wrong(`${version} is not one of ${accepted}`, "install a version of Node that package.json accepts");
}

export async function settings({ settings: asked, stack, project }: Context): Promise<Outcome> {
  const { repository, branch, environment } = await asked();
  const { config } = readStackFile(project, stack);
  const own = placeOf(stack, (key) => config[fullKey(key, project.name)]);
  const others = placesIn(project.folder).filter((place) => place.repository === own.repository);
  const names = others.map((place) => place.environment).filter((name) => name !== environment);
  // The program does not look into other files, and the workflows deploy nothing then.
  for (const key of ["after", "before"] as const) {
    if (own[key] !== "" && !names.includes(own[key]))
      return wrong(
        `${key}: got "${own[key]}"; expected another environment of ${own.repository}: ${names.join(", ") || "there is none"}`,
        `correct ${key} in Pulumi.${stack}.yaml`,
      );
  }
  return ok(
    `Pulumi.${stack}.yaml: ${repository.owner}/${repository.name}, branch ${branch}, environment ${environment}`,
  );
}

export async function roles({ settings: asked }: Context): Promise<Outcome> {
  const settings = await asked();
  const says = roleNames(settings).join(", ") || "none";
  return settings.builtInRoles.includes("drift")
    ? ok(says)
    : warning(
        `${says}; without drift nothing looks for changes that nobody committed`,
        "name drift in builtInRoles, or compare now and then: pulumi preview --refresh --diff",
      );
}
