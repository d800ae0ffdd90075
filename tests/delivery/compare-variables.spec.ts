import assert from "node:assert/strict";
import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { variableName } from "../../components/policy/names";
import { outputNames } from "../../components/policy/outputs";
import { ROLE_NAMES } from "../../components/policy/roles";
import { runDelivery } from "../support/delivery";
import { temporaryFolder } from "../support/temporary-folder";

/** One of the user's own is among them. */
const ROLES = [...ROLE_NAMES, "api"];

describe("delivery/compare-variables.ts", () => {
  const folder = temporaryFolder();
  const outputs = Object.fromEntries(outputNames(ROLES).map((name) => [name, `of ${name}`]));

  async function compare(
    variables: Readonly<Record<string, string>>,
    text = JSON.stringify(outputs),
    environment = "prod",
  ) {
    writeFileSync(join(folder(), "outputs.json"), text);
    const REPORT = join(folder(), "report");
    const PREFIX = variableName(environment, "x").replace(/_X$/, "");
    const named = Object.entries(variables).map(([name, value]) => {
      const inStep = name === `${PREFIX}_API_ROLE_ARN` ? "VARIABLE_OWN_0" : name.replace(PREFIX, "VARIABLE");
      return [inStep, value] as const;
    });
    const env = { PREFIX, ...Object.fromEntries(named), OUTPUTS: join(folder(), "outputs.json"), REPORT };
    const run = await runDelivery("compare-variables.ts", { env });
    return { ...run, report: existsSync(REPORT) ? readFileSync(REPORT, "utf8") : undefined };
  }
  const written = (environment: string) =>
    Object.fromEntries(outputNames(ROLES).map((name) => [variableName(environment, name), `of ${name}`]));

  for (const environment of ["prod", "docs-prod"]) {
    it(`knows every variable that a stack of ${environment} writes by the name that it has`, async () => {
      const { code, report } = await compare({ ...written(environment), OTHER: "x" }, undefined, environment);
      assert.deepEqual([code, report], [0, undefined]);
      const none = await compare({}, undefined, environment);
      assert.deepEqual(
        none.report
          ?.trim()
          .split("\n")
          .map((line) => line.split(" ")[0]),
        Object.keys(written(environment)),
      );
    });
  }

  it("knows that the list of DNS records, of a domain with DNS elsewhere, is no variable", async () => {
    const text = JSON.stringify({ ...outputs, dnsRecords: ["www.example.com. CNAME d111.cloudfront.net."] });
    const { code, report } = await compare(written("prod"), text);
    assert.deepEqual([code, report], [0, undefined]);
  });

  it("says what a variable holds and what the stack put out", async () => {
    const { code, report, stdout } = await compare({ ...written("prod"), PROD_BRANCH: "next\n" });
    assert.equal(report, 'PROD_BRANCH is "next\\n"; the output of the stack is "of branch"\n');
    assert.deepEqual([code, stdout], [0, report]);
  });

  it("tells the workflow which variables are those of the user's own roles", async () => {
    const [OUTPUTS, GITHUB_OUTPUT] = [join(folder(), "outputs.json"), join(folder(), "output")];
    writeFileSync(OUTPUTS, JSON.stringify({ ...outputs, nightlyRoleArn: "x" }));
    writeFileSync(GITHUB_OUTPUT, "");
    assert.equal(
      (await runDelivery("compare-variables.ts", { args: ["own"], env: { OUTPUTS, GITHUB_OUTPUT } })).code,
      0,
    );
    assert.equal(readFileSync(GITHUB_OUTPUT, "utf8"), 'own=["API","NIGHTLY"]\n');
    assert.equal((await runDelivery("compare-variables.ts", { args: ["more"], env: {} })).code, 1);
  });

  it("shortens what is long", async () => {
    const { report = "" } = await compare({ ...written("prod"), PROD_TRUST: "x".repeat(5_000) });
    assert.ok(report.length < 600);
    assert.match(report, /x\.\.\. \(5000 characters\); the output of the stack/);
  });

  for (const text of ["", "[]", "{}", "null"]) {
    it(`finds nothing in order where the outputs are ${JSON.stringify(text)}`, async () => {
      const { code, stdout } = await compare(written("prod"), text);
      assert.equal(code, 1);
      assert.match(stdout, /::error::OUTPUTS: holds no outputs/);
    });
  }
});
