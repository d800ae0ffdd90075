// README says what may be deleted: a copy without it still previews, comes up and publishes.
import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import {
  cpSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  realpathSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import type { Deployment } from "../../lib/deployment";
import { LocalAws } from "../../offline/site/aws";
import { deployedSite } from "../../offline/site/deployed-site";
import type { Listening } from "../../offline/site/listen";
import { publishSite } from "../../offline/site/publish";
import { describeOnEngine, inSession, newState } from "../support/engine";
import { EXAMPLE } from "../support/example/project";
import { repositoryFiles } from "../support/markdown";
import { ROOT } from "../support/program";

/** The paths of README's line; of a folder, what follows "but" stays. */
function deletable(): (file: string) => boolean {
  const readme = readFileSync(join(ROOT, "README.md"), "utf8");
  const row = /^- \*\*May be deleted\*\*: .*$/m.exec(readme)?.[0] ?? "";
  const [gone = [], kept = []] = row
    .split(" but ")
    .map((part) => [...part.matchAll(/`([^`]+)`/g)].map(([, path = ""]) => path));
  assert.ok(gone.includes("tests/") && kept.includes("commands/plan"), row);
  const below = (places: readonly string[], file: string): boolean => places.some((place) => file.startsWith(place));
  return (file) => below(gone, file) && !below(kept, file);
}

describeOnEngine("a copy without what may be deleted", () => {
  const isGone = deletable();
  const files = repositoryFiles().filter((file) => !isGone(file));
  const state = newState();
  let folder = "";
  let deployment: Deployment;
  let preview = "";

  before(async () => {
    folder = realpathSync(mkdtempSync(join(tmpdir(), "passwordless-left-")));
    for (const file of files.filter((one) => !one.startsWith("Pulumi."))) {
      mkdirSync(dirname(join(folder, file)), { recursive: true });
      cpSync(join(ROOT, file), join(folder, file));
    }
    symlinkSync(join(ROOT, "node_modules"), join(folder, "node_modules"));
    for (const name of ["Pulumi.yaml", "Pulumi.dev.yaml"]) cpSync(join(EXAMPLE, name), join(folder, name));
    await inSession(state, { project: folder }, async (session) => {
      const dev = session.on("dev");
      await dev.up();
      preview = await dev.previewAsJson();
      deployment = JSON.parse(await dev.export()) as Deployment;
    });
  });

  after(() => {
    rmSync(folder, { recursive: true, force: true });
  });

  const command = (...args: string[]) =>
    spawnSync(process.execPath, ["-r", "ts-node/register", ...args], { cwd: folder, encoding: "utf8" });

  it("has lost most of the files", () => {
    assert.ok(files.length < repositoryFiles().length / 2, `${files.length} files`);
  });

  it("comes up, and a preview of it changes nothing", () => {
    const { changeSummary } = JSON.parse(preview) as { changeSummary: Record<string, number> };
    assert.deepEqual(Object.keys(changeSummary), ["same"]);
  });

  it("has the scripts and commands that its workflows start", () => {
    const flows = files.filter((file) => /^\.github\/.+\.yml$/.test(file));
    const started = flows.flatMap((file) =>
      [...readFileSync(join(folder, file), "utf8").matchAll(/\bnode (?:-r ts-node\/register )?(\S+\.ts)/g)].map(
        ([, script = ""]) => script,
      ),
    );
    assert.ok(started.length > 20);
    assert.deepEqual(
      started.filter((script) => !files.includes(script)),
      [],
    );
  });

  it("plans, and reads a setting", () => {
    writeFileSync(join(folder, "preview.json"), preview);
    const plan = command("commands/plan.ts", "--stack", "dev", "--file", "preview.json");
    assert.deepEqual([plan.status, plan.stderr], [0, ""]);
    const setting = command("commands/setting.ts", "--stack", "dev", "branch");
    assert.deepEqual([setting.stdout, setting.stderr], ["main\n", ""]);
  });

  it("publishes", async () => {
    const aws = new LocalAws();
    const api: Listening = await aws.listen();
    try {
      const site = deployedSite({ stack: "dev", deployment });
      const store = aws.bucket(site.outputs.siteBucket ?? "", site.account);
      const built = join(ROOT, "tests/support/example/site");
      const { signal } = new AbortController();
      await publishSite({ site, built, project: folder, aws: `http://127.0.0.1:${api.port}`, signal });
      assert.ok(store.find("index.html") !== undefined);
      assert.ok(store.find("release.json") !== undefined);
    } finally {
      await api.close();
    }
  });
});
