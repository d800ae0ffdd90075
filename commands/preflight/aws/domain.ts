import {
  type CloudFrontClient,
  type DistributionSummary,
  ListConflictingAliasesCommand,
  ListDistributionsCommand,
} from "@aws-sdk/client-cloudfront";

import { namesOf } from "../../../components/policy/domain";
import type { Check } from "../check";
import { ok, unknown, warning, wrong } from "../outcome";
import { ask, notChecked } from "./ask";

const SERVICE = "AWS CloudFront";

const STEPS = 'see "Moving a name that is in use" in docs/domain.md';

/** Whether the site's names are free: each is on one distribution of all AWS accounts. */
export const domainCheck: Check = {
  name: "Domain",
  async run({ aws, environment, project, settings, stack }) {
    const { domain } = await settings.needed();
    if (domain === null) return ok("none: the site is at its distribution's own name");
    const { cloudfront } = await aws.needed();
    const names = namesOf(domain);
    // What the program writes there.
    const description = `${project.name}/${stack}`;
    const all = await distributions(cloudfront, environment);
    const own = all.find(({ Comment }) => Comment === description);
    const held = own?.Aliases?.Items ?? [];
    const missing = names.filter((name) => !held.includes(name));
    const taken = all.flatMap(({ Id, Aliases }) =>
      missing.filter((name) => Aliases?.Items?.includes(name)).map((name) => `${name} is on the distribution ${Id}`),
    );
    if (taken.length === 0 && missing.length > 0) {
      if (own?.Id === undefined || own.ViewerCertificate?.ACMCertificateArn === undefined) {
        const says = `${missing.join(", ")}: not on another distribution of this account; of other accounts AWS tells only once the certificate is on the stack's own`;
        return unknown(says, `if another site has one of these names now: set domain.attach to false, and ${STEPS}`);
      }
      taken.push(...(await conflicts(cloudfront, own.Id, missing, environment)));
    }
    if (taken.length === 0) return ok(`${names.join(", ")}: on no other distribution`);
    const says = taken.join("; ");
    return domain.attach ? wrong(says, `set domain.attach to false, and ${STEPS}`) : warning(says, STEPS);
  },
};

async function distributions(
  cloudfront: CloudFrontClient,
  environment: NodeJS.ProcessEnv,
): Promise<DistributionSummary[]> {
  const found: DistributionSummary[] = [];
  let Marker: string | undefined;
  do {
    const input = Marker === undefined ? {} : { Marker };
    const { DistributionList: list } = await ask((abortSignal) =>
      cloudfront.send(new ListDistributionsCommand(input), { abortSignal }),
    ).catch(notChecked({ service: SERVICE, action: "cloudfront:ListDistributions", environment }));
    found.push(...(list?.Items ?? []));
    Marker = list?.NextMarker;
  } while (Marker !== undefined && Marker !== "");
  return found;
}

/** Which names are on other accounts' distributions; AWS shows parts of the account numbers. */
async function conflicts(
  cloudfront: CloudFrontClient,
  DistributionId: string,
  names: readonly string[],
  environment: NodeJS.ProcessEnv,
): Promise<string[]> {
  const found: string[] = [];
  for (const Alias of names) {
    const { ConflictingAliasesList: list } = await ask((abortSignal) =>
      cloudfront.send(new ListConflictingAliasesCommand({ DistributionId, Alias }), { abortSignal }),
    ).catch(notChecked({ service: SERVICE, action: "cloudfront:ListConflictingAliases", environment }));
    for (const other of list?.Items ?? []) {
      if (other.Alias === Alias) found.push(`${Alias} is on ${other.DistributionId} of the account ${other.AccountId}`);
    }
  }
  return found;
}
