import type { Cloud, StoredResource } from "./stand-in/cloud";
import { textOf } from "./stand-in/properties";

/** As much of a value as is shown, in characters. */
const longest = 80;

interface Trust {
  readonly Statement: readonly { readonly Condition?: Readonly<Record<string, Readonly<Record<string, string>>>> }[];
}

/** What the stacks have left in GitHub and AWS for the workflows: the variables, and who may assume which role. */
export function summaryOf({ resources }: Pick<Cloud, "resources">): string {
  const variables = resources.filter(({ type }) => type === "github:index/actionsVariable:ActionsVariable");
  const roles = resources.filter(({ type }) => type === "aws:iam/role:Role");
  return [
    "GitHub's variables now hold",
    ...table(
      variables.map(({ properties }) => [textOf(properties, "variableName"), inOneLine(textOf(properties, "value"))]),
    ),
    "",
    "Whose token may assume which role",
    ...table(roles.flatMap((role) => subjectsOf(role).map((subject) => [subject, textOf(role.properties, "name")]))),
    "",
  ].join("\n");
}

/** The subjects of a role's trust policy; a claim that is compared with a pattern stands under another operator. */
function subjectsOf(role: StoredResource): string[] {
  const { Statement } = JSON.parse(textOf(role.properties, "assumeRolePolicy")) as Trust;
  return Statement.flatMap(({ Condition = {} }) =>
    Object.values(Condition).flatMap((claims) =>
      Object.entries(claims)
        .filter(([claim]) => claim.endsWith(":sub"))
        .map(([, subject]) => subject),
    ),
  );
}

function inOneLine(value: string): string {
  return value.length > longest ? `${value.slice(0, longest)}... (${value.length} characters)` : value;
}

/** Rows in two columns, sorted. */
function table(rows: readonly (readonly string[])[]): string[] {
  const width = Math.max(0, ...rows.map(([first = ""]) => first.length));
  return rows.map(([first = "", second = ""]) => `  ${first.padEnd(width)}  ${second}`).sort();
}
