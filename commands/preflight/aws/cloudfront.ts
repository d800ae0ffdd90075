import {
  ListConflictingAliasesCommand,
  ListDistributionsCommand,
  ListResponseHeadersPoliciesCommand,
} from "@aws-sdk/client-cloudfront";

import { namesOf } from "../../../components/policy/domain";
import { namePattern } from "../../../components/policy/names";
import type { Context } from "../context";
import { ok, type Outcome, unknown, warning, wrong } from "../outcome";
import { ask, notChecked } from "./ask";

/** How many custom headers policies an account may have, unless AWS has raised the quota. */
const MOST = 20;

const STEPS = 'see "Moving a name that is in use" in docs/domain.md';

/** Whether the account has room for the stack's headers policy, or has the one that the stack names. */
export async function headersPolicies({ aws, identity, project, settings, stack }: Context): Promise<Outcome> {
  const { policyId } = (await settings()).headers;
  const [{ cloudfront }] = await Promise.all([aws(), identity()]);
  const listed = await listOf("ListResponseHeadersPolicies", async (input, options) => {
    const question = new ListResponseHeadersPoliciesCommand(input);
    return (await cloudfront.send(question, options)).ResponseHeadersPolicyList;
  });
  const own = listed.filter(({ Type }) => Type !== "managed");
  const count = `${own.length} of the ${MOST} that an account has room for`;
  const nameOf = (one: (typeof listed)[number]) => String(one.ResponseHeadersPolicy?.ResponseHeadersPolicyConfig?.Name);
  if (policyId !== "") {
    const shared = listed.find((one) => one.ResponseHeadersPolicy?.Id === policyId);
    return shared === undefined
      ? wrong(
          `headers.policyId: got ${JSON.stringify(policyId)}, which is not a response headers policy of the account`,
          "take an id from: aws cloudfront list-response-headers-policies",
        )
      : ok(`headers.policyId: ${nameOf(shared)}; the account has ${count}`);
  }
  // The engine's random part consists of hexadecimal digits.
  const pattern = new RegExp(`^${namePattern(project.name, stack, "site").replaceAll("?", "[0-9a-f]")}$`);
  if (own.some((one) => pattern.test(nameOf(one)))) return ok(`the stack's own is there: ${count}`);
  return own.length < MOST
    ? ok(`${count}, before the stack's own`)
    : wrong(`the account has ${count}`, "share one: set headers.policyId; or have AWS raise the quota");
}

/** Whether the site's names are free: each is on one distribution of all AWS accounts. */
export async function domain({ aws, identity, project, settings, stack }: Context): Promise<Outcome> {
  const { domain: asked } = await settings();
  if (asked === null) return ok("none: the site is at its distribution's own name");
  const [{ cloudfront }] = await Promise.all([aws(), identity()]);
  const names = namesOf(asked);
  const all = await listOf(
    "ListDistributions",
    async (input, options) => (await cloudfront.send(new ListDistributionsCommand(input), options)).DistributionList,
  );
  // What the program writes there.
  const own = all.find(({ Comment }) => Comment === `${project.name}/${stack}`);
  const missing = names.filter((name) => own?.Aliases?.Items?.includes(name) !== true);
  const taken = all.flatMap(({ Id, Aliases }) =>
    missing.filter((name) => Aliases?.Items?.includes(name)).map((name) => `${name} is on the distribution ${Id}`),
  );
  if (taken.length === 0 && missing.length > 0) {
    const DistributionId = own?.Id;
    if (DistributionId === undefined || own?.ViewerCertificate?.ACMCertificateArn === undefined) {
      const says = `${missing.join(", ")}: not on another distribution of this account; AWS shows other accounts' only once the certificate is on the stack's own`;
      return unknown(says, `if another site has one of these names now: set domain.attach to false, and ${STEPS}`);
    }
    for (const Alias of missing) {
      const found = await listOf("ListConflictingAliases", async (input, options) => {
        const question = new ListConflictingAliasesCommand({ DistributionId, Alias, ...input });
        return (await cloudfront.send(question, options)).ConflictingAliasesList;
      });
      // AWS shows parts of the account numbers, and counts wildcards that the name may stand beside.
      for (const other of found.filter((each) => each.Alias === Alias))
        taken.push(`${Alias} is on ${other.DistributionId} of the account ${other.AccountId}`);
    }
  }
  if (taken.length === 0) return ok(`${names.join(", ")}: on no other distribution`);
  const says = taken.join("; ");
  return asked.attach ? wrong(says, `set domain.attach to false, and ${STEPS}`) : warning(says, STEPS);
}

/** All pages of one of CloudFront's lists. Up itself need not be allowed to ask for them. */
async function listOf<T>(
  action: string,
  page: (
    input: { Marker?: string },
    options: { abortSignal: AbortSignal },
  ) => Promise<{ Items?: T[]; NextMarker?: string } | undefined>,
): Promise<T[]> {
  const found: T[] = [];
  let Marker: string | undefined;
  do {
    const input = Marker === undefined ? {} : { Marker };
    const list = await ask((options) => page(input, options)).catch(
      notChecked("AWS CloudFront", `cloudfront:${action}`),
    );
    found.push(...(list?.Items ?? []));
    Marker = list?.NextMarker;
  } while (Marker !== undefined && Marker !== "");
  return found;
}
