import { type Problem, shown } from "../../components/policy/input-error";
import { type Account, type Entry, labelOf, type List } from "./list";

/** What does not fit together in a list whose parts are right each by itself. */
export function conflicts({ accounts, entries }: List): Problem[] {
  return [
    ...shared(entries, ({ stack }) => stack).map(([stack, same]) => ({
      key: `stack name ${stack}`,
      message: `${labels(same)} have it; expected one stack of a name: give a repository another name in the list`,
    })),
    ...shared(entries, ({ repository, environment }) => `${repository} (${environment})`.toLowerCase()).map(
      ([identity, same]) => ({
        key: identity,
        message: `is there ${same.length} times, as ${labels(same)}; expected it once: GitHub does not tell cases apart`,
      }),
    ),
    ...shared(accounts, ({ id }) => id).map(([id, same]) => ({
      key: same.map(({ name }) => `accounts.${name}.id`).join(", "),
      message: `got ${shown(id)} ${same.length} times; expected each account once, for it has one OIDC provider`,
    })),
    ...accounts.flatMap((account) => ownerProblems(account, entries)),
  ];
}

function ownerProblems({ name, oidcProvider }: Account, entries: readonly Entry[]): Problem[] {
  if (oidcProvider === "existing") return [];
  const owners = entries.filter(({ stack }) => stack === oidcProvider);
  if (owners.some(({ settings }) => settings.account === name)) return [];
  const where = owners.map(({ settings }) => `, which is in the account ${String(settings.account)}`).join("");
  const own = entries.filter(({ settings }) => settings.account === name).map(({ stack }) => stack);
  const want =
    own.length === 0
      ? "existing, for no stack is in this account"
      : `existing or a stack of this account, for example ${String(own[0])}`;
  return [{ key: `accounts.${name}.oidcProvider`, message: `got ${shown(oidcProvider)}${where}; expected ${want}` }];
}

/** Those of the items that are one of several with the same key. */
function shared<Item>(items: readonly Item[], keyOf: (item: Item) => string): [string, Item[]][] {
  const groups = new Map<string, Item[]>();
  for (const item of items) groups.set(keyOf(item), [...(groups.get(keyOf(item)) ?? []), item]);
  return [...groups].filter(([, same]) => same.length > 1);
}

function labels(entries: readonly Entry[]): string {
  return entries.map(labelOf).join(" and ");
}
