import assert from "node:assert/strict";

import { decide } from "../../commands/plan/decision";
import { stepsOf } from "../../commands/plan/digest";
import { parseArguments } from "../../offline/arguments";
import { perform } from "../../offline/actions";
import { Interrupt } from "../../offline/interrupt";
import { type JournalEntry, editCloud } from "../../offline/stand-in/cloud";
import { type Properties, textOf } from "../../offline/stand-in/properties";
import type { AwsWorld } from "../../offline/stand-in/world";
import { pathsIn } from "../../offline/state-folder";
import { EXAMPLE } from "../support/example/project";
import {
  callsIn,
  cloudOf,
  describeOnEngine,
  held,
  inSession,
  newState,
  resourcesIn,
  theEngine,
  withDev,
  worldFile,
} from "../support/engine";

const DISTRIBUTION = "aws:cloudfront/distribution:Distribution";
const FUNCTION = "aws:cloudfront/function:Function";
const CERTIFICATE = "aws:acm/certificate:Certificate";
const VALIDATION = "aws:acm/certificateValidation:CertificateValidation";
const RECORD = "aws:route53/record:Record";
const VARIABLE = "github:index/actionsVariable:ActionsVariable";
const ROLES = ["drift", "infrastructure", "preview"].map((role) => `update aws:iam/rolePolicy:RolePolicy ${role}`);

const ZONE = "zoneId: Z0EXAMPLE";
const [WWW, APEX] = ["www.example.com", "example.com"];

/** What an up with this domain changes, in the engine's words, and what it warns of. */
async function up(state: string, domain: string) {
  const { changed, warnings } = await inSession(state, { stack: "dev", config: [`domain=${domain}`] }, (session) =>
    session.on("dev").up(),
  );
  const changes = changed
    .map(({ operation, resource }) => `${operation} ${resource}`)
    .filter((change) => !/ passwordless:|^(?:create-replacement|delete-replaced|read|discard) /.test(change));
  return { changes: changes.sort(), warnings };
}

/** Whether the workflow may apply it. */
async function reservedIn(state: string, domain: string): Promise<string[]> {
  const planned = await inSession(state, { stack: "dev", config: [`domain=${domain}`] }, (session) =>
    session.on("dev").previewAsJson(),
  );
  return decide(stepsOf(planned)).reserved.map(({ op, type, name }) => `${op} ${type} ${name}`);
}

function ids(state: string): string[] {
  return [DISTRIBUTION, "aws:s3/bucket:Bucket", FUNCTION].flatMap((type) => held(state, type).map(({ id }) => id));
}

/** The distribution's names, and what the function and the workflows know about them. */
function served(state: string) {
  const distribution = held(state, DISTRIBUTION)[0]?.properties ?? {};
  const { aliases = [], viewerCertificate } = distribution;
  const code = textOf(held(state, FUNCTION)[0]?.properties ?? {}, "code");
  const url = held(state, VARIABLE).find(({ properties }) => properties.variableName === "DEV_SITE_URL");
  const certificate = viewerCertificate as Properties;
  const hosts = JSON.parse(/"hosts":(\[[^\]]*\])/.exec(code)?.[1] ?? "null") as unknown;
  const address = textOf(url?.properties ?? {}, "value").replace(textOf(distribution, "domainName"), "own");
  return { aliases, hosts, address, certificate };
}

const WITHOUT = {
  aliases: [],
  hosts: [],
  address: "https://own",
  certificate: { cloudfrontDefaultCertificate: true },
};

function withCertificate(state: string) {
  const [certificate] = held(state, CERTIFICATE);
  return {
    acmCertificateArn: certificate?.id,
    sslSupportMethod: "sni-only",
    minimumProtocolVersion: "TLSv1.2_2021",
  };
}

function addresses(...names: string[]): string[] {
  return names.flatMap((name) => [`${RECORD} ${name}-A`, `${RECORD} ${name}-AAAA`]);
}

const each = (verb: string, what: readonly string[]): string[] => what.map((one) => `${verb} ${one}`);

/** The position of the first change of this kind in the journal. */
function at(journal: readonly JournalEntry[], operation: string, type: string, id = ""): number {
  const found = journal.findIndex(
    (entry) => entry.operation === operation && entry.type === type && entry.id.includes(id),
  );
  assert.ok(found >= 0, `${operation} ${type} ${id}`);
  return found;
}

function inOrder(places: readonly number[]): void {
  assert.deepEqual(
    [...places].sort((one, other) => one - other),
    places,
  );
}

