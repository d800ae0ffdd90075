import { ROLE_NAMES } from "../../components/policy/roles";
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
