import assert from "node:assert/strict";
import { mkdirSync, symlinkSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import type * as StackFiles from "../../delivery/lib/stack-file.ts" with { "resolution-mode": "import" };
import { deliveryModule } from "../support/delivery";
import { temporaryFolder } from "../support/temporary-folder";

type Ask = readonly [text: string | Buffer | undefined, key: string];

describe("delivery/lib/stack-file.ts", () => {
  const folder = temporaryFolder();

  let readStackFile: typeof StackFiles.readStackFile;

  before(async () => {
    ({ readStackFile } = await deliveryModule<typeof StackFiles>("lib/stack-file.ts"));
  });

  const valueIn = (path: string, key: string): unknown => {
    try {
      return readStackFile(path).value(key) ?? null;
    } catch (error) {
      if (!(error instanceof Error && error.name === "DeliveryError")) throw error;
      return { error: error.message };
    }
  };

  /** The value of each key, or what the reader says instead. */
  const read = (asked: readonly Ask[], project?: string, under = ""): unknown[] =>
    asked.map(([text, key], index) => {
      const place = join(folder(), `${under}-${index}`);
      mkdirSync(place);
      if (text !== undefined) writeFileSync(join(place, "Pulumi.prod.yaml"), text);
      if (project !== undefined) writeFileSync(join(place, "Pulumi.yaml"), project);
      return valueIn(join(place, "Pulumi.prod.yaml"), key);
    });

  const config = (...lines: string[]): string => `config:\n${lines.map((line) => `  ${line}\n`).join("")}`;
  const of = (key: string, ...lines: string[]): Ask => [config(...lines), key];

  it("reads every form that Pulumi and people write", () => {
    const forms: [Ask, unknown][] = [
      [of("branch", "branch: release/1.x # comment"), "release/1.x"],
      [of("branch", "branch: 'it''s'"), "it's"],
      [of("branch", 'branch: "a#b: c"'), "a#b: c"],
      [of("branch", '"branch": main'), "main"],
      [of("branch", "passwordless-cicd:branch: main"), "main"],
      [of("branch", "passwordless-cicd:config:branch: main"), "main"],
      [of("branch", "other:branch: main"), null],
      [of("branch", "# branch: main", "headers: {}"), null],
      [of("branch", "headers:", "  branch: evil", "reviewers:", "- branch: evil"), null],
      [of("branch", "headers: >-", "  branch: evil", "", "   'x", "branch: main"), "main"],
      [of("branch", "headers: &a {x: 'y'}", "redirects: *a", "branch: main"), "main"],
      [of("branch", "headers: {", "  branch: evil,", "  x: 'y' }", "branch: main"), "main"],
      [of("waitMinutes", "waitMinutes: 5"), "5"],
      [of("reviewers", "reviewers: [octocat, 'team:9', \"x\"]"), ["octocat", "team:9", "x"]],
      [of("reviewers", "reviewers: [team:9]"), ["team:9"]],
      [of("reviewers", "reviewers: []"), []],
      [of("reviewers", "reviewers:", "- octocat", "# and", "- 'team:9'", "branch: x"), ["octocat", "team:9"]],
      [of("reviewers", "reviewers:", "     - octocat", "     -   'team:9'"), ["octocat", "team:9"]],
      [of("reviewers", "reviewers: [", '  "octocat",', "  'team:9',", "]"), ["octocat", "team:9"]],
      [
        of("githubApp", "githubApp:", "    appId: 12", "    kmsKeyArn: arn:aws:kms:x"),
        { appId: "12", kmsKeyArn: "arn:aws:kms:x" },
      ],
      [
        of("githubApp", 'githubApp: {appId: 12, "kmsKeyArn": "arn:aws:kms:x"}'),
        { appId: "12", kmsKeyArn: "arn:aws:kms:x" },
      ],
      [
        of("roles", "roles:", "  - name: a", "    of: [b]", "  -", "    name: c"),
        [{ name: "a", of: ["b"] }, { name: "c" }],
      ],
      [["config:\r\n    branch: main\r\n", "branch"], "main"],
      [["---\nencryptionsalt: v1:abc=:v1:x+/=\nconfig: {branch: main}\n", "branch"], "main"],
      [["encryptionsalt: v1:abc\n", "branch"], null],
      [["config:\n", "branch"], null],
    ];
    assert.deepEqual(
      read(forms.map(([asked]) => asked)),
      forms.map(([, value]) => value),
    );
  });

  it("knows its project by Pulumi.yaml", () => {
    const asked: Ask[] = [of("branch", "sites:branch: main"), of("branch", "passwordless-cicd:branch: main")];
    assert.deepEqual(read(asked, "description: >\n  name: x\nname: sites\nruntime: nodejs\n"), ["main", null]);
  });

  it("takes the default that Pulumi.yaml declares where the stack's file has no value", () => {
    const project = `name: sites
config:
  reviewers: { type: array, default: [octocat] }
  sites:waitMinutes:
    type: integer
    default: 30
  after:
    type: string
  environmentProtection: { value: branch }
`;
    const keys = ["reviewers", "waitMinutes", "after", "branch", "environmentProtection"];
    const asked = keys.map((key) => of(key, "environment: x"));
    const values = [["octocat"], "30", null, null, "branch", []];
    assert.deepEqual(read([...asked, of("reviewers", "reviewers: []")], project), values);
  });

  it("refuses a project whose stacks' files Pulumi takes from elsewhere", () => {
    const refused = ["name: sites\nstackConfigDir: conf\n", "name: sites\nconfig:\n  branch: live\n"];
    const [moved, short] = refused.map((project, at) => read([of("branch", "environment: x")], project, String(at)));
    assert.match(JSON.stringify(moved), /Pulumi\.yaml:2: moves the stacks' files/);
    assert.match(JSON.stringify(short), /Pulumi\.yaml:3: is not a map of settings/);
    writeFileSync(join(folder(), "Pulumi.json"), "{}");
    writeFileSync(join(folder(), "Pulumi.yaml"), "name: sites\n");
    writeFileSync(join(folder(), "Pulumi.prod.yaml"), config("branch: live"));
    assert.match(
      JSON.stringify(valueIn(join(folder(), "Pulumi.prod.yaml"), "branch")),
      /Pulumi\.json: Pulumi reads it/,
    );
  });

  it("refuses what it cannot surely read, with file and line", () => {
    const forms: [Ask, RegExp][] = [
      [of("branch", "branch: main", "branch: evil"), /:3: has branch a second time \(the first is in line 2\)/],
      [of("branch", "branch: main", "passwordless-cicd:branch: evil"), /:3: has branch a second time/],
      [of("branch", "branch: main", '"br\\u0061nch": evil'), /:3: has branch a second time/],
      [of("headers", "headers: {a: b, a: c}"), /:2: has the key "a" a second time/],
      [of("headers", "headers:", "  a: b", "  'a': c"), /:4: has the key "a" a second time/],
      [of("aws:region", "aws:region: a", "aws:config:region: b"), /:3: has aws:region a second time/],
      [of("branch", "branch: *other"), /:2: .+quotation marks/],
      [of("branch", "branch: &a main"), /:2: .+quotation marks/],
      [of("branch", "branch: !!str main"), /:2: .+quotation marks/],
      [of("branch", "branch: |", "  main"), /:2: |:3: /],
      [of("branch", "branch: main", "  more"), /:3: .+expected one line/],
      [of("branch", "branch: a: b"), /:2: /],
      [of("branch", "branch:"), /:2: has no value/],
      [of("branch", "branch: ~"), /:2: .+quotation marks/],
      ...["True", "FALSE"].map((word): [Ask, RegExp] => [of("branch", `branch: ${word}`), /:2: .+quotation marks/]),
      ...["+.5", "-.5", "2026-01-01 10:00:00", "2001-12-14t21:59:43.10-05:00"].map((one): [Ask, RegExp] => [
        of("branch", `branch: ${one}`),
        /:2: .+put the number in quotation marks/,
      ]),
      [of("branch", "branch: 1.10"), /:2: .+put the number in quotation marks/],
      [of("branch", "branch: 'a' b"), /:2: has more behind its value/],
      [of("branch", 'branch: "\\x41"'), /:2: has an escape/],
      [of("branch", "branch:\tmain"), /:2: is not `key: value`/],
      [of("branch", "? branch", ": main"), /:2: is not `key: value`/],
      [of("branch", "!!str branch: main"), /:2: is not `key: value`/],
      [of("branch", "<<: *defaults"), /:2: takes entries from elsewhere/],
      [of("branch", 'headers: "x', "branch: evil", '"'), /:2: has a quotation mark or a bracket that is not closed/],
      [of("branch", "headers:", '  x: "y', "branch: evil", '  "'), /:3: has a quotation mark or a bracket/],
      [of("branch", "headers: [", "branch: evil", "]"), /:2: has a quotation mark or a bracket/],
      [["config:\n    a: b\n  branch: main\n", "branch"], /:3: is indented less/],
      [["config:\n\tbranch: main\n", "branch"], /:2: is indented by a tab/],
      [["config:\n  a: b\u2028  branch: evil\n", "branch"], /:2: has a character that no text has/],
      [["config:\n  a: b\r  branch: evil\n", "branch"], /:2: has a character that no text has/],
      [["config:\n  a: b\0\n", "branch"], /:2: has a character that no text has/],
      [["\uFEFFconfig:\n", "branch"], /:1: has a character that no text has/],
      [[Buffer.from("\uFEFFconfig:\n  branch: main\n", "utf16le"), "branch"], /UTF-8|:1: has a character/],
      [["config:\n  branch: main\n---\nconfig:\n  branch: evil\n", "branch"], /:3: .+expected one document/],
      [["config:\n  a: b\nconfig:\n  branch: evil\n", "branch"], /:3: has config a second time/],
      [["", "branch"], /holds nothing/],
      [["# nothing\n\n", "branch"], /holds nothing/],
      [["- config\n", "branch"], /:1: is not `key: value`/],
      [["config: [branch]\n", "branch"], /:1: is not a map of settings/],
      [["config: main\n", "branch"], /:1: is not a map of settings/],
      [["config:\n  - branch\n", "branch"], /:2: is not `key: value`/],
      [[undefined, "branch"], /cannot be read \(ENOENT/],
    ];
    const answers = read(forms.map(([asked]) => asked));
    for (const [index, [asked, wanted]] of forms.entries()) {
      const answer = answers[index] as { readonly error?: string } | null;
      assert.match(answer?.error ?? `read ${JSON.stringify(answer)}`, wanted, JSON.stringify(asked));
      assert.match(answer?.error ?? "", /^Pulumi\.prod\.yaml: ?|^Pulumi\.prod\.yaml:\d/);
    }
  });

  it("refuses a folder and a link to nothing in place of the file", () => {
    mkdirSync(join(folder(), "Pulumi.dev.yaml"));
    symlinkSync(join(folder(), "missing"), join(folder(), "Pulumi.prod.yaml"));
    for (const stack of ["dev", "prod"]) {
      const { error } = valueIn(join(folder(), `Pulumi.${stack}.yaml`), "branch") as { readonly error: string };
      assert.match(error, /^Pulumi\.(?:dev|prod)\.yaml: cannot be read \((?:EISDIR|ENOENT)/);
    }
  });
});
