import { readOwnRoles } from "../../components/policy/own-role/roles";
import { ROLE_NAMES } from "../../components/policy/roles";
import { ownRoleSources } from "../../lib/own-role-sources";
import type { Check } from "./check";
import { ok, warning } from "./outcome";

export const rolesCheck: Check = {
  name: "Roles",
  async run({ settings }) {
    const { builtInRoles } = await settings.needed();
    const says = builtInRoles.length === ROLE_NAMES.length ? "all four" : builtInRoles.join(", ") || "none";
    return builtInRoles.includes("drift")
      ? ok(says)
      : warning(
          `${says}; without drift nothing looks for changes that nobody committed`,
          "name drift in builtInRoles, or compare now and then: pulumi preview --refresh --diff",
        );
  },
};

export const ownRolesCheck: Check = {
  name: "Roles of your own",
  async run({ identity, project, settings }) {
    const asked = await settings.needed();
    const names = asked.roles.map(({ name }) => name).join(", ");
    if (names === "") return ok("none");
    const { account } = await identity.needed();
    const question = { ...asked, project: project.name, account };
    const { warnings } = await readOwnRoles(question, ownRoleSources(project.folder));
    return warnings.length === 0
      ? ok(`${names}: workflows and policies can be used`)
      : warning(`${names}: each preview warns of them`, warnings.join("\n"));
  },
};
