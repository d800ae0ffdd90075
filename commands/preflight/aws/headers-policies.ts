import { type CloudFrontClient, ListResponseHeadersPoliciesCommand } from "@aws-sdk/client-cloudfront";

import { namePattern } from "../../../components/policy/names";
import type { Check } from "../check";
import { ok, wrong } from "../outcome";
import { ask, notChecked } from "./ask";

/** How many custom policies an account may have, unless AWS has raised the quota. */
const MOST = 20;

const ACTION = "cloudfront:ListResponseHeadersPolicies";

interface HeadersPolicy {
  readonly id: string;
  readonly name: string;
  readonly managed: boolean;
}

/** Whether the account has room for the stack's headers policy, or has the one that the stack names. */
export const headersPoliciesCheck: Check = {
  name: "Headers policies",
  async run({ aws, environment, project, settings, stack }) {
    const { policyId } = (await settings.needed()).headers;
    const { cloudfront } = await aws.needed();
    const all = await policiesOf(cloudfront, environment);
    const own = all.filter(({ managed }) => !managed);
    const count = `${own.length} of the ${MOST} that an account has room for`;
    if (policyId !== "") {
      const shared = all.find(({ id }) => id === policyId);
      return shared === undefined
        ? wrong(
            `headers.policyId: got ${JSON.stringify(policyId)}, which is no response headers policy of the account`,
            "take an id of: aws cloudfront list-response-headers-policies",
          )
        : ok(`headers.policyId: ${shared.name}; the account has ${count}`);
    }
    // The engine's random part consists of hexadecimal digits.
    const pattern = new RegExp(`^${namePattern(project.name, stack, "site").replaceAll("?", "[0-9a-f]")}$`);
    if (own.some(({ name }) => pattern.test(name))) return ok(`the stack's own is there: ${count}`);
    return own.length < MOST
      ? ok(`${count}, before the stack's own`)
      : wrong(`the account has ${count}`, "share one: set headers.policyId; or have AWS raise the quota");
  },
};

/** All of them, AWS's own included. Up itself need not be allowed to list them. */
async function policiesOf(cloudfront: CloudFrontClient, environment: NodeJS.ProcessEnv): Promise<HeadersPolicy[]> {
  const found: HeadersPolicy[] = [];
  let Marker: string | undefined;
  do {
    const input = Marker === undefined ? {} : { Marker };
    const { ResponseHeadersPolicyList: list } = await ask((abortSignal) =>
      cloudfront.send(new ListResponseHeadersPoliciesCommand(input), { abortSignal }),
    ).catch(notChecked({ service: "AWS CloudFront", action: ACTION, environment }));
    for (const { Type, ResponseHeadersPolicy: policy } of list?.Items ?? []) {
      const name = policy?.ResponseHeadersPolicyConfig?.Name ?? "";
      found.push({ id: policy?.Id ?? "", name, managed: Type === "managed" });
    }
    Marker = list?.NextMarker;
  } while (Marker !== undefined && Marker !== "");
  return found;
}
