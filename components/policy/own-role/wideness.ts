import { isReading, type KnownAction } from "./actions";
import { allowedValues, type OwnStatement } from "./document";

/** The ways in which a statement allows more than its job can need. */
export function wideness(statement: OwnStatement, actions: readonly KnownAction[]): string[] {
  if (statement.Effect === "Deny") return [];
  const everything = statement.Resource.filter(isEverything);
  // Listing shows names, and most services list all or nothing.
  const limitable = actions.filter(
    ({ hasResources, levels }) => hasResources && !levels.every((one) => one === "List"),
  );
  return [
    ...(everything.length === 0
      ? []
      : limitable.map((action) => {
          const does = isReading(action) ? "reads" : "writes";
          return `${action.name} ${does} on ${everything.join(", ")}, although it can be limited to a resource`;
        })),
    ...(ownsResource(statement) ? [] : statement.Resource.filter(isAnybodys)).map(
      (resource) => `${resource} names no account, and could be somebody else's; add aws:ResourceAccount`,
    ),
  ];
}

/** Whether a resource covers everything that a service has, of one type or of all types. */
function isEverything(resource: string): boolean {
  const [, , service, , , ...rest] = resource.split(":");
  const name = rest.join(":");
  // All objects of a bucket are still one bucket's.
  return /^[*?/:]*$/.test(name) || (service !== "s3" && /^[\w-]+[:/][*?/:]*$/.test(name) && /[*?]/.test(name));
}

/** Whether an ARN leaves its account open. `*` alone is reported above. */
function isAnybodys(resource: string): boolean {
  const account = resource.split(":")[4];
  return account !== undefined && (account === "" || /[*?]/.test(account));
}

/** Whether a condition limits the statement to what one account owns. */
function ownsResource(statement: OwnStatement): boolean {
  const accounts = allowedValues(statement, "aws:resourceaccount");
  return accounts.some((values) => values.every((value) => /^\d{12}$/.test(value)));
}
