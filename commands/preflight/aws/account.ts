import { type Check, ok, warning, wrong } from "../check";
import { NAMES } from "../names";

export const identityCheck: Check = {
  name: NAMES.identity,
  async run({ identity }) {
    const { arn, account } = await identity.asked();
    return ok(`${arn}, region ${account.region}`);
  },
};

export const accountCheck: Check = {
  name: "AWS account",
  async run({ config, identity }) {
    const { of } = await config.needed();
    const { id } = (await identity.needed()).account;
    const [allowed, forbidden] = [ids(of("aws:allowedAccountIds")), ids(of("aws:forbiddenAccountIds"))];
    if (forbidden.includes(id)) return wrong(`${id} is one of aws:forbiddenAccountIds`, OTHER_CREDENTIALS);
    if (allowed.length === 0) {
      return warning(`${id}; the stack accepts credentials of any account`, `set aws:allowedAccountIds: ["${id}"]`);
    }
    return allowed.includes(id)
      ? ok(`${id}, the one that aws:allowedAccountIds allows`)
      : wrong(`${id} is not one of aws:allowedAccountIds (${allowed.join(", ")})`, OTHER_CREDENTIALS);
  },
};

const OTHER_CREDENTIALS = "take credentials of the stack's account, or correct the setting";

/** A list of accounts, which the stack's file may also carry as JSON. */
function ids(value: unknown): string[] {
  const list: unknown = typeof value === "string" && value.startsWith("[") ? JSON.parse(value) : (value ?? []);
  return (Array.isArray(list) ? list : [list]).map(String);
}
