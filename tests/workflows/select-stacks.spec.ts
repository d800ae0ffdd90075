import assert from "node:assert/strict";
import { join } from "node:path";
import { temporaryFolder } from "../support/temporary-folder";
import { jobOf, WORKFLOWS } from "./files";
import { select, type Selecting, type StackFiles } from "./select-run";

/** In the order of promotion that their names do not have. */
const FILES: StackFiles = { b: {}, c: { after: "b" }, a: { after: "c" } };

describe("select-stacks.yml", () => {
  const folder = temporaryFolder();
  let runs = 0;
  const selected = (options: Partial<Selecting> & { readonly files: StackFiles }) =>
    select({ folder: join(folder(), String(runs++)), workflow: "site.yml", ...options });
  const names = ({ stacks }: Awaited<ReturnType<typeof select>>) => stacks.map(({ stack }) => stack);

  it("is called only, and says what it found", () => {
    const file = WORKFLOWS.find(({ name }) => name === "select-stacks.yml");
    assert.deepEqual(Object.keys(file?.workflow.on ?? {}), ["workflow_call"]);
    assert.deepEqual(jobOf("select-stacks.yml", "select").outputs, {
      stacks: "${{ steps.select.outputs.stacks }}",
      security: "${{ steps.select.outputs.security }}",
    });
  });

  for (const workflow of ["site.yml", "infrastructure.yml", "drift.yml"]) {
    it(`gives ${workflow} the stacks in the order of promotion`, async () => {
      const { failed, stacks, output } = await selected({ workflow, files: FILES });
      assert.deepEqual(failed, [], output);
      assert.deepEqual(
        stacks.map(({ stack, environment, prefix }) => [stack, environment, prefix]),
        [
          ["b", "b", "B"],
          ["c", "c", "C"],
          ["a", "a", "A"],
        ],
      );
    });
  }

  for (const workflow of ["site.yml", "infrastructure.yml"]) {
    it(`puts Pulumi.staging.yaml between dev and prod for ${workflow}, whose files stay as they are`, async () => {
      const files = { dev: {}, prod: { after: "dev" }, staging: { after: "dev", before: "prod" } };
      const all = await selected({ workflow, files });
      assert.deepEqual([names(all), all.failed], [["dev", "staging", "prod"], []], all.output);
      const notUp = ["STAGING_PUBLISH", "STAGING_INFRASTRUCTURE"];
      const { stacks, summary } = await selected({ workflow, files, notUp });
      assert.deepEqual(
        stacks.map(({ stack }) => stack),
        ["dev"],
      );
      assert.match(summary, /^- prod: left out: it comes after staging/m);
    });
  }

  it("reads the variable of each stack, and takes an empty slot for none", async () => {
    const files = { dev: {}, "pre-prod": { after: "dev" }, prod: { after: "pre-prod" } };
    const all = await selected({ files });
    assert.deepEqual([names(all), all.failed], [["dev", "pre-prod", "prod"], []], all.output);
    const { stacks, summary, failed } = await selected({ files, notUp: ["PRE_PROD_PUBLISH"] });
    assert.deepEqual([failed, stacks.map(({ stack }) => stack)], [[], ["dev"]]);
    assert.match(summary, /pre-prod: .*PRE_PROD_PUBLISH_ROLE_ARN/);
    // Not up stops what comes after it.
    assert.match(summary, /^- `?prod`?: /m);
  });

  it("leaves out what another branch deploys, and goes on with the rest", async () => {
    const result = await selected({ files: { dev: {}, qa: { branch: "next" }, prod: { after: "dev" } } });
    assert.deepEqual([names(result), result.failed], [["dev", "prod"], []], result.output);
    assert.match(result.summary, /qa`?: .*next/);
  });

  describe("of a pull request", () => {
    const base: StackFiles = { dev: {}, prod: { after: "dev" } };
    const pullRequest = (options: Partial<Selecting>) =>
      selected({ workflow: "preview.yml", base, files: base, ...options });

    it("selects what its base branch deploys", async () => {
      const result = await pullRequest({});
      assert.deepEqual([names(result), result.security, result.failed], [["dev", "prod"], "", []], result.output);
      const { stacks, summary } = await pullRequest({ notUp: ["PROD_PREVIEW"] });
      assert.deepEqual(
        stacks.map(({ stack }) => stack),
        ["dev"],
      );
      assert.match(summary, /PROD_PREVIEW_ROLE_ARN/);
    });

    const changes: Readonly<Record<string, StackFiles>> = {
      "a stack that appears": { ...base, qa: { after: "dev" } },
      "a stack that appears before another": { ...base, qa: { after: "dev", before: "prod" } },
      "a stack that goes": { dev: {} },
      "a stack that changes its branch": { ...base, prod: { after: "dev", branch: "next" } },
      "a stack that changes its account": {
        ...base,
        prod: { after: "dev", "aws:allowedAccountIds": ["444455556666"] },
      },
      "a stack that changes its environment": { ...base, prod: { after: "dev", environment: "live" } },
    };
    for (const [what, files] of Object.entries(changes)) {
      it(`names ${what} for the comment`, async () => {
        const { failed, security, output } = await pullRequest({ files });
        assert.deepEqual(failed, [], output);
        assert.match(security, what.includes("appears") ? /qa/ : /prod/);
      });
    }

    it("selects nothing for a fork or Dependabot, says so, and names nothing: no comment can be written", async () => {
      for (const [options, word] of [
        [{ headRepository: "other/site" }, /fork/],
        [{ headRepository: "" }, /fork/],
        [{ author: "dependabot[bot]" }, /Dependabot/],
      ] as const) {
        const { stacks, security, summary, failed } = await pullRequest({ ...options, files: { dev: {} } });
        assert.deepEqual([stacks, security, failed], [[], "", []]);
        assert.match(summary, word);
      }
    });
  });
});