describeOnEngine("a domain in Route 53", function () {
  it("comes, changes and goes in place, an administrator's each time, and leaves nothing behind", async function () {
    this.timeout(240_000);
    const state = await withDev();
    const before = ids(state);
    const site = [`update ${DISTRIBUTION} site`, `update ${FUNCTION} site`];
    const url = `update ${VARIABLE} siteUrl`;

    const one = `{name: ${WWW}, ${ZONE}}`;
    assert.ok((await reservedIn(state, one)).includes(`update ${DISTRIBUTION} site`));
    const first = [CERTIFICATE, VALIDATION].map((type) => `${type} site`);
    assert.deepEqual(
      (await up(state, one)).changes,
      [...each("create", [...first, `${RECORD} ${WWW}`, ...addresses(WWW)]), ...[...site, ...ROLES, url].sort()].sort(),
    );
    const name = { aliases: [WWW], hosts: [WWW], address: `https://${WWW}`, certificate: withCertificate(state) };
    assert.deepEqual(served(state), name);
    assert.deepEqual(await up(state, one), { changes: [], warnings: [] });
    const { journal } = cloudOf(state);
    inOrder([
      at(journal, "create", VALIDATION),
      at(journal, "update", DISTRIBUTION),
      at(journal, "create", RECORD, `${WWW}_A`),
    ]);

    const two = `{name: ${WWW}, redirects: [${APEX}], ${ZONE}}`;
    assert.deepEqual(
      (await up(state, two)).changes,
      [
        ...each("create", [`${RECORD} ${APEX}`, ...addresses(APEX)]),
        ...each("replace", first),
        `update ${DISTRIBUTION} site`,
        ...ROLES,
      ].sort(),
    );
    assert.deepEqual(served(state), { ...name, aliases: [APEX, WWW], certificate: withCertificate(state) });
    assert.equal(held(state, CERTIFICATE).length, 1);
    // The other way round it is the same certificate, and the same names.
    assert.deepEqual((await up(state, `{name: ${APEX}, redirects: [${WWW}], ${ZONE}}`)).changes, [
      `update ${FUNCTION} site`,
      url,
    ]);
    assert.deepEqual(served(state).hosts, [APEX]);

    const leaving = await up(state, "{}");
    assert.deepEqual(leaving.changes, [...each("delete", addresses(APEX, WWW)), `update ${FUNCTION} site`, url].sort());
    assert.match(leaving.warnings.join(), /takes away the address records of .*; run up once more/);
    assert.deepEqual(served(state), { ...WITHOUT, aliases: [APEX, WWW], certificate: withCertificate(state) });
    assert.deepEqual(
      (await up(state, "{}")).changes,
      [
        ...each("delete", [...first, `${RECORD} ${APEX}`, `${RECORD} ${WWW}`]),
        `update ${DISTRIBUTION} site`,
        ...ROLES,
      ].sort(),
    );
    assert.deepEqual(served(state), WITHOUT);
    assert.deepEqual(await up(state, "{}"), { changes: [], warnings: [] });
    assert.deepEqual([held(state, CERTIFICATE), held(state, RECORD), ids(state)], [[], [], before]);
  });

  it("is taken down by a destroy from the records on, then the distribution, then the certificate", async () => {
    const state = await withDev();
    await up(state, `{name: ${WWW}, ${ZONE}}`);
    const { length } = cloudOf(state).journal;
    await inSession(state, { stack: "dev" }, async (session) => {
      await session.on("dev").previewDestroy();
      await session.on("dev").destroy();
    });
    const journal = cloudOf(state).journal.slice(length);
    inOrder([
      at(journal, "delete", RECORD, `${WWW}_AAAA`),
      at(journal, "delete", DISTRIBUTION),
      at(journal, "delete", VALIDATION),
      at(journal, "delete", CERTIFICATE),
    ]);
    assert.ok(at(journal, "delete", RECORD, `${WWW}_A`) < at(journal, "delete", DISTRIBUTION));
    assert.deepEqual(held(state, RECORD), []);
  });

  it("never takes over a record that is there, and names it", async () => {
    const state = await withDev();
    editCloud(pathsIn(state).cloud, (cloud) => {
      const properties = { name: WWW, type: "A", zoneId: "Z0EXAMPLE", records: ["192.0.2.1"] };
      cloud.resources.push({
        type: RECORD,
        id: `Z0EXAMPLE_${WWW}_A`,
        account: "111122223333",
        properties,
      });
    });
    await assert.rejects(
      up(state, `{name: ${WWW}, ${ZONE}}`),
      /name='www\.example\.com\.', type='A'\] but it already exists/,
    );
    const records = held(state, RECORD).filter(({ properties }) => properties.name === WWW && properties.type === "A");
    assert.deepEqual(
      records.map(({ properties }) => properties.records),
      [["192.0.2.1"]],
    );
  });
});

