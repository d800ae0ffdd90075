// The examples of roles of one's own: the program takes them, and their policies allow just what their steps call.
import assert from "node:assert/strict";
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";

import { parse } from "yaml";

import type { PolicyDocument } from "../../components/policy/document";
import { groundPolicy } from "../../components/policy/own-role/ground";
import { readOwnRoles } from "../../components/policy/own-role/roles";
import { type OwnRole, ownRoleProblems, parseOwnRoles } from "../../components/policy/own-role/setting";
import { projectRoot } from "../../lib/paths";
import { ownRoleSources } from "../../lib/own-role-sources";
import { EXAMPLE_ARNS } from "../../commands/docs/example";
import { actionlint, lint } from "../support/actionlint";
import { mayDo } from "../support/evaluator";
import { ACCOUNT } from "../support/program";
import { allSteps, type Workflow, WORKFLOWS } from "../workflows/files";

const REGION = "us-east-1";
const FOLDER = "docs/examples";
const NAMES = readdirSync(join(projectRoot, FOLDER));

const inRegion = (service: string, resource: string): string => `arn:aws:${service}:${REGION}:${ACCOUNT}:${resource}`;
const REPOSITORY = inRegion("ecr", "repository/orders");
const SERVICE = inRegion("ecs", "service/shop/orders");
const FUNCTION = inRegion("lambda", "function:orders");
const FILE = "arn:aws:s3:::acme-downloads/guide.pdf";
const toTasks = { "iam:PassedToService": "ecs-tasks.amazonaws.com" };

type Call = readonly [action: string, resource: string, context?: Readonly<Record<string, string>>];

/**
 * The calls that a command makes, by how it begins.
 *
 * Sources: https://docs.aws.amazon.com/AmazonECR/latest/userguide/image-push-iam.html for docker push (its check of
 * what is there is BatchGetImage); the AWS CLI's own waiters, botocore/data, for wait.
 */
const CALLS: Readonly<Record<string, readonly Call[]>> = {
  "aws ecr get-login-password": [["ecr:GetAuthorizationToken", "*"]],
  "docker push": [
    "BatchCheckLayerAvailability",
    "BatchGetImage",
    "CompleteLayerUpload",
    "InitiateLayerUpload",
    "PutImage",
    "UploadLayerPart",
  ].map((name): Call => [`ecr:${name}`, REPOSITORY]),
  "aws ecs describe-task-definition": [["ecs:DescribeTaskDefinition", "*"]],
  "aws ecs register-task-definition": [
    ["ecs:RegisterTaskDefinition", inRegion("ecs", "task-definition/orders:8")],
    ["iam:PassRole", `arn:aws:iam::${ACCOUNT}:role/orders-task`, toTasks],
    ["iam:PassRole", `arn:aws:iam::${ACCOUNT}:role/orders-execution`, toTasks],
  ],
  "aws ecs update-service": [["ecs:UpdateService", SERVICE]],
  "aws ecs wait services-stable": [["ecs:DescribeServices", SERVICE]],
  "aws lambda update-function-code": [["lambda:UpdateFunctionCode", FUNCTION]],
  "aws lambda wait function-updated": [["lambda:GetFunctionConfiguration", FUNCTION]],
  "aws s3 sync": [
    ["s3:ListBucket", "arn:aws:s3:::acme-downloads"],
    ["s3:PutObject", FILE],
    ["s3:DeleteObject", FILE],
    ["s3:AbortMultipartUpload", FILE],
  ],
};

/** What needs no right: it stays on the runner, or takes the login that is there. */
const LOCAL = ["docker load", "docker tag", "docker login", "docker logout"];

