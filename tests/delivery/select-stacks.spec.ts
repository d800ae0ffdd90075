import assert from "node:assert/strict";
import { mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { runDelivery } from "../support/delivery";
import { temporaryFolder } from "../support/temporary-folder";

type Files = Readonly<Record<string, readonly string[]>>;

describe("delivery/select-stacks.ts", () => {
  const folder = temporaryFolder();
  const ALL_UP = Object.fromEntries(Array.from({ length: 12 }, (_, n) => [`KNOWN_${n}`, "arn"]));
  const CHAIN: Files = { dev: [], "pre-prod": ["after: dev"], prod: ["after: pre-prod"] };

  function lay(name: string, files: Files): string {
    const place = join(folder(), name);
    rmSync(place, { recursive: true, force: true });
    mkdirSync(place);
    for (const [stack, lines] of Object.entries(files)) {
      const owner = lines.some((line) => line.startsWith("repository:")) ? [] : ["repository: acme/site"];
      const text = [...owner, ...lines].map((line) => `  ${line}\n`).join("");
      writeFileSync(join(place, `Pulumi.${stack}.yaml`), `config:\n${text}`);
    }
    return place;
  }

  async function run(command: string, files: Files, env: Readonly<Record<string, string>> = {}, base?: Files) {
    const [output, summary] = [join(folder(), "output"), join(folder(), "summary")];
    for (const file of [output, summary]) writeFileSync(file, "");
    const { code, stdout } = await runDelivery("select-stacks.ts", {
      args: [command],
      env: {
        FOR: "site",
        HEAD_FOLDER: lay("head", files),
        BASE_FOLDER: base === undefined ? "" : lay("base", base),
        GITHUB_REPOSITORY: "acme/site",
        GITHUB_REF_NAME: "main",
        GITHUB_OUTPUT: output,
        GITHUB_STEP_SUMMARY: summary,
        ...env,
      },
    });
    const text = readFileSync(output, "utf8");
    const list = (name: string): unknown[] =>
      JSON.parse(new RegExp(`^${name}=(.*)$`, "m").exec(text)?.[1] ?? "[]") as unknown[];
    const stacks = list("stacks") as { readonly stack: string }[];
    const security = /^security<<(.+)\n([^]*?)\n\1$/m.exec(text)?.[2] ?? "";
    return {
      code,
      stdout,
      stacks,
      names: stacks.map(({ stack }) => stack),
      prefixes: list("prefixes"),
      security,
      summary: readFileSync(summary, "utf8"),
    };
  }

  it("gives the stacks in the order of promotion, and their prefixes", async () => {
    assert.deepEqual((await run("files", CHAIN)).prefixes, ["DEV", "PRE_PROD", "PROD"]);
    const { stacks } = await run("select", CHAIN, ALL_UP);
    assert.deepEqual(stacks, [
      { stack: "dev", environment: "dev", prefix: "DEV" },
      { stack: "pre-prod", environment: "pre-prod", prefix: "PRE_PROD" },
      { stack: "prod", environment: "prod", prefix: "PROD" },
    ]);
  });

  it("orders by after, not by name", async () => {
    const files: Files = { a: ["after: c"], b: ["after: a", "environment: live"], c: [] };
    const { stacks } = await run("select", files, ALL_UP);
    assert.deepEqual(
      stacks.map(({ stack }) => stack),
      ["c", "a", "b"],
    );
    assert.deepEqual(stacks.at(-1), { stack: "b", environment: "live", prefix: "LIVE" });
  });

  it("puts one that says before between two whose files stay as they are", async () => {
    const files: Files = { dev: [], prod: ["after: dev"], staging: ["after: dev", "before: prod"] };
    assert.deepEqual((await run("select", files, ALL_UP)).names, ["dev", "staging", "prod"]);
    assert.deepEqual((await run("files", files)).prefixes, ["DEV", "STAGING", "PROD"]);
    const { names, summary } = await run("select", files, { ...ALL_UP, KNOWN_1: "" });
    assert.deepEqual(names, ["dev"]);
    assert.match(summary, /- prod: left out: it comes after staging, which is left out/);
    const first: Files = { a: [], b: ["before: a"], c: ["before: b", "environment: live"] };
    assert.deepEqual((await run("select", first, ALL_UP)).names, ["c", "b", "a"]);
  });

  it("stops what a file that cannot be used may come before, and only that", async () => {
    const lay = (staging: readonly string[]) => ({ dev: [], prod: ["after: dev"], staging });
    const known = await run("select", lay(["before: prod", "branch: ''"]), ALL_UP);
    assert.deepEqual([known.code, known.names], [0, ["dev"]]);
    assert.match(known.summary, /- prod: left out: it may wait for staging, which is left out/);
    for (const line of ["before: [prod]", "before: *x", "before: Prod", "a\0"])
      assert.deepEqual((await run("select", lay([line]), ALL_UP)).names, [], line);
    assert.deepEqual((await run("select", lay(["before: *x"]), { ...ALL_UP, FOR: "drift" })).names, ["dev", "prod"]);
    const other = ["repository: acme/other", "before: *x"];
    assert.deepEqual((await run("select", lay(other), ALL_UP)).names, ["dev", "prod"]);
  });

  it("lets no variable add, order or skip a stack", async () => {
    const variables = {
      ...ALL_UP,
      KNOWN_3: "arn",
      PROD_AFTER: "",
      PROD_BRANCH: "other",
      DEV_BRANCH: "other",
      AFTER: "",
    };
    assert.deepEqual((await run("select", CHAIN, variables)).names, ["dev", "pre-prod", "prod"]);
  });

  it("takes a missing variable for not up yet, and stops what comes after it, however far", async () => {
    const { names, summary, stdout } = await run("select", CHAIN, { ...ALL_UP, KNOWN_0: "" });
    assert.deepEqual(names, []);
    assert.match(summary, /- dev: left out: there is no variable DEV_PUBLISH_ROLE_ARN/);
    assert.match(summary, /- pre-prod: left out: it comes after dev/);
    assert.match(summary, /- prod: left out: it comes after pre-prod/);
    assert.match(stdout, /^::notice::prod: left out/m);
    assert.deepEqual((await run("select", CHAIN, { ...ALL_UP, KNOWN_1: "" })).names, ["dev"]);
  });

  it("compares each stack for itself", async () => {
    const drift = { ...ALL_UP, KNOWN_0: "", FOR: "drift" };
    assert.deepEqual((await run("select", CHAIN, drift)).names, ["pre-prod", "prod"]);
  });

  it("leaves out what another branch deploys, which stops nothing", async () => {
    const files: Files = { dev: ["branch: next"], prod: ["after: dev"] };
    const { names, summary } = await run("select", files, { ...ALL_UP, KNOWN_0: "" });
    assert.deepEqual(names, ["prod"]);
    assert.match(summary, /- dev: left out: it is deployed from the branch next/);
    assert.deepEqual((await run("select", files, { ...ALL_UP, GITHUB_REF_NAME: "next" })).names, ["dev"]);
  });

  it("takes only files of this repository, whatever the capitals", async () => {
    const files: Files = { dev: ["repository: Acme/Site"], other: ["repository: acme/other", "after: *x"] };
    assert.deepEqual((await run("select", files, ALL_UP)).names, ["dev"]);
  });

  it("lets a file that cannot be used stop only what needs it", async () => {
    const files: Files = { dev: [], staging: ["after: &a dev"], prod: ["after: staging"], test: ["after: dev"] };
    const { code, names, summary } = await run("select", files, ALL_UP);
    assert.deepEqual([code, names], [0, ["dev", "test"]]);
    assert.match(summary, /- staging: left out: its file cannot be used: Pulumi\.staging\.yaml:3: /);
    assert.match(summary, /- prod: left out: it comes after staging/);
    for (const line of ["repository: acme", "environment: github-x", "environment: A", "after: [dev]", "branch: ''"])
      assert.deepEqual((await run("select", { dev: [], bad: [line] }, ALL_UP)).names, ["dev"], line);
    assert.deepEqual((await run("select", { dev: [], "github-x": [] }, ALL_UP)).names, ["dev"], "a stack's own name");
  });

  const errors: Readonly<Record<string, readonly [Files, RegExp]>> = {
    "an environment twice": [
      { a: ["environment: x"], b: ["environment: x"] },
      /Pulumi\.a\.yaml and Pulumi\.b\.yaml both serve/,
    ],
    "an unknown after": [{ dev: [], prod: ["after: staging"] }, /after got staging; expected an environment/],
    "an unknown before": [
      { dev: [], prod: ["before: staging"] },
      /Pulumi\.prod\.yaml: before got staging; expected an env/,
    ],
    "another repository's environment as before": [
      { dev: ["before: prod"], prod: ["repository: acme/x"] },
      /before got prod; expected an environment/,
    ],
    "itself as before": [{ dev: ["before: dev"] }, /in a circle: dev after dev;/],
    "a circle of after and before": [
      { a: ["after: b", "before: b"], b: [] },
      /after and before go in a circle: a after b, b after a;/,
    ],
    "another repository's after": [{ dev: ["repository: acme/x"], prod: ["after: dev"] }, /after got dev/],
    "itself as after": [{ dev: ["after: dev"] }, /in a circle: dev after dev;/],
    "a circle": [{ a: ["after: b"], b: ["after: a"], c: [] }, /in a circle: a after b, b after a/],
    "more than twelve": [
      Object.fromEntries(Array.from({ length: 13 }, (_, n) => [`s${n}`, []])),
      /name 13 environments.+at most 12/,
    ],
  };
  for (const [name, [files, message]] of Object.entries(errors)) {
    it(`refuses ${name}`, async () => {
      for (const command of ["files", "select"]) {
        const { code, stdout, stacks } = await run(command, files, ALL_UP);
        assert.deepEqual([code, stacks], [1, []]);
        assert.match(stdout, message);
      }
    });
  }

  describe("for a preview", () => {
    const PREVIEW = { ...ALL_UP, FOR: "preview", BASE_REF: "main", HEAD_REPOSITORY: "acme/site", AUTHOR: "octocat" };

    it("takes the stacks of the base branch, and says nothing where the list stays", async () => {
      const files: Files = { dev: [], prod: ["after: dev"], next: ["branch: next"] };
      const { names, security } = await run("select", files, PREVIEW, files);
      assert.deepEqual([names, security], [["dev", "prod"], ""]);
    });

    it("names a stack that appears, goes, or changes where it is deployed", async () => {
      const base: Files = { dev: [], gone: [], moved: ["environment: live"], out: [], given: [], next: [] };
      const head: Files = {
        dev: ['aws:allowedAccountIds: ["111122223333"]'],
        moved: ["environment: other"],
        out: ["branch: next"],
        given: ["repository: acme/else"],
        fresh: ["after: dev"],
        next: ["before: fresh"],
      };
      const { names, security } = await run("select", head, PREVIEW, base);
      assert.deepEqual(names, ["dev", "moved", "next", "fresh", "out"]);
      assert.match(security, /`dev` changes accounts: .+ becomes `111122223333`/);
      assert.match(security, /`gone` is removed/);
      assert.match(security, /`given` is removed/);
      assert.match(security, /`moved` changes environment: `live` becomes `other`/);
      assert.match(security, /`out` changes branch: `main` becomes `next`/);
      assert.match(security, /`next` changes before: none becomes `fresh`/);
      assert.match(security, /`fresh` is added: environment `fresh`, branch `main`/);
      assert.deepEqual((await run("files", head, PREVIEW, base)).prefixes, [
        "DEV",
        "OTHER",
        "NEXT",
        "FRESH",
        "OUT",
        "GIVEN",
        "GONE",
        "LIVE",
      ]);
    });

    it("gives nothing to a fork, nor to Dependabot", async () => {
      for (const from of [{ HEAD_REPOSITORY: "eve/site" }, { HEAD_REPOSITORY: "" }, { AUTHOR: "dependabot[bot]" }]) {
        const { names, summary } = await run("select", CHAIN, { ...PREVIEW, ...from }, CHAIN);
        assert.deepEqual(names, []);
        assert.match(summary, /- dev: left out: a pull request (?:from a fork|of Dependabot) gets no credentials/);
      }
    });
  });
});