describeOnEngine("a domain whose DNS is elsewhere", function () {
  it("has a certificate first, says which records to set, and is attached once that is issued", async function () {
    this.timeout(240_000);
    const state = await withDev();
    const before = ids(state);
    const alone = `{name: ${WWW}, attach: false}`;
    assert.deepEqual((await up(state, alone)).changes, [`create ${CERTIFICATE} site`, ...ROLES]);
    assert.deepEqual(served(state), WITHOUT);
    const [proof = "", ...more] = dnsRecords(state) ?? [];
    assert.match(proof, /^_[0-9a-f]+\.www\.example\.com\. CNAME _[0-9a-f]+\.acm-validations\.aws\.$/);
    assert.deepEqual(more, []);

    // Issued by now: the distribution has it, and so can be given the name without downtime.
    assert.deepEqual((await up(state, alone)).changes, [`update ${DISTRIBUTION} site`]);
    assert.deepEqual(served(state), { ...WITHOUT, certificate: withCertificate(state) });
    assert.deepEqual(await up(state, alone), { changes: [], warnings: [] });

    const attached = `{name: ${WWW}}`;
    const site = [`update ${DISTRIBUTION} site`, `update ${FUNCTION} site`, `update ${VARIABLE} siteUrl`];
    assert.deepEqual((await up(state, attached)).changes, site);
    const name = { aliases: [WWW], hosts: [WWW], address: `https://${WWW}`, certificate: withCertificate(state) };
    assert.deepEqual(served(state), name);
    assert.deepEqual(await up(state, attached), { changes: [], warnings: [] });
    const domainName = textOf(held(state, DISTRIBUTION)[0]?.properties ?? {}, "domainName");
    assert.deepEqual(dnsRecords(state), [proof, `${WWW}. CNAME ${domainName}.`]);

    // Into Route 53, and out of it again.
    assert.deepEqual(
      (await up(state, `{name: ${WWW}, ${ZONE}}`)).changes,
      [...each("create", [`${VALIDATION} site`, `${RECORD} ${WWW}`, ...addresses(WWW)]), ...ROLES].sort(),
    );
    assert.deepEqual([served(state), dnsRecords(state)], [name, undefined]);
    assert.deepEqual(
      (await up(state, attached)).changes,
      [...each("delete", [`${VALIDATION} site`, `${RECORD} ${WWW}`, ...addresses(WWW)]), ...ROLES].sort(),
    );
    assert.deepEqual(served(state), name);

    assert.deepEqual((await up(state, alone)).changes, site);
    assert.deepEqual(
      (await up(state, "{}")).changes,
      [`delete ${CERTIFICATE} site`, `update ${DISTRIBUTION} site`, ...ROLES].sort(),
    );
    assert.deepEqual([served(state), held(state, CERTIFICATE), ids(state)], [WITHOUT, [], before]);
    assert.deepEqual(await up(state, "{}"), { changes: [], warnings: [] });
  });

  it("is refused before the certificate is issued, and where its names have changed since", async () => {
    const state = newState();
    const world = worldFile(({ aws, github }) => ({ aws: { ...aws, recordsElsewhere: "missing" }, github }));
    const run = (domain: string) =>
      inSession(state, { stack: "dev", world, config: [`domain=${domain}`] }, (session) => session.on("dev").up());
    await assert.rejects(run(`{name: ${WWW}}`), /domain\.attach: got true, but this stack has no certificate for www/);
    assert.deepEqual(callsIn(state), {});
    await run(`{name: ${WWW}, attach: false}`);
    await assert.rejects(run(`{name: ${WWW}}`), /domain\.attach: got true, but the certificate is PENDING_VALIDATION/);
    assert.deepEqual(served(state), WITHOUT);
    editCloud(pathsIn(state).cloud, ({ resources }) => {
      for (const one of resources)
        if (one.type === CERTIFICATE) one.properties = { ...one.properties, status: "ISSUED" };
    });
    await run(`{name: ${WWW}}`);
    await assert.rejects(
      run(`{name: ${WWW}, aliases: [${APEX}]}`),
      /no certificate for www\.example\.com, example\.com yet; .* takes www\.example\.com off the distribution until then/s,
    );
    assert.deepEqual(served(state).aliases, [WWW]);
    const between = { stack: "dev", config: [`domain={name: ${WWW}, aliases: [${APEX}], attach: false}`] };
    const { warnings } = await inSession(state, between, (session) => session.on("dev").up());
    assert.match(warnings.join(), /this up takes www\.example\.com off the distribution/);
    assert.deepEqual(served(state), WITHOUT);
  });
});

