import assert from "node:assert/strict";
import { writeFileSync } from "node:fs";
import { type AddressInfo, createServer, type Socket } from "node:net";
import { syncBuiltinESMExports } from "node:module";
import { join } from "node:path";
import timers from "node:timers/promises";
import { bucketOf, bucketsOf, type Client, loadClient } from "../../support/s3/client";
import type { Fault, Received } from "../../support/s3/double";
import { CREDENTIALS } from "../../support/s3/signature";
import { temporaryFolder } from "../../support/temporary-folder";
import { until } from "../../support/until";

const PAGE = { "content-type": "text/html; charset=utf-8", "cache-control": "public, max-age=0" };
/** Larger than what is read whole. */
const LARGE = 400_000;

describe("delivery/lib/aws/request.ts", () => {
  const folder = temporaryFolder();
  let client: Client;
  before(async () => {
    client = await loadClient();
  });

  const withBucket = bucketsOf(() => client);

  const putIn = (bucket: Parameters<Client["put"]>[0]) => async (name: string) => {
    await client.put(bucket, name, client.bytesContent(name), PAGE);
  };

  /** For how long some work would have waited. */
  async function withoutWaiting(work: () => Promise<void>): Promise<number[]> {
    const waits: number[] = [];
    const own = timers.setTimeout;
    const replace = (by: unknown): void => {
      Object.assign(timers, { setTimeout: by });
      syncBuiltinESMExports();
    };
    replace((wait: number) => Promise.resolve(waits.push(wait)));
    await work().finally(() => {
      replace(own);
    });
    return waits;
  }

  /** A server on a plain socket, for what no HTTP server does; it counts the connections. */
  async function withSocket<T>(
    talk: (socket: Socket) => void,
    use: (env: Record<string, string>, connections: () => number) => Promise<T>,
  ): Promise<T> {
    const sockets: Socket[] = [];
    const server = createServer((socket) => {
      sockets.push(socket.on("error", () => undefined));
      talk(socket);
    });
    await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
    const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
    const { accessKeyId, secretAccessKey, sessionToken } = CREDENTIALS;
    const keys = {
      AWS_ACCESS_KEY_ID: accessKeyId,
      AWS_SECRET_ACCESS_KEY: secretAccessKey,
      AWS_SESSION_TOKEN: sessionToken,
    };
    try {
      return await use(
        { ...keys, AWS_REGION: "us-east-1", AWS_ENDPOINT_URL_S3: url, RETRY_WAIT_MS: "1" },
        () => sockets.length,
      );
    } finally {
      for (const socket of sockets) socket.destroy();
      await new Promise((resolve) => server.close(resolve));
    }
  }

  for (const fault of ["slow-down", "error", "reset", "lost", "late"] satisfies Fault[]) {
    for (const size of [10, LARGE]) {
      it(`tries a file of ${size} bytes again after ${fault}, the whole of it`, async () => {
        await withBucket(
          { fault: (_, before) => (before < 2 ? fault : undefined) },
          async (bucket, { store, received }) => {
            const file = join(folder(), "file");
            writeFileSync(file, Buffer.alloc(size, "x"));
            await client.put(bucket, "file", await client.fileContent(file), PAGE);
            assert.deepEqual(store.find("file")?.bytes, Buffer.alloc(size, "x"));
            assert.equal(received.length, 3);
          },
        );
      });
    }
  }

  it("gives up after six attempts, and says how it ended", async () => {
    await withBucket({ fault: () => "error" }, async (bucket, { received, store }) => {
      await assert.rejects(client.put(bucket, "a", client.bytesContent("x"), PAGE), {
        status: 500,
        message: /^PUT http:\/\/127\.0\.0\.1:\d+\/[\w-]+\/a answered 500 InternalError: InternalError, at attempt 6$/,
      });
      assert.equal(received.length, 6);
      assert.equal(store.find("a"), undefined);
    });
  });

  it("does not try again what AWS refuses", async () => {
    await withBucket({ fault: () => "denied" }, async (bucket, { received }) => {
      await assert.rejects(client.head(bucket, "a"), { status: 403 });
      await assert.rejects(client.get(bucket, "a"), { code: "AccessDenied" });
      assert.equal(received.length, 2);
    });
  });

  it("finds the failure in a copy that is answered with 200", async () => {
    await withBucket({ fault: () => "late" }, async (bucket, { received }) => {
      await assert.rejects(client.copy(bucket, { key: "a" }, "a", PAGE), { code: "InternalError" });
      assert.equal(received.length, 6);
    });
  });

  it("waits longer each time, and never the same time", async () => {
    await withBucket({ fault: (_, before) => (before % 6 === 5 ? undefined : "error") }, async (bucket) => {
      const patient = { ...bucket, aws: { ...bucket.aws, RETRY_WAIT_MS: 40 } };
      const waits = await withoutWaiting(async () => {
        for (let i = 0; i < 3; i++) await client.put(patient, "a", client.bytesContent("x"), PAGE);
      });
      const most = [40, 80, 160, 320, 640];
      assert.equal(waits.length, 3 * most.length);
      const shares = waits.map((wait, index) => wait / (most[index % most.length] ?? NaN));
      assert.ok(
        shares.every((share) => share >= 0 && share < 1),
        waits.join(),
      );
      assert.equal(new Set(shares).size, shares.length, waits.join());
    });
  });

  it("follows no redirect, and says where it led without the token", async () => {
    const elsewhere: string[] = [];
    await withSocket(
      (socket) => {
        socket.once("data", () => elsewhere.push("asked"));
      },
      async ({ AWS_ENDPOINT_URL_S3: other = "" }) => {
        await withBucket(
          { fault: () => "redirect", redirect: `${other}/elsewhere?X-Amz-Security-Token=stolen` },
          async (bucket, { received }) => {
            for (const call of [
              () => client.put(bucket, "a", client.bytesContent("x"), PAGE),
              () => client.get(bucket, "a"),
              () => client.head(bucket, "a"),
              () => client.deleteFiles(bucket, ["a"]),
              () => client.list(bucket).next(),
            ]) {
              await assert.rejects(call(), (error: Error) => {
                assert.ok(
                  error.message.includes(`was redirected (307) to ${other}/elsewhere, which is not followed`),
                  error.message,
                );
                assert.ok(!/token|stolen/i.test(JSON.stringify([error, error.message])));
                return true;
              });
            }
            assert.equal(received.length, 5);
            assert.deepEqual(elsewhere, []);
          },
        );
      },
    );
  });

  it("ends on silence, before an answer and in the middle of one", async () => {
    for (const beginning of ["", "HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\nhalf"]) {
      await withSocket(
        (socket) => socket.once("data", () => socket.write(beginning)),
        async (env, connections) => {
          const bucket = bucketOf(client, { env: { ...env, IDLE_TIMEOUT_MS: "50" } });
          await assert.rejects(client.get(bucket, "a"), {
            status: 0,
            message: /a was silent for 50 ms, at attempt 6$/,
          });
          // The server may not have seen the last one yet.
          await until(() => connections() >= 6);
          assert.equal(connections(), 6);
        },
      );
    }
  });

  it("does not end while something comes, however long it takes", async () => {
    await withSocket(
      (socket) =>
        socket.once("data", () => {
          socket.write("HTTP/1.1 200 OK\r\nContent-Length: 20\r\n\r\n");
          let sent = 0;
          const drip = setInterval(() => {
            socket.write("x");
            if (++sent === 20) clearInterval(drip);
          }, 150);
        }),
      async (env, connections) => {
        const bucket = bucketOf(client, { env: { ...env, IDLE_TIMEOUT_MS: "2000" } });
        const start = Date.now();
        assert.equal((await client.get(bucket, "a"))?.toString(), "x".repeat(20));
        assert.ok(Date.now() - start > 2500);
        assert.equal(connections(), 1);
      },
    );
  });

  it("tries again where an answer is cut off or no HTTP", async () => {
    for (const answer of ["HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\nhalf", "SSH-2.0\r\n"]) {
      await withSocket(
        (socket) => socket.once("data", () => socket.end(answer)),
        async (env, connections) => {
          await assert.rejects(client.get(bucketOf(client, { env }), "a"), {
            status: 0,
            message: /a failed \(.+\), at attempt 6$/,
          });
          assert.equal(connections(), 6);
        },
      );
    }
  });

  it("sends a large file once it is told to go on, or is not told for a second", async () => {
    const file = join(folder(), "file");
    writeFileSync(file, Buffer.alloc(LARGE, "x"));
    const refused: number[] = [];
    await withSocket(
      (socket) => {
        let got = 0;
        socket.on("data", (data: Buffer) => (refused[0] = got += data.length));
        socket.once("data", () => socket.write("HTTP/1.1 403 Forbidden\r\nContent-Length: 0\r\n\r\n"));
      },
      async (env, connections) => {
        const content = await client.fileContent(file);
        await assert.rejects(client.put(bucketOf(client, { env }), "a", content, PAGE), { status: 403 });
        assert.equal(connections(), 1);
        assert.ok((refused[0] ?? LARGE) < 2000, "only the head was sent");
      },
    );
    await withSocket(
      (socket) => {
        let got = 0;
        socket.on("data", (data: Buffer) => {
          got += data.length;
          if (got > LARGE) socket.write('HTTP/1.1 200 OK\r\nContent-Length: 0\r\nETag: "e"\r\n\r\n');
        });
      },
      async (env) => {
        const { etag } = await client.put(bucketOf(client, { env }), "a", await client.fileContent(file), PAGE);
        assert.equal(etag, "e");
      },
    );
  });

  it("makes 64 requests at a time, on as many connections", async () => {
    let open: () => void;
    const hold = new Promise<void>((resolve) => (open = resolve));
    // Nothing is answered before that many are there, and then not for long enough that any more would come.
    const underWay = (now: number): void => {
      if (now === 64) setTimeout(open, 200);
    };
    await withBucket({ hold, underWay }, async (bucket, { received, most, store }) => {
      const names = Array.from({ length: 150 }, (_, i) => `f/${i}`);
      await client.each(names, putIn(bucket));
      assert.equal(received.length, 150);
      assert.equal(store.keys().length, 150);
      assert.equal(most(), 64);
      assert.ok(new Set(received.map(({ port }) => port)).size <= 64);
    });
  });

  it("makes fewer where S3 says to slow down, and more again later", async () => {
    let underWay = 0;
    const refusals = new Map<string, number>();
    const fault = ({ key }: Received): Fault | undefined => {
      const before = refusals.get(key) ?? 0;
      // A sixth one for the same file would be the last.
      if (underWay <= 8 || before === 5) return undefined;
      refusals.set(key, before + 1);
      return "slow-down";
    };
    await withBucket(
      { latency: 3, fault, underWay: (now) => (underWay = now) },
      async (bucket, { received, store }) => {
        const names = Array.from({ length: 600 }, (_, i) => `f/${i}`);
        await client.each(names, putIn(bucket));
        assert.equal(store.keys().length, 600);
        assert.ok(bucket.aws.pool.limit < 32, `${bucket.aws.pool.limit} at a time`);
        assert.ok(received.filter(({ status }) => status === 503).length < 300);
      },
    );
  });

  it("stops with the first that fails, and starts no other", async () => {
    await withBucket({ allow: ({ key }) => key !== "f/70" }, async (bucket, { received }) => {
      const names = Array.from({ length: 500 }, (_, i) => `f/${i}`);
      await assert.rejects(client.each(names, putIn(bucket)), { code: "AccessDenied" });
      assert.ok(received.length < 250, String(received.length));
    });
  });

  it("takes no more than 64 MiB of an answer", async () => {
    const mebibyte = Buffer.alloc(1024 * 1024);
    await withSocket(
      (socket) =>
        socket.once("data", () => {
          socket.write(`HTTP/1.1 200 OK\r\nContent-Length: ${100 * mebibyte.length}\r\n\r\n`);
          for (let i = 0; i < 100; i++) socket.write(mebibyte);
        }),
      async (env) => {
        await assert.rejects(client.get(bucketOf(client, { env }), "a"), {
          message: "AWS answered with more than 67108864 bytes",
        });
      },
    );
  });
});