/** The commands of AWS's CLI and of docker in a job's steps. */
function commandsOf(workflow: Workflow, job: string): string[] {
  const found = workflow.jobs[job];
  assert.ok(found, job);
  return allSteps(found)
    .map(({ run = "" }) => run)
    .flatMap((run) => run.match(/(?:^|[|(]|\s)(?:aws|docker) [^\n|)]+/g) ?? [])
    .map((command) => command.replace(/^[\s|(]+/, ""));
}

interface Example {
  readonly role: OwnRole;
  readonly text: string;
  readonly workflow: Workflow;
}

/** An example with the setting that the first lines of its workflow show. */
function exampleOf(name: string): Example {
  const file = readdirSync(join(projectRoot, FOLDER, name)).find((each) => each.endsWith(".yml")) ?? "";
  const text = readFileSync(join(projectRoot, FOLDER, name, file), "utf8");
  const shown = [...text.matchAll(/^# {3}(.+)$/gm)].map(([, line]) => line).join("\n");
  const { roles } = parse(shown) as { roles: object };
  const [role, ...more] = parseOwnRoles(roles) ?? [];
  assert.ok(role !== undefined && more.length === 0, shown);
  assert.equal(role.workflow, file);
  return { role, text, workflow: parse(text) as Workflow };
}

describe("the examples of roles of one's own", () => {
  const examples = NAMES.map((name) => ({ name, ...exampleOf(name) }));

  it("are three, which one stack could have together", () => {
    assert.deepEqual(NAMES.sort(), ["ecs", "lambda", "sync"]);
    assert.deepEqual(ownRoleProblems(examples.map(({ role }) => role)), []);
  });

  for (const { name, role, text, workflow } of examples) {
    const account = { id: ACCOUNT, partition: "aws", region: REGION };
    const question = { roles: [role], environment: "prod", project: "passwordless-cicd", account };

    /** The role's policy, read from where the example has it, and the program's Deny beside it. */
    const policies = async (): Promise<readonly PolicyDocument[]> => {
      const sources = ownRoleSources(join(projectRoot, FOLDER, name));
      const file = (path: string) => sources.file(path.split("/").at(-1) ?? "");
      const read = await readOwnRoles(
        { ...question, permissionsBoundary: "arn:aws:iam::aws:policy/x" },
        { ...sources, file },
      );
      assert.deepEqual(read.warnings, []);
      const keys = { keys: [], stateBucket: "acme-state", permissionsBoundary: "" };
      const ground = groundPolicy({ ...keys, project: question.project, account, arns: EXAMPLE_ARNS });
      return [read.policies[role.name] as unknown as PolicyDocument, ground];
    };

    it(`${name}: has a workflow and a policy that the program takes, with nothing to warn of`, async () => {
      assert.equal((await policies()).length, 2);
    });

    it(`${name}: may make every call of its steps, and has no action that none of them needs`, async () => {
      const commands = commandsOf(workflow, "deploy").filter(
        (command) => !LOCAL.some((one) => command.startsWith(one)),
      );
      const calls = commands.flatMap((command) => {
        const [, known] = Object.entries(CALLS).find(([start]) => command.startsWith(start)) ?? [];
        assert.ok(known, `what does it call: ${command}`);
        return known;
      });
      const given = await policies();
      const principal = `arn:aws:iam::${ACCOUNT}:role/passwordless-cicd-prod-${role.name}-0a1b2c3`;
      for (const [action, resource, context = {}] of calls) {
        const may = (on = resource) => mayDo({ policies: given, principal, action, resource: on, context });
        assert.equal(await may(), true, `${action} on ${resource}`);
        const other = resource.replace(/acme-downloads|orders/, "another");
        if (resource !== "*") assert.equal(await may(other), false, `${action} on ${other}`);
      }
      const allowed = given[0]?.Statement.flatMap(({ Action }) => Action) ?? [];
      assert.deepEqual([...new Set(allowed)].sort(), [...new Set(calls.map(([action]) => action))].sort());
    });

    it(`${name}: pins what it uses as the workflows of this repository do`, () => {
      const usedIn = (content: string) => content.match(/uses: \S+@.*/g) ?? [];
      const pinned = new Set(WORKFLOWS.flatMap((file) => usedIn(file.text)));
      assert.ok(usedIn(text).length > 3);
      assert.deepEqual(
        usedIn(text).filter((used) => !pinned.has(used)),
        [],
      );
    });
  }

  it("are written as actionlint wants workflows", async function () {
    this.timeout(300_000);
    let command = "";
    try {
      command = await actionlint();
    } catch (error) {
      if (process.env.CI !== undefined) throw error;
      this.skip();
    }
    const files = examples.map(({ name, role }) => join(name, role.workflow));
    assert.deepEqual(lint(command, files, join(projectRoot, FOLDER)), []);
  });
});
