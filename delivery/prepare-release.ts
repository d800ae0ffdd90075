// Checks the build output before any AWS call: the files' names, which of them may be cached for a year, and their content
// types; reads each file once, for its checksums; and passes the result to sync-site.ts.
//
// Settings come from the environment: STACK (whose file is Pulumi.<stack>.yaml in the current folder), and what Actions
// sets itself. A file immutable.json in the current folder replaces delivery/immutable.json.
import { closeSync, openSync, readSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { annotate, DeliveryError, run, say, some } from "./lib/actions.ts";
import { fileContent } from "./lib/aws/content.ts";
import { each } from "./lib/aws/pool.ts";
import { stackName } from "./lib/forms.ts";
import type { ReleaseFile } from "./lib/publishing/files.ts";
import { filesBelow, handOn, runSettings, siteIn } from "./lib/publishing/folder.ts";
import { contentOf } from "./lib/release/content-type.ts";
import { isImmutable, readImmutable } from "./lib/release/immutable.ts";
import { problems, warnings } from "./lib/release/names.ts";
import { NOT_FOUND } from "./lib/release/not-found.ts";
import { readSettings } from "./lib/settings.ts";
import { readStackFile } from "./lib/stack-file.ts";
import { routingIn } from "./lib/stack-settings.ts";

const NOT_FOUND_PAGE = "404.html";

await run(async () => {
  const { RUNNER_TEMP, STACK } = readSettings({ ...runSettings, STACK: stackName });
  const [site, routing, table] = [
    siteIn(RUNNER_TEMP),
    routingIn(readStackFile(`Pulumi.${STACK}.yaml`)),
    readImmutable(),
  ];
  const keys = filesBelow(site);
  const wrong = problems(keys);
  if (wrong.length > 0) throw new DeliveryError(`The site cannot be published:\n${wrong.join("\n")}`);
  for (const warning of warnings(keys, routing)) annotate("warning", warning);
  if (!keys.includes(NOT_FOUND_PAGE)) {
    writeFileSync(join(site, NOT_FOUND_PAGE), NOT_FOUND);
    keys.push(NOT_FOUND_PAGE);
    say(`The build has no ${NOT_FOUND_PAGE}: a plain one is published.`);
  }
  const files = await each(keys, async (key): Promise<ReleaseFile> => {
    const path = join(site, key);
    const { size, md5, sha256 } = await fileContent(path);
    return { key, size, md5, sha256, ...contentOf(key, () => startOf(path)), immutable: isImmutable(key, table) };
  });
  for (const [immutable, words] of [
    [true, "browsers keep for a year"],
    [false, "browsers ask for again each time"],
  ] as const) {
    const these = files.filter((file) => file.immutable === immutable).map(({ key }) => key);
    say(`${these.length} files that ${words}${these.length > 0 ? `: ${some(these.sort())}` : ""}.`);
  }
  handOn(RUNNER_TEMP, "prepared", files);
});

function startOf(path: string): Uint8Array {
  const [file, bytes] = [openSync(path, "r"), new Uint8Array(1024)];
  try {
    return bytes.subarray(0, readSync(file, bytes));
  } finally {
    closeSync(file);
  }
}
