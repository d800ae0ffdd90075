// An `aws` that records its calls and keeps a bucket: what would be served afterwards can be looked at.
//
// In the folder AWS_WORLD: bucket.json (files by key), calls.jsonl (what was called), and fail.json where a call is to
// fail: { call: its number from 0, files: how many files it still does, last: whether it begins with the last one }.
import { createHash } from "node:crypto";
import { appendFileSync, existsSync, readdirSync, readFileSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { argv, env, exit, stderr, stdout } from "node:process";

/** The options that each command has here, each with whether it takes a value. */
const COMMANDS = {
  "s3 cp": { recursive: false, "no-progress": false, "cache-control": true },
  "s3 sync": { "no-progress": false, "size-only": false, delete: false, "cache-control": true },
  "s3api list-objects-v2": { bucket: true, output: true },
  "s3api delete-objects": { bucket: true, delete: true, output: true },
  "cloudfront create-invalidation": { "distribution-id": true, paths: true, query: true, output: true },
  "cloudfront wait invalidation-completed": { "distribution-id": true, id: true },
};

const file = (name) => join(env.AWS_WORLD, name);
const [command, rest] = split(argv.slice(2));
const { options, paths } = parse(COMMANDS[command], rest);
const calls = existsSync(file("calls.jsonl")) ? readFileSync(file("calls.jsonl"), "utf8").trim().split("\n").length : 0;
const failure = existsSync(file("fail.json")) ? JSON.parse(readFileSync(file("fail.json"), "utf8")) : { call: -1 };
const fails = failure.call === calls;
const bucket = JSON.parse(readFileSync(file("bucket.json"), "utf8"));
// What the call did: keys that it wrote and deleted, and how many it was told are there.
const done = { uploaded: [], deleted: [], listed: 0 };

if (env.AWS_ACCESS_KEY_ID !== "publish-session") end(253, "Unable to locate credentials");
const answer = fails && failure.files === 0 ? undefined : perform();
if (done.uploaded.length + done.deleted.length > 0) writeFileSync(file("bucket.json"), JSON.stringify(bucket));
const region = env.AWS_REGION;
appendFileSync(file("calls.jsonl"), `${JSON.stringify({ command, options, paths, ...done, region })}\n`);
if (fails) end(1, "injected failure");
if (answer !== undefined) stdout.write(`${answer}\n`);

function perform() {
  const [from, to] = paths;
  switch (command) {
    case "s3 cp":
      return upload(from, to, () => true);
    case "s3 sync":
      return sync(from, to);
    case "s3api list-objects-v2": {
      // As the CLI does, nothing at all for an empty bucket.
      done.listed = Object.keys(bucket).length;
      const found = Object.entries(bucket).map(([Key, { modified, etag, size }]) => ({
        Key,
        LastModified: modified,
        ETag: `"${etag}"`,
        Size: size,
      }));
      return found.length === 0 ? undefined : JSON.stringify({ Contents: found }, null, 4);
    }
    case "s3api delete-objects":
      return remove(JSON.parse(options.delete).Objects.map(({ Key }) => Key));
    case "cloudfront create-invalidation":
      return options.query === "Invalidation.Id" && options.output === "text" ? "I2EXAMPLE" : "{}";
    default:
      return options.id === "I2EXAMPLE" ? undefined : end(254, "NoSuchInvalidation");
  }
}

/**
 * Uploads what is not there, has another size or is newer, with --size-only whatever its time; with --delete, deletes
 * what has no file any more. https://docs.aws.amazon.com/cli/latest/reference/s3/sync.html
 */
function sync(from, to) {
  const prefix = prefixOf(to);
  const there = Object.keys(bucket).filter((key) => prefix === "" || key.startsWith(`${prefix}/`));
  done.listed = there.length;
  const differs = ({ key, path }) => {
    const { size, mtimeMs } = statSync(path);
    const newer = mtimeMs > Date.parse(bucket[key]?.modified);
    return bucket[key]?.size !== size || (!("size-only" in options) && newer);
  };
  const here = new Set(filesBelow(from, prefix).map(({ key }) => key));
  upload(from, to, differs);
  if ("delete" in options) remove(there.filter((key) => !here.has(key)));
}

function upload(from, to, wanted) {
  for (const { key, path } of some(filesBelow(from, prefixOf(to)).filter(wanted))) {
    const content = readFileSync(path);
    bucket[key] = {
      body: content.toString("base64"),
      size: content.length,
      etag: createHash("md5").update(content).digest("hex"),
      modified: new Date().toISOString(),
      cacheControl: options["cache-control"],
    };
    done.uploaded.push(key);
  }
}

function remove(keys) {
  for (const key of some(keys)) {
    delete bucket[key];
    done.deleted.push(key);
  }
}

function prefixOf(address) {
  return /^s3:\/\/[^/]+\/?(.*)$/.exec(address)?.[1] ?? end(252, "usage error");
}

/** The files of a folder, or the file itself, each with the key that it gets. */
function filesBelow(from, prefix) {
  const whole = command === "s3 sync" || "recursive" in options;
  if (statSync(from).isDirectory() !== whole) end(252, "usage error");
  const found = whole
    ? readdirSync(from, { recursive: true }).filter((name) => statSync(join(from, name)).isFile())
    : [""];
  return found.map((name) => ({ path: join(from, name), key: [prefix, name].filter(Boolean).join("/") }));
}

/** All of them, or as many as the call still does before it fails. The real CLI keeps to no order. */
function some(items) {
  if (!fails) return items;
  return (failure.last ? [...items].reverse() : items).slice(0, failure.files);
}

function split(words) {
  const known = Object.keys(COMMANDS).find((name) => words.join(" ").startsWith(`${name} `));
  if (known === undefined) end(252, `usage error: ${words.join(" ")}`);
  return [known, words.slice(known.split(" ").length)];
}

function parse(known, words) {
  const parsed = { options: {}, paths: [] };
  for (let i = 0; i < words.length; i++) {
    if (!words[i].startsWith("--")) parsed.paths.push(words[i]);
    else {
      const name = words[i].slice(2);
      if (!(name in known)) end(252, `Unknown options: ${words[i]}`);
      parsed.options[name] = known[name] ? words[++i] : true;
    }
  }
  return parsed;
}

function end(code, message) {
  stderr.write(`${message}\n`);
  exit(code);
}
