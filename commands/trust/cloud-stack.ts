import type { CloudStack } from "../../components/policy/pulumi-cloud";
import { projectRoot } from "../../lib/paths";
import { readProject } from "../../lib/stack-files";
import { UserError } from "../../lib/user-error";
import { settingText } from "../setting/text";

/** A stack as Pulumi Cloud knows it. @throws {UserError} if the committed files name no organization. */
export function cloudStack(stack: string): CloudStack {
  const organization = settingText(projectRoot, stack, "pulumiOrganization").trim();
  if (organization === "")
    throw new UserError("pulumiOrganization is empty; expected the organization in Pulumi Cloud, in Pulumi.yaml");
  return { organization, project: readProject(projectRoot).name, stack };
}
