import { dirname } from "node:path";

import { satisfies } from "semver";

import type { Check } from "./check";
import { NAMES } from "./context";
import { hasLanguageHost, INSTALL, LANGUAGE_HOST } from "./engine";
import { ok, warning, wrong } from "./outcome";

export const settingsCheck: Check = {
  name: NAMES.settings,
  async run({ settings, stack }) {
    const { repository, branch, environment } = await settings.asked();
    return ok(
      `Pulumi.${stack}.yaml: ${repository.owner}/${repository.name}, branch ${branch}, environment ${environment}`,
    );
  },
};

export const nodeCheck: Check = {
  name: "Node",
  run({ project: { node } }) {
    const { version } = process;
    return satisfies(version, node)
      ? ok(`${version} (${node})`)
      : wrong(`${version} is not one of ${node}`, "install a version of Node that package.json accepts");
  },
};

export const engineCheck: Check = {
  name: NAMES.engine,
  async run({ engine, environment }) {
    const { command, version, notOnPath } = await engine.asked();
    const complete = hasLanguageHost(command, environment);
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
  },
};