/** What the command prints. */
async function printed(...args: string[]): Promise<string> {
  let text = "";
  await perform(parseArguments(args), {
    engine: theEngine(),
    project: EXAMPLE,
    interrupt: new Interrupt(),
    print: (more) => void (text += more),
    say: () => undefined,
    terminal: false,
  });
  return text;
}

describeOnEngine("npm run offline -- up", () => {
  it("takes the two steps of a domain whose DNS is elsewhere where the stack is new", async () => {
    const state = newState();
    const config = [`domain={name: ${WWW}, redirects: [${APEX}]}`, "priceClass=PriceClass_100"];
    const args = ["--stack", "dev", "--state", state, ...config.flatMap((one) => ["--config", one])];
    assert.match(await printed("up", ...args), /^dev: first with domain\.attach: false, .*\ndev {2}.*\ndev {2}/);
    const name = { aliases: [APEX, WWW], hosts: [WWW], address: `https://${WWW}`, certificate: withCertificate(state) };
    assert.deepEqual(served(state), name);
    assert.equal(held(state, DISTRIBUTION)[0]?.properties.priceClass, "PriceClass_100");
    assert.match(await printed("up", ...args), /^dev {2}.*\nNothing changed/);
  });
});

describeOnEngine("npm run offline -- destroy", () => {
  it("prints first which DNS records are left for a person to delete", async () => {
    const state = await withDev();
    await up(state, `{name: ${WWW}, attach: false}`);
    const [record = ""] = dnsRecords(state) ?? [];
    const text = await printed("destroy", "--stack", "dev", "--state", state);
    assert.ok(text.includes(`dev: nobody but you deletes these DNS records:\n  ${record}\n`), text);
    assert.deepEqual(held(state, CERTIFICATE), []);
  });
});

/** The records that the stack asks to set by hand. */
function dnsRecords(state: string): string[] | undefined {
  const stack = resourcesIn(state).find(({ type }) => type === "pulumi:pulumi:Stack");
  return (stack?.outputs as { dnsRecords?: string[] } | undefined)?.dnsRecords;
}

describeOnEngine("a domain that AWS would refuse", () => {
  const zones = [
    { id: "Z0EXAMPLE", name: "example.com" },
    { id: "Z0PRIVATE", name: "example.com", private: true },
  ];
  const first = (domain: string, aws: Partial<AwsWorld> = {}) => {
    const state = newState();
    const world = worldFile((made) => ({ aws: { ...made.aws, hostedZones: zones, ...aws }, github: made.github }));
    const config = [`domain=${domain}`];
    return { state, done: inSession(state, { stack: "dev", world, config }, (session) => session.on("dev").up()) };
  };

  for (const [title, domain, message] of [
    [
      "a zone that is not there",
      `{name: ${WWW}, zoneId: Z0NONE}`,
      /domain\.zoneId: got "Z0NONE"; .* has none of that id/,
    ],
    [
      "a private zone",
      `{name: ${WWW}, zoneId: Z0PRIVATE}`,
      /domain\.zoneId: got "Z0PRIVATE"; expected a public hosted zone/,
    ],
    [
      "a name outside of the zone",
      `{name: example.org, ${ZONE}}`,
      /domain\.name: got "example\.org"; expected a name in/,
    ],
    [
      "a wildcard",
      `{name: "*.example.com", ${ZONE}}`,
      /domain\.name: got "\*\.example\.com"; expected each name by itself/,
    ],
  ] as const) {
    it(`is refused before anything is made: ${title}`, async () => {
      const { state, done } = first(domain);
      await assert.rejects(done, message);
      assert.deepEqual(callsIn(state), {});
    });
  }

  it("is on somebody else's distribution", async () => {
    const { state, done } = first(`{name: ${WWW}, ${ZONE}}`, { aliasesInUse: [WWW] });
    await assert.rejects(done, /CNAMEAlreadyExists/);
    assert.deepEqual(
      held(state, RECORD).filter(({ properties }) => properties.type === "A"),
      [],
    );
  });
});
