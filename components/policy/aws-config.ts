import { type Problem, shown } from "./input-error";
import { parsed } from "./json";

/** An AWS account's number. */
const ACCOUNT_PATTERN = /^\d{12}$/;

/** The regions of the partition `aws`, which the provider knows. Source: `Region` of @pulumi/aws. */
export const REGIONS: readonly string[] = [
  "af-south-1 ap-east-1 ap-east-2 ap-northeast-1 ap-northeast-2 ap-northeast-3 ap-south-1 ap-south-2 ap-southeast-1",
  "ap-southeast-2 ap-southeast-3 ap-southeast-4 ap-southeast-5 ap-southeast-6 ap-southeast-7 ca-central-1 ca-west-1",
  "eu-central-1 eu-central-2 eu-north-1 eu-south-1 eu-south-2 eu-west-1 eu-west-2 eu-west-3 il-central-1 me-central-1",
  "me-south-1 mx-central-1 sa-east-1 us-east-1 us-east-2 us-west-1 us-west-2",
].flatMap((line) => line.split(" "));

const REGION_FORM = "a region of AWS, for example us-east-1";

const QUOTED = "put the number in quotation marks, with its 12 digits";

/** The problem with a value, or undefined. Values arrive as text, lists and objects as JSON. */
type Check = (text: string) => Problem["message"] | undefined;

const anything: Check = () => undefined;

/**
 * The keys of the AWS provider that a stack may set: no credentials, and nothing that sends requests anywhere but to
 * AWS.
 */
export const AWS_CONFIG: Readonly<Record<string, Check>> = {
  "aws:allowedAccountIds": accountsProblem,
  "aws:assumeRoles": anything,
  "aws:defaultTags": anything,
  "aws:forbiddenAccountIds": accountsProblem,
  "aws:ignoreTags": anything,
  "aws:maxRetries": anything,
  "aws:profile": anything,
  "aws:region": (text) => (REGIONS.includes(text) ? undefined : `got ${shown(text)}; expected ${REGION_FORM}`),
  "aws:retryMode": anything,
};

/** Problems with the AWS provider's keys in a stack's config. Other keys are ignored. */
export function awsConfigProblems(config: Readonly<Record<string, string>>): Problem[] {
  const known = Object.keys(AWS_CONFIG);
  return Object.entries(config)
    .filter(([key]) => key.startsWith("aws:"))
    .flatMap(([key, text]) => {
      const unknown = `is not a key that a stack may set; expected one of ${known.join(", ")}`;
      const message = known.includes(key) ? AWS_CONFIG[key]?.(text) : unknown;
      return message === undefined ? [] : [{ key, message }];
    });
}

/**
 * The accounts in a list of account numbers, as the engine passes it on; undefined if it is malformed. An unquoted
 * number, as `pulumi config set --path` writes it, counts if it has kept its 12 digits.
 */
export function accountIds(text: string): readonly string[] | undefined {
  const list = listOf(text);
  return list?.every(isAccount) === true ? list.map(String) : undefined;
}

function isAccount(item: unknown): boolean {
  return (typeof item === "string" || typeof item === "number") && ACCOUNT_PATTERN.test(String(item));
}

function accountsProblem(text: string): string | undefined {
  if (accountIds(text) !== undefined) return undefined;
  const others = listOf(text)?.filter((item) => !isAccount(item));
  // YAML reads an unquoted number as a number, and drops a leading zero.
  const numbers = others?.some((item) => typeof item === "number") === true;
  return `got ${others?.map(shown).join(", ") ?? text}; expected a list of accounts, ["111122223333"]${numbers ? `: ${QUOTED}` : ""}`;
}

function listOf(text: string): unknown[] | undefined {
  const list = parsed(text);
  return Array.isArray(list) ? list : undefined;
}
