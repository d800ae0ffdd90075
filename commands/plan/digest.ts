import { fieldsOf, parsed } from "../../components/policy/json";
import { UserError } from "../../lib/user-error";
import { changedProperties, type StepDetail } from "./changed";
import type { PlannedStep } from "./decision";

/** What `pulumi preview --json` prints, as far as it is read here. */
interface PreviewDigest {
  readonly steps?: readonly (StepDetail & { readonly op: string; readonly urn: string })[];
  readonly diagnostics?: readonly { readonly severity: string; readonly message: string }[];
}

const PARTS: readonly string[] = ["create-replacement", "delete-replaced"];

/**
 * The steps of `pulumi preview --json`.
 *
 * @throws {UserError} if the text is not that, or the preview failed: nothing may be decided from part of a plan.
 */
export function stepsOf(text: string): PlannedStep[] {
  const { steps, diagnostics = [] }: PreviewDigest = fieldsOf(parsed(text));
  const errors = diagnostics.filter(({ severity }) => severity === "error");
  const messages = new Set(errors.map(({ message }) => message.trim().replace(/^error: /, "")));
  if (messages.size > 0) throw new UserError(`the preview failed: ${[...messages].join("\n")}`);
  if (!areSteps(steps)) throw new UserError("the preview holds no steps; expected what pulumi preview --json prints");
  const replaced = new Set(steps.filter(({ op }) => op === "replace").map(({ urn }) => urn));
  // A replacement is one step and not three.
  const told = steps.filter(({ op, urn }) => !(PARTS.includes(op) && replaced.has(urn)));
  return told.map(({ op, urn, ...detail }) => {
    const [, , types = "", name = ""] = urn.split("::");
    const { oldState, newState } = detail;
    const [before, after] = [oldState?.protect === true, newState?.protect === true];
    return {
      op,
      type: types.split("$").at(-1) ?? types,
      name,
      changed: changedProperties(detail),
      protection: oldState !== undefined && newState !== undefined && before !== after,
    };
  });
}

function areSteps(value: unknown): value is NonNullable<PreviewDigest["steps"]> {
  return (
    Array.isArray(value) &&
    value.map(fieldsOf).every((one) => [one.urn, one.op].every((each) => typeof each === "string"))
  );
}
