// Where the committed files keep a stack's state, if that is Pulumi Cloud.
import { join } from "node:path";
import { DeliveryError } from "./actions.ts";
import { ORGANIZATION } from "./forms.ts";
import { only, readProjectFile, readStackFile } from "./stack-file.ts";
import { origin } from "./site.ts";

/** A stack in Pulumi Cloud. */
export interface CloudStack {
  /** The address of its API, without a slash at the end. */
  readonly url: string;
  readonly organization: string;
  readonly project: string;
  readonly stack: string;
}

/**
 * The stack as Pulumi Cloud knows it, or undefined if its state is elsewhere.
 *
 * @throws DeliveryError if the committed files do not say which.
 */
export function cloudStackOf(folder: string, stack: string): CloudStack | undefined {
  const entries = readProjectFile(folder);
  const given = only("url", only("backend", entries)?.entries() ?? [])?.read();
  if (typeof given !== "string" || !/^https?:/.test(given)) return undefined;
  const { project, value } = readStackFile(join(folder, `Pulumi.${stack}.yaml`));
  const organization = value("pulumiOrganization");
  if (typeof organization !== "string" || !ORGANIZATION.test(organization)) {
    const got =
      organization === undefined || organization === "" ? "is missing" : `got ${JSON.stringify(organization)}`;
    throw new DeliveryError(
      `pulumiOrganization: ${got}; expected the organization in Pulumi Cloud that holds the state`,
    );
  }
  return { url: addressOf(given), organization, project, stack };
}

function addressOf(given: string): string {
  const { want, parse } = origin("an https address without a path, for example https://api.pulumi.com");
  const address = parse(given);
  if (address !== undefined) return address;
  throw new DeliveryError(`backend.url: got ${JSON.stringify(given.replace(/\/\/.*@/, "//"))}; expected ${want}`);
}
