import assert from "node:assert/strict";
import { existsSync } from "node:fs";
import { join } from "node:path";
import { ROLES, type RoleName, ROLE_NAMES, type Trigger } from "../../components/policy/roles";
import { variableName } from "../../components/policy/names";
import { MOST_OWN_ROLES } from "../../components/policy/own-role/setting";
import { outputNames } from "../../components/policy/outputs";
import { engineVersion } from "../../engine/version";
import { committedSettings, committedStacks } from "../support/committed";
import { stackNames } from "../../lib/stack-files";
import { filledIn } from "./expression";
import { ACTIONS, allSteps, type Job, jobOf, ROOT, type Step, type Workflow, WORKFLOWS } from "./files";

/** This project's stacks, whichever its owner has committed, and the example's. */
const COMMITTED: readonly string[] = committedStacks();
const EXAMPLES: readonly string[] = stackNames(join(ROOT, "tests", "support", "example"));

/** What the names of variables end with: `SITE_BUCKET` of `PROD_SITE_BUCKET`. */
const suffixOf = (output: string): string => variableName("x", output).slice("X_".length);

/** The variable of a role of the user's own, whose name no workflow can know. */
const OWN_SLOT =
  /\bvars\[format\('\{0\}_\{1\}_ROLE_ARN', matrix\.prefix, fromJSON\(steps\.outputs\.outputs\.own\)\[(\d+)\]\)\]/g;

