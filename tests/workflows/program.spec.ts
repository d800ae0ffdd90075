import assert from "node:assert/strict";
import { existsSync } from "node:fs";
import { join } from "node:path";
import { ROLES, type RoleName, ROLE_NAMES, type Trigger } from "../../components/policy/roles";
import { variableName } from "../../components/policy/names";
import { OUTPUT_NAMES, variableNames } from "../../components/policy/outputs";
import { engineVersion } from "../../engine/version";
import { committedSettings, committedStacks } from "../support/committed";
import { filledIn } from "./expression";
import { allSteps, type Job, jobOf, ROOT, type Step, type Workflow, WORKFLOWS } from "./files";

/** This project's stacks; each serves the environment of its name. */
const ENVIRONMENTS: readonly string[] = committedStacks();
const PREFIXES = ENVIRONMENTS.map((environment) => variableName(environment, "x").replace(/_X$/, ""));

/** The variables that a workflow reads, by their names; of an environment that is an input or of a matrix, of all. */
function readIn(text: string): string[] {
  const named = [...text.matchAll(/\bvars\.(\w+)/g)].map(([, name = ""]) => name);
  const ofEach = [...text.matchAll(/\bvars\[format\('\{0\}_(\w+)', (?:inputs|matrix)\.prefix\)\]/g)].flatMap(
    ([, name = ""]) => PREFIXES.map((prefix) => `${prefix}_${name}`),
  );
  const understood = named.length + ofEach.length / PREFIXES.length;
  assert.equal(
    text.match(/\bvars[.[]/g)?.length ?? 0,
    understood,
    "reads a variable in a way that this test does not know",
  );
  return [...named, ...ofEach];
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
  const written = ENVIRONMENTS.flatMap(variableNames);

  it("have stacks in common", () => {
    assert.deepEqual(ENVIRONMENTS, ["dev", "prod"]);
  });

  for (const file of ["site.yml", "infrastructure.yml"]) {
    it(`start ${file} by a push to the branch of every stack`, () => {
      const on = WORKFLOWS.find(({ name }) => name === file)?.workflow.on ?? {};
      const { branches } = on.push as { readonly branches: readonly string[] };
      const wanted = ENVIRONMENTS.map((stack) => committedSettings(stack).branch);
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

  it("read every variable that a stack writes", () => {
    assert.ok(OUTPUT_NAMES.length > 5);
    assert.deepEqual(
      written.filter((name) => !read.has(name)),
      [],
    );
  });

  it("run in no environment but those of the stacks, each with its own variables", () => {
    for (const place of PLACES) {
      const named = environmentOf(place.job);
      const given = place.job.with?.environment;
      if (named !== undefined && named !== "${{ inputs.environment }}") {
        assert.ok(ENVIRONMENTS.includes(named), title(place));
        const own = readIn(JSON.stringify(place.job)).filter((name) => !name.startsWith(variableName(named, "")));
        // A later environment waits for an earlier one, but reads nothing of it.
        assert.deepEqual(own, [], title(place));
      }
      if (given !== undefined) assert.ok(typeof given === "string" && ENVIRONMENTS.includes(given), title(place));
    }
  });

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

      if (place.file === "publish-site.yml") {
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
    assert.deepEqual(found, [allowed, allowed]);
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

  it("call publish-site.yml for each environment, with the prefix of its variables", () => {
    const callers = PLACES.filter(({ job: { uses = "" } }) => uses.endsWith("/publish-site.yml"));
    assert.deepEqual(
      callers.map(({ job }) => [job.with?.environment, job.with?.prefix]),
      ENVIRONMENTS.map((environment, index) => [environment, PREFIXES[index]]),
    );
    assert.equal(jobOf("publish-site.yml", "publish").env?.PREFIX, "${{ inputs.prefix }}");
  });
});

/** The roles whose ARNs a job's credentials step takes, through the job's environment or not. */
function rolesOf(job: Job): RoleName[] {
  const asked = String(job.steps?.find(assumes)?.with?.["role-to-assume"]);
  const name = /^\$\{\{ env\.(\w+) \}\}$/.exec(asked)?.[1];
  const source = name === undefined ? asked : String(job.env?.[name]);
  return ROLE_NAMES.filter((role) => source.includes(variableName("x", `${role}RoleArn`).slice("X".length)));
}
