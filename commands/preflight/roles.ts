import { ROLE_NAMES } from "../../components/policy/roles";
import type { Check } from "./check";
import { NAMES } from "./context";
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
  name: NAMES.ownRoles,
  async run({ ownRoles }) {
    const { policies, warnings } = await ownRoles.asked();
    const names = Object.keys(policies).join(", ");
    if (names === "") return ok("none");
    return warnings.length === 0
      ? ok(`${names}: workflows and policies can be used`)
      : warning(`${names}: each preview warns of them`, warnings.join("\n"));
  },
};
