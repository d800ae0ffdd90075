import type { Problem } from "../input-error";
import { labelOf, type OwnDocument, type OwnStatement, withConditions } from "./document";

/** The values of placeholders, by the placeholders' names. */
export type Values = Readonly<Record<string, string>>;

/** Placeholders in resources and in the values of conditions, for what the file cannot know. */
export const PLACEHOLDERS: Readonly<Record<string, string>> = {
  account: "the number of the stack's account",
  region: "the stack's region",
  partition: "the partition of the account, `aws`",
  distributionArn: "the ARN of the stack's CloudFront distribution",
};

const PLACEHOLDER = /\$\{(\w+)\}/g;

/** Every `${` that is not a placeholder in an allowed place. IAM's own variables are among these. */
export function placeholderProblems({ Statement }: OwnDocument, file: string): Problem[] {
  return Statement.flatMap((statement, index) => {
    const { open, closed } = textsOf(statement);
    const wrong = [...closed.filter((text) => text.includes("${")), ...open.filter((text) => unknownIn(text))];
    return wrong.map((text) => ({
      key: `${file}: ${labelOf(statement, index)}`,
      message: `got ${JSON.stringify(text)}; expected no \${ but ${shownPlaceholders()}, in Resource and in values of Condition`,
    }));
  });
}

/** Texts in which placeholders are allowed, and in which not. */
function textsOf({ Action, Resource, Condition = {} }: OwnStatement): Record<"open" | "closed", readonly string[]> {
  const keys = Object.values(Condition).flatMap((operator) => Object.entries(operator));
  return {
    open: [...Resource, ...keys.flatMap(([, values]) => values)],
    closed: [...Action, ...keys.map(([key]) => key)],
  };
}

function unknownIn(text: string): boolean {
  return text
    .replaceAll(PLACEHOLDER, (whole, name: string) => (Object.hasOwn(PLACEHOLDERS, name) ? "" : whole))
    .includes("${");
}

function shownPlaceholders(): string {
  return Object.keys(PLACEHOLDERS)
    .map((name) => `\${${name}}`)
    .join(", ");
}

/** The document with these values in place of their placeholders; others stay. */
export function filledIn({ Version, Statement }: OwnDocument, values: Values): OwnDocument {
  const fill = (text: string) =>
    text.replaceAll(PLACEHOLDER, (whole, name: string) => (Object.hasOwn(values, name) ? String(values[name]) : whole));
  return {
    Version,
    Statement: Statement.map(({ Condition, ...statement }) => ({
      ...statement,
      Resource: statement.Resource.map(fill),
      ...withConditions(Condition, (values) => values.map(fill)),
    })),
  };
}

/** Whether there are placeholders left. */
export function hasPlaceholder(document: OwnDocument): boolean {
  return JSON.stringify(document).includes("${");
}
