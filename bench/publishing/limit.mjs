// The least that publishing can be: list the bucket, hash the files, put what differs, 64 at a time. Nothing is signed,
// deleted, invalidated or looked at. Usage: node limit.mjs <folder> <bucket's address>
import { createHash } from "node:crypto";
import { readdirSync, readFileSync } from "node:fs";
import { Agent, request } from "node:http";
import { join, relative } from "node:path";
import { argv } from "node:process";
import { text } from "node:stream/consumers";

const [, , folder, bucket] = argv;
const agent = new Agent({ keepAlive: true, maxSockets: 64 });

function ask(method, address, body) {
  return new Promise((resolve, reject) => {
    const headers = body === undefined ? {} : { "content-length": body.length };
    const asked = request(address, { method, agent, headers }, (response) => text(response).then(resolve, reject));
    asked.on("error", reject).end(body);
  });
}

const published = new Map();
for (let token = ""; token !== undefined;) {
  const page = await ask("GET", `${bucket}?list-type=2${token && `&continuation-token=${encodeURIComponent(token)}`}`);
  for (const [, key, md5] of page.matchAll(/<Key>([^<]+)<\/Key>.*?<ETag>&quot;(\w+)/g)) published.set(key, md5);
  token = /<NextContinuationToken>([^<]+)/.exec(page)?.[1];
}
const files = readdirSync(folder, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile());
const puts = files.flatMap(({ parentPath, name }) => {
  const path = join(parentPath, name);
  const [key, body] = [relative(folder, path), readFileSync(path)];
  return createHash("md5").update(body).digest("hex") === published.get(key) ? [] : [[key, body]];
});
await Promise.all(puts.map(([key, body]) => ask("PUT", `${bucket}/${key}`, body)));
agent.destroy();