/** The variables that a text reads, by what their names end with: what they begin with comes with each stack. */
function readIn(text: string): string[] {
  const ofStack = [...text.matchAll(/\bvars\[format\('\{0\}_(\w+)', (?:inputs|matrix)\.prefix\)\]/g)];
  const slot =
    /\bvars\[format\('\{0\}_\{1\}_ROLE_ARN', fromJSON\(steps\.files\.outputs\.prefixes\)\[\d+\], inputs\.role\)\]/g;
  const slots = [...text.matchAll(slot), ...text.matchAll(OWN_SLOT)];
  assert.equal(
    text.match(/\bvars\b(?=[.[])/g)?.length ?? 0,
    ofStack.length + slots.length,
    "reads a variable in a way that this test does not know",
  );
  return ofStack.map(([, name = ""]) => name);
}

interface Place {
  readonly file: string;
  readonly workflow: Workflow;
  readonly id: string;
  readonly job: Job;
}

const PLACES: readonly Place[] = WORKFLOWS.flatMap(({ name, workflow }) =>
  Object.entries(workflow.jobs).map(([id, job]) => ({ file: name, workflow, id, job })),
);
const title = ({ file, id }: Place): string => `${file} ${id}`;
const at = (job: Job, isIt: (step: Step) => boolean): number => (job.steps ?? []).findIndex(isIt);
const assumes = ({ uses = "" }: Step): boolean => uses.startsWith("aws-actions/configure-aws-credentials@");
const ASSUMING = PLACES.filter(({ job }) => at(job, assumes) >= 0);
const usesPublish = ({ job: { uses = "" } }: Place): boolean => uses.endsWith("/publish-site.yml");
const environmentOf = ({ environment }: Job): string | undefined =>
  typeof environment === "object" ? environment.name : environment;

/** What starts a workflow whose job is to run there. */
const EVENTS: Readonly<Record<Trigger, readonly string[]>> = {
  environment: ["push", "workflow_dispatch", "workflow_call"],
  "pull request": ["pull_request"],
  "default branch": ["schedule", "workflow_dispatch"],
};

describe("the workflows and the program", () => {
  const read = new Set(WORKFLOWS.flatMap(({ text }) => readIn(text)));
  const written = outputNames(ROLE_NAMES).map(suffixOf);

  it("name no stack: one more is one file, and no edit of a workflow", () => {
    assert.ok(EXAMPLES.length > 1);
    for (const { text } of [...WORKFLOWS, ...Object.values(ACTIONS)]) {
      const own = text.replaceAll("--omit=dev", "").replaceAll("/dev/null", "");
      for (const stack of EXAMPLES) assert.doesNotMatch(own, new RegExp(`(?<![a-z])${stack}(?![a-z])`, "i"));
      // An owner's stack may be called as something else that is in a workflow, "site" for example.
      for (const stack of COMMITTED) {
        const forms = [`Pulumi\\.${stack}\\.`, `(?:environment|stack|STACK|--stack)[:\\s'"]+${stack}\\b`];
        const variables = outputNames(ROLE_NAMES).map((output) =>
          variableName(committedSettings(stack).environment, output),
        );
        assert.doesNotMatch(own, new RegExp([...forms, ...variables].join("|")), stack);
      }
    }
  });

  for (const file of ["site.yml", "infrastructure.yml"]) {
    it(`start ${file} by a push to the branch of every stack`, () => {
      const on = WORKFLOWS.find(({ name }) => name === file)?.workflow.on ?? {};
      const { branches } = on.push as { readonly branches: readonly string[] };
      const wanted = COMMITTED.map((stack) => committedSettings(stack).branch);
      assert.deepEqual(
        [...branches].sort(),
        [...new Set(wanted)].sort(),
        `on.push.branches of .github/workflows/${file}`,
      );
    });
  }

  it("read no variable that no stack writes", () => {
    assert.ok(read.size > 0);
    assert.deepEqual(
      [...read].filter((name) => !written.includes(name)),
      [],
    );
  });

  it("read the variables of as many roles of the user's own as a stack may have", () => {
    const drift = WORKFLOWS.find(({ name }) => name === "drift.yml")?.text ?? "";
    const places = [...drift.matchAll(OWN_SLOT)].map(([, place]) => Number(place));
    assert.deepEqual(places, [...Array(MOST_OWN_ROLES).keys()]);
  });

  it("read every variable that a stack writes", () => {
    assert.ok(outputNames(ROLE_NAMES).length > 5);
    assert.deepEqual(
      written.filter((name) => !read.has(name)),
      [],
    );
  });

  it("take environment, stack and variables together, of the list or from who called with them", () => {
    const inLists = PLACES.filter((place) => readIn(JSON.stringify(place.job)).length > 0 || usesPublish(place));
    assert.ok(inLists.length > 4);
    for (const { file, id, job } of inLists) {
      const called =
        Object.keys(WORKFLOWS.find(({ name }) => name === file)?.workflow.on ?? {}).join() === "workflow_call";
      const from = called ? "inputs" : "matrix";
      const environment = job.environment === undefined ? job.with?.environment : environmentOf(job);
      if (environment !== undefined) assert.equal(environment, `\${{ ${from}.environment }}`, `${file} ${id}`);
      const other = called ? "matrix.prefix" : "inputs.prefix";
      assert.ok(!JSON.stringify(job).includes(other), `${file} ${id}`);
      if (called) continue;
      assert.deepEqual(
        job.strategy?.matrix,
        { include: "${{ fromJSON(needs.select.outputs.stacks) }}" },
        `${file} ${id}`,
      );
      assert.ok([job.needs].flat().includes("select"), `${file} ${id}`);
    }
    for (const { job } of PLACES.filter(({ job }) => job.environment !== undefined))
      assert.match(environmentOf(job) ?? "", /^\$\{\{ (?:matrix|inputs)\.environment \}\}$/);
  });

  for (const [file, asks, role] of [
    ["site.yml", "site", "publish"],
    ["infrastructure.yml", "infrastructure", "infrastructure"],
    ["drift.yml", "drift", "drift"],
    ["preview.yml", "preview", "preview"],
  ] as const) {
    it(`ask for the list of ${file} by the role that its jobs assume, without a credential`, () => {
      const { uses, with: given, permissions } = jobOf(file, "select");
      assert.equal(uses, "./.github/workflows/select-stacks.yml");
      assert.deepEqual(given, { for: asks, role: suffixOf(`${role}RoleArn`).replace(/_ROLE_ARN$/, "") });
      assert.deepEqual(permissions, { contents: "read" });
      assert.deepEqual(jobOf("select-stacks.yml", "select").permissions, { contents: "read" });
    });
  }

  for (const role of ROLE_NAMES) {
    it(`have the role ${role} assumed where it says, and nowhere else`, () => {
      const { workflow: file, trigger } = ROLES[role];
      assert.ok(existsSync(join(ROOT, ".github", "workflows", file)));
      const places = ASSUMING.filter(({ job }) => rolesOf(job).includes(role));
      assert.ok(places.length > 0);
      for (const place of places) {
        assert.equal(place.file, file);
        assert.deepEqual(rolesOf(place.job), [role], title(place));
        assert.equal(environmentOf(place.job) !== undefined, trigger === "environment", title(place));
        const events = Object.keys(place.workflow.on);
        assert.ok(events.length > 0 && events.every((event) => EVENTS[trigger].includes(event)), events.join());
        assert.ok(trigger !== "default branch" || events.includes("schedule"));
      }
    });
  }

  it("let a job ask for a token where it assumes a role or calls one that does, and nowhere else", () => {
    assert.ok(ASSUMING.length >= ROLE_NAMES.length);
    for (const place of PLACES) {
      const { uses = "", permissions } = place.job;
      const calls = ASSUMING.some(({ file }) => uses === `./.github/workflows/${file}`);
      assert.equal(permissions?.["id-token"] === "write", ASSUMING.includes(place) || calls, title(place));
    }
  });

  it("give nothing that writes to a job that can have credentials, nor npm's code to one that writes", () => {
    for (const place of PLACES) {
      const { "id-token": idToken, ...others } = place.job.permissions ?? {};
      const writes = Object.values(others).some((level) => level !== "read" && level !== "none");
      if (!writes) continue;
      assert.equal(idToken, undefined, title(place));
      for (const { run = "" } of place.job.steps ?? [])
        assert.doesNotMatch(run, /\b(?:npm|npx|pulumi)\b/, title(place));
    }
  });

  for (const place of ASSUMING) {
    describe(title(place), () => {
      const { job } = place;
      const step = job.steps?.find(assumes);

      const steps = allSteps(job);
      const where = (isIt: (step: Step) => boolean): number => steps.findIndex(isIt);

      it("takes credentials of no account but the committed one", () => {
        const reads = where(({ run }) => run === "node delivery/stack-account.ts");
        assert.ok(reads >= 0 && reads < where(assumes));
        const from = steps[reads]?.id === "stack" ? "stack" : "prepare";
        assert.equal(step?.with?.["allowed-account-ids"], `\${{ steps.${from}.outputs.account }}`);
      });

      it("looks at the form of what comes from variables before it assumes a role", () => {
        const looks = where(({ run = "" }) => run.startsWith("node delivery/check-variables.ts "));
        assert.ok(looks >= 0 && looks < where(assumes));
      });

      if (job.environment !== undefined) {
        it("asks whether the environment is protected as promised before it assumes a role", () => {
          const asks = where(({ run }) => run === "node delivery/check-environment.ts");
          assert.ok(asks >= 0 && asks < where(assumes));
          assert.equal(job.permissions?.actions, "read");
        });
      }

      it("has installed its packages before, without their scripts and without those of development", () => {
        const install = where(({ run = "" }) => run.includes("npm ci"));
        const needs = where(({ run = "" }) => /\bpulumi\b|ts-node/.test(run.replaceAll(/`[^`]*`/g, ""))) >= 0;
        assert.equal(install >= 0, needs);
        assert.ok(install < where(assumes));
        for (const { run = "" } of steps)
          if (run.includes("npm")) assert.equal(run, "npm ci --omit=dev --ignore-scripts");
      });

      it("starts our scripts by node: npm and npx would put the packages' commands in front of PATH", () => {
        for (const { run = "" } of steps) assert.doesNotMatch(run, /\bnpx\b|\bnpm (?:run|exec|x|test|start)\b/);
      });

      it("names a session that STS accepts, by the run", () => {
        const contexts = { github: { run_id: "18012345678", run_attempt: "2" } };
        const name = filledIn(step?.with?.["role-session-name"], contexts);
        assert.match(name, /^[\w+=,.@-]{2,64}$/);
        assert.equal(name, "gha-18012345678-2");
      });

      it("says why AWS refused, of the role that it asks for", () => {
        const says = job.steps?.[at(job, assumes) + 1];
        assert.equal(says?.run, "node delivery/why-denied.ts");
        assert.equal(says.if, "failure() && steps.assume.outcome == 'failure'");
        assert.equal(says.env?.ROLE, rolesOf(job)[0]);
      });
    });
  }

  it("read no stored secret but the documented one, where the infrastructure goes up", () => {
    const found = WORKFLOWS.flatMap(({ name, text }) => {
      assert.doesNotMatch(text, /^\s*(?:secrets:|if:.*\bsecrets\b)/m, name);
      const expressions = [...text.matchAll(/\$\{\{(.+?)\}\}/g)].map(([, expression = ""]) => expression.trim());
      return expressions.filter((expression) => /\bsecrets\b/.test(expression)).map((one) => `${name}: ${one}`);
    });
    const allowed = "infrastructure.yml: steps.token.outputs.token || secrets.VARIABLES_TOKEN";
    assert.deepEqual(found, [allowed]);
    for (const { job } of PLACES) {
      const reading = (job.steps ?? []).filter((step) => JSON.stringify(step).includes("secrets."));
      for (const { name } of reading) assert.equal(name, "Up");
    }
  });

  it("take the same engine everywhere, by its version", () => {
    const versions = PLACES.flatMap(({ job }) => allSteps(job))
      .filter(({ uses = "" }) => uses.startsWith("pulumi/actions@"))
      .map((step) => step.with);
    assert.ok(versions.length > 4);
    // Nothing else is asked of the action: without a command it installs, and neither logs in nor runs anything.
    for (const inputs of versions) assert.deepEqual(inputs, { "pulumi-version": engineVersion });
  });

  it("call publish-site.yml with all of what the list says of an environment", () => {
    const callers = PLACES.filter(usesPublish);
    assert.deepEqual(callers.map(title), ["site.yml publish"]);
    const { environment, stack, prefix } = callers[0]?.job.with ?? {};
    assert.deepEqual(
      [environment, stack, prefix],
      ["environment", "stack", "prefix"].map((key) => `\${{ matrix.${key} }}`),
    );
    assert.equal(jobOf("publish-site.yml", "publish").env?.PREFIX, "${{ inputs.prefix }}");
  });

  it("check the order before a role is assumed, with a token that reads the run's jobs and the deployments", () => {
    for (const [file, id, FOR, from] of [
      ["publish-site.yml", "publish", "site", "inputs"],
      ["infrastructure.yml", "up", "infrastructure", "matrix"],
    ] as const) {
      const { permissions, env = {}, ...job } = jobOf(file, id);
      const steps = allSteps(job);
      const guards = steps.flatMap(({ run }, index) => (run === "node delivery/check-order.ts" ? [index] : []));
      assert.equal(guards.length, 1, file);
      const guard = steps[guards[0] ?? -1];
      assert.ok((guards[0] ?? -1) < steps.findIndex(assumes), file);
      assert.equal(guard?.if, undefined, "always");
      const { STACK, ...given } = { STACK: env.STACK, COMMIT: env.COMMIT, ...guard?.env };
      assert.equal(STACK, `\${{ ${from}.stack }}`);
      assert.deepEqual(given, {
        FOR,
        ENVIRONMENT: `\${{ ${from}.environment }}`,
        COMMIT: FOR === "site" ? "${{ inputs.commit }}" : "${{ github.sha }}",
        ROLLBACK: FOR === "site" ? "${{ inputs.rollback }}" : false,
        GITHUB_TOKEN: "${{ github.token }}",
      });
      assert.deepEqual(permissions, { actions: "read", contents: "read", deployments: "read", "id-token": "write" });
    }
    assert.deepEqual(jobOf("site.yml", "publish").permissions, jobOf("publish-site.yml", "publish").permissions);
  });

  it("have the names by which that check looks for the job before", () => {
    assert.equal(jobOf("site.yml", "publish").name, "Publish ${{ matrix.environment }}");
    assert.equal(jobOf("publish-site.yml", "publish").name, "Publish");
    assert.equal(jobOf("infrastructure.yml", "up").name, "Up ${{ matrix.environment }}");
  });
});

/** The roles whose ARNs a job's credentials step takes, through the job's environment or not. */
function rolesOf(job: Job): RoleName[] {
  const asked = String(job.steps?.find(assumes)?.with?.["role-to-assume"]);
  const name = /^\$\{\{ env\.(\w+) \}\}$/.exec(asked)?.[1];
  const source = name === undefined ? asked : String(job.env?.[name]);
  return ROLE_NAMES.filter((role) => source.includes(variableName("x", `${role}RoleArn`).slice("X".length)));
}
