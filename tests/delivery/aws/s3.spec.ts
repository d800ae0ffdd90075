import assert from "node:assert/strict";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { printedTo } from "../../support/printed";
import { bucketOf, bucketsOf, type Client, loadClient } from "../../support/s3/client";
import { BUCKET, withAws } from "../../support/s3/double";
import { temporaryFolder } from "../../support/temporary-folder";

const PAGE = { "content-type": "text/html; charset=utf-8", "cache-control": "public, max-age=0" };
const ASSET = { "content-type": "text/javascript", "cache-control": "max-age=31536000", "content-encoding": "br" };
/** Names that are awkward in a path, in XML or in a form. */
const NAMES = [
  "a b.html",
  "a+b.html",
  "100%.txt",
  "ü/日本.html",
  "\u{1f600}.txt",
  "<&>\"'.html",
  "&amp;.txt",
  "%2F.txt",
  "x!'()*~.js",
  "a=b&c=d?e#f",
  "back\\slash",
  ".well-known/x",
  "..a/b..",
  "\u00a0.txt",
  "\ufffd",
];

describe("delivery/lib/aws/s3.ts", () => {
  const folder = temporaryFolder();
  let client: Client;
  before(async () => {
    client = await loadClient();
  });

  const withBucket = bucketsOf(() => client);

  async function all<T>(items: AsyncIterable<T>): Promise<T[]> {
    const found: T[] = [];
    for await (const item of items) found.push(item);
    return found;
  }

  async function captured<T>(work: () => Promise<T>): Promise<{ said: string; result: T }> {
    const printed = { stdout: "", stderr: "" };
    const result = await printedTo(printed, work);
    return { said: printed.stdout, result };
  }

  it("puts, gets, lists, copies and deletes files of awkward names", async () => {
    await withBucket({}, async (bucket, { received, store }) => {
      for (const name of NAMES) {
        const { versionId } = await client.put(bucket, name, client.bytesContent(`of ${name}`), PAGE);
        assert.match(versionId ?? "", /^[\w-]{20,}$/);
        const copy = await client.copy(
          bucket,
          { key: name, ...(versionId === undefined ? {} : { versionId }) },
          `copies/${name}`,
          ASSET,
        );
        assert.equal(copy.etag, client.bytesContent(`of ${name}`).md5);
        const got = await client.get(bucket, `copies/${name}`);
        assert.equal(got?.toString(), `of ${name}`);
        assert.deepEqual(store.find(`copies/${name}`)?.headers, ASSET);
        assert.equal(store.find(`copies/${name}`)?.versionId, copy.versionId);
      }
      const listed = await all(client.list(bucket));
      const expected = [...NAMES, ...NAMES.map((name) => `copies/${name}`)];
      assert.deepEqual(
        listed.map(({ key }) => key),
        expected.sort((a, b) => Buffer.from(a).compare(Buffer.from(b))),
      );
      assert.deepEqual(await client.deleteFiles(bucket, NAMES), []);
      assert.deepEqual(
        (await all(client.list(bucket))).map(({ key }) => key.slice(0, 7)),
        NAMES.map(() => "copies/"),
      );
      assert.deepEqual(
        received.filter(({ status }) => status !== 200),
        [],
      );
      // S3's default copies the tags, which takes a right that no role has.
      const copies = received.filter(({ headers }) => headers["x-amz-copy-source"] !== undefined);
      assert.deepEqual(new Set(copies.map(({ headers }) => headers["x-amz-tagging-directive"])), new Set(["REPLACE"]));
    });
  });

  it("tells of a file what was put, and undefined where there is none", async () => {
    await withBucket({}, async (bucket) => {
      const first = await client.put(bucket, "a.js", client.bytesContent("1"), ASSET);
      const second = await client.put(bucket, "a.js", client.bytesContent("22"), PAGE);
      assert.deepEqual(await client.head(bucket, "a.js"), second);
      assert.deepEqual(await client.head(bucket, "a.js", first.versionId), first);
      assert.equal((await client.get(bucket, "a.js"))?.toString(), "22");
      assert.equal(await client.get(bucket, "b.js"), undefined);
      assert.equal(await client.head(bucket, "b.js"), undefined);
      assert.equal(await client.head(bucket, "a.js", "none"), undefined);
      await assert.rejects(client.copy(bucket, { key: "a.js", versionId: "none" }, "b.js", PAGE), {
        code: "NoSuchVersion",
      });
    });
  });

  it("puts small and large files, by their checksums", async () => {
    await withBucket({}, async (bucket, { store }) => {
      for (const size of [0, 1, 256 * 1024, 256 * 1024 + 1, 3_000_000]) {
        const file = join(folder(), "file");
        writeFileSync(file, Buffer.alloc(size, `${size} `));
        const content = await client.fileContent(file);
        assert.equal(content.size, size);
        const { etag } = await client.put(bucket, "file", content, PAGE);
        assert.equal(etag, content.md5);
        assert.deepEqual(store.find("file")?.bytes, Buffer.alloc(size, `${size} `));
      }
    });
  });

  it("puts no file that has changed since it was read", async () => {
    await withBucket({}, async (bucket, { store }) => {
      const file = join(folder(), "file");
      for (const size of [100, 1_000_000]) {
        for (const [bytes, message] of [
          [Buffer.alloc(size, "b"), /XAmzContentSHA256Mismatch|BadDigest/],
          [Buffer.alloc(size - 1, "a"), /has changed since it was first read/],
          [Buffer.alloc(size + 1, "b"), /XAmzContentSHA256Mismatch|BadDigest|has changed since it was first read/],
        ] as const) {
          writeFileSync(file, Buffer.alloc(size, "a"));
          const content = await client.fileContent(file);
          writeFileSync(file, bytes);
          await assert.rejects(client.put(bucket, "file", content, PAGE), { message });
        }
      }
      assert.equal(store.find("file"), undefined);
    });
  });

  it("puts only what is new where told so, also when the answer of the first attempt got lost", async () => {
    await withBucket(
      { fault: ({ key }, before) => (key === "lost" && before === 0 ? "lost" : undefined) },
      async (bucket, { store }) => {
        const content = client.bytesContent("list");
        const { versionId } = await client.put(bucket, "lost", content, PAGE, "new");
        assert.equal(versionId, store.find("lost")?.versionId);
        assert.equal(store.versions("lost").length, 1);
        await assert.rejects(client.put(bucket, "lost", client.bytesContent("other"), PAGE, "new"), {
          status: 412,
          code: "PreconditionFailed",
        });
      },
    );
  });

  it("takes another's file for its own only if the content is", async () => {
    await withBucket({ fault: (_, before) => (before === 0 ? "error" : undefined) }, async (bucket, { store }) => {
      store.put("list", { ...client.bytesContent("theirs"), bytes: Buffer.from("theirs") }, {});
      await assert.rejects(client.put(bucket, "list", client.bytesContent("ours"), PAGE, "new"), {
        code: "PreconditionFailed",
      });
    });
  });

  it("lists page by page, by prefix, with what is known of each file", async () => {
    await withBucket({}, async (bucket, { store, received }) => {
      const body = { ...client.bytesContent("x"), bytes: Buffer.from("x") };
      for (let i = 0; i < 2500; i++) store.put(`${i % 2 === 0 ? "a/" : "b &/"}${i} +`, body, {}, new Date(i * 1000));
      const listed = await all(client.list(bucket, "b &/"));
      assert.equal(listed.length, 1250);
      assert.deepEqual(listed[0], { key: "b &/1 +", size: 1, etag: body.md5, modified: new Date(1000) });
      assert.equal((await all(client.list(bucket))).length, 2500);
      assert.equal(received.length, 2 + 3);
    });
  });

  it("deletes a thousand a call, and says what was not deleted", async () => {
    await withBucket({}, async (bucket, { store, received }) => {
      const body = { ...client.bytesContent("x"), bytes: Buffer.from("x") };
      const keys = Array.from({ length: 2001 }, (_, i) => `f/${i}`);
      for (const key of keys) store.put(key, body, {});
      store.refuse = (key) => (["f/7", "f/1500"].includes(key) ? "AccessDenied" : undefined);
      assert.deepEqual(await client.deleteFiles(bucket, keys), [
        { key: "f/7", code: "AccessDenied", message: "AccessDenied" },
        { key: "f/1500", code: "AccessDenied", message: "AccessDenied" },
      ]);
      assert.deepEqual(
        (await all(client.list(bucket))).map(({ key }) => key),
        ["f/1500", "f/7"],
      );
      assert.equal(received.filter(({ method }) => method === "POST").length, 3);
    });
  });

  it("tries again to delete what S3 could not delete just now", async () => {
    await withBucket({}, async (bucket, { store, received }) => {
      store.put("a", { ...client.bytesContent("x"), bytes: Buffer.from("x") }, {});
      store.refuse = (key) => (key === "a" ? "InternalError" : undefined);
      assert.deepEqual(await client.deleteFiles(bucket, ["a", "b"]), [
        { key: "a", code: "InternalError", message: "InternalError" },
      ]);
      assert.equal(received.length, 3);
      let refusals = 1;
      store.refuse = () => (refusals-- > 0 ? "SlowDown" : undefined);
      assert.deepEqual(await client.deleteFiles(bucket, ["a"]), []);
      assert.equal(store.find("a"), undefined);
    });
  });

  const STRANGE = [
    "",
    "/a",
    "a/",
    "a//b",
    ".",
    "..",
    "./a",
    "a/.",
    "a/../b",
    "../../other-bucket/x",
    "a\nb",
    "a\u0000",
    "\u007f",
    "a\u0085",
    "\ud800",
    "é".repeat(513),
  ];
  for (const key of STRANGE) {
    it(`refuses the key ${JSON.stringify(key.slice(0, 30))} before anything is sent`, async () => {
      await withBucket({}, async (bucket, { received }) => {
        const content = client.bytesContent("x");
        const wanted = { name: "DeliveryError", message: /^The file name ".*" (has|is) / };
        await assert.rejects(client.put(bucket, key, content, PAGE), wanted);
        await assert.rejects(client.get(bucket, key), wanted);
        await assert.rejects(client.head(bucket, key), wanted);
        await assert.rejects(client.copy(bucket, { key }, "a", PAGE), wanted);
        await assert.rejects(client.copy(bucket, { key: "a" }, key, PAGE), wanted);
        await assert.rejects(client.deleteFiles(bucket, ["a", key]), wanted);
        assert.deepEqual(received, []);
      });
    });

    if (key === "" || key === "\ud800") continue;
    it(`has the key ${JSON.stringify(key.slice(0, 30))} in no list, and warns of it`, async () => {
      await withBucket({}, async (bucket, { store }) => {
        const body = { ...client.bytesContent("x"), bytes: Buffer.from("x") };
        for (const each of ["0", key, "z"]) store.put(each, body, {});
        const { said, result } = await captured(() => all(client.list(bucket)));
        assert.deepEqual(
          result.map((one) => one.key),
          ["0", "z"],
        );
        assert.ok(
          said.startsWith(`::warning::The bucket has a file ${JSON.stringify(key.slice(0, 200))}, which `),
          said,
        );
        assert.match(said, /: it is left alone\n$/);
      });
    });
  }

  it("asks only a bucket of the account that it expects", async () => {
    await withAws({}, async (aws) => {
      const bucket = { ...bucketOf(client, aws), owner: "999999999999" };
      const denied = { status: 403, code: "AccessDenied" };
      await assert.rejects(client.put(bucket, "a", client.bytesContent("x"), PAGE), denied);
      await assert.rejects(all(client.list(bucket)), denied);
      await assert.rejects(client.deleteFiles(bucket, ["a"]), denied);
      await assert.rejects(client.copy(bucket, { key: "a" }, "b", PAGE), denied);
      await assert.rejects(client.get(bucket, "a"), denied);
      assert.equal(aws.received.length, 5);
    });
  });

  it("says what S3 says, and nothing of its credentials", async () => {
    await withBucket({ allow: ({ action }) => action !== "s3:PutObject" }, async (bucket, { env, url }) => {
      await assert.rejects(client.put(bucket, "a b", client.bytesContent("x"), PAGE), (error: Error) => {
        assert.equal(
          error.message,
          `PUT ${url}/${BUCKET}/a%20b answered 403 AccessDenied: not allowed: s3:PutObject on a b`,
        );
        assert.ok(!JSON.stringify(error).includes(env.AWS_SESSION_TOKEN ?? "none"));
        return true;
      });
    });
  });
});
