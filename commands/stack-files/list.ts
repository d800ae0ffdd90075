import { parseDocument } from "yaml";

import { ACCOUNT_PATTERN, REGION_FORM, REGIONS } from "../../components/policy/aws-config";
import { Form, type Mapping } from "./form";
import { refuse } from "./problems";

/** An AWS account of the list. */
export interface Account {
  /** What the list calls it. */
  readonly name: string;
  /** Its number, 12 digits. */
  readonly id: string;
  readonly region: string;
  /** The stack that creates the account's OIDC provider, or `existing`. */
  readonly oidcProvider: string;
}

/** A repository in an environment, as the list has it: nothing of it is checked yet. */
export interface Entry {
  /** `owner/name`. */
  readonly repository: string;
  readonly environment: string;
  /** The stack's name: what stands for the repository, and the environment. */
  readonly stack: string;
  /** The settings, those of the list's defaults included, as YAML has them; `account` is among them. */
  readonly settings: Readonly<Record<string, unknown>>;
}

export interface List {
  readonly accounts: readonly Account[];
  readonly entries: readonly Entry[];
}

/** The keys of an account: what each must be, in words and as a pattern. */
const ACCOUNT = {
  id: { want: "12 digits in quotation marks", form: ACCOUNT_PATTERN },
  region: { want: REGION_FORM, form: new RegExp(`^(${REGIONS.join("|")})$`) },
  oidcProvider: { want: "the name of the stack that creates it, or existing", form: /./ },
};

/** How messages name an entry. */
export function labelOf({ repository, environment }: Entry): string {
  return `${repository} (${environment})`;
}

/**
 * Reads a list of repositories.
 *
 * @param file What messages call it.
 * @throws {UserError} where the text is no YAML, or not of the form of a list, with everything that is wrong.
 */
export function parseList(text: string, file: string): List {
  const document = parseDocument(text);
  refuse(
    `${file} is not YAML:`,
    document.errors.map(({ message }) => ({ key: "YAML", message: message.split(":\n", 1).join("") })),
  );
  const form = new Form();
  const list = form.mapping(document.toJS(), "the list");
  form.only(["accounts", "defaults", "environments", "repositories"], list, "");
  const accounts = Object.entries(form.mapping(list.accounts, "accounts")).map(([name, value]) =>
    readAccount(name, value, form),
  );
  const entries = Object.entries(form.mapping(list.repositories, "repositories")).flatMap(([repository, value]) =>
    readRepository(repository, value, list, form),
  );
  if (entries.length === 0) form.wrong("repositories", undefined, "at least one, in at least one environment");
  refuse(`${file} is no list of repositories:`, form.problems);
  return { accounts, entries };
}

function readAccount(name: string, value: unknown, form: Form): Account {
  const key = `accounts.${name}`;
  const account = form.mapping(value, key);
  form.only(Object.keys(ACCOUNT), account, `${key}.`);
  const text = (of: keyof typeof ACCOUNT) => form.text(account[of], `${key}.${of}`, ACCOUNT[of]);
  return { name, id: text("id"), region: text("region"), oidcProvider: text("oidcProvider") };
}

function readRepository(repository: string, value: unknown, list: Mapping, form: Form): Entry[] {
  const key = `repositories.${repository}`;
  const { name = repository.split("/").at(-1), environments, ...own } = form.mapping(value, key);
  const everywhere = form.mapping(list.environments, "environments");
  const here = form.mapping(environments, `${key}.environments`);
  const word = form.text(name, `${key}.name`, {
    want: "what stands for the repository in its stacks' names",
    form: /./,
  });
  return Object.keys(environments === undefined ? everywhere : here).map((environment) => ({
    repository,
    environment,
    stack: `${word}-${environment}`,
    settings: {
      ...form.mapping(list.defaults, "defaults"),
      ...form.mapping(everywhere[environment], `environments.${environment}`),
      ...own,
      ...form.mapping(here[environment], `${key}.environments.${environment}`),
    },
  }));
}
