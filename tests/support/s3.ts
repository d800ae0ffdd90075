import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";

/** A request to S3, as the IAM action that it needs and what that acts on. */
export interface S3Call {
  readonly action: "s3:ListBucket" | "s3:GetObject" | "s3:PutObject" | "s3:DeleteObject";
  /** The object's key; empty if the bucket itself is asked. */
  readonly key: string;
}

/** As much of S3 as the engine's state needs, on this machine, with a record of what it was asked. */
export interface LocalS3 {
  readonly url: string;
  /** The calls since the last time, in order. */
  take(): S3Call[];
  close(): Promise<void>;
}

/** Source: https://docs.aws.amazon.com/AmazonS3/latest/API (ListObjectsV2, GetObject, PutObject, CopyObject, DeleteObject) */
export async function localS3(): Promise<LocalS3> {
  const objects = new Map<string, Buffer>();
  let calls: S3Call[] = [];
  const server = createServer((request, response) => {
    void bodyOf(request).then((body) => {
      calls.push(...answer(objects, request, body, response));
    });
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}`,
    take: () => {
      const taken = calls;
      calls = [];
      return taken;
    },
    close: () => {
      server.closeAllConnections();
      return new Promise((resolve) =>
        server.close(() => {
          resolve();
        }),
      );
    },
  };
}

async function bodyOf(request: IncomingMessage): Promise<Buffer> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks);
}

function answer(
  objects: Map<string, Buffer>,
  { method, url = "", headers }: IncomingMessage,
  body: Buffer,
  response: ServerResponse,
): S3Call[] {
  const { pathname, searchParams } = new URL(url, "http://s3");
  const key = keyIn(pathname);
  const end = (status: number, text: string | Buffer = "") => response.writeHead(status, { ETag: '"1"' }).end(text);
  if (key === "") {
    end(200, listing([...objects].filter(([name]) => name.startsWith(searchParams.get("prefix") ?? ""))));
    return [{ action: "s3:ListBucket", key }];
  }
  switch (method ?? "GET") {
    case "PUT": {
      const source = headers["x-amz-copy-source"];
      if (source === undefined) {
        objects.set(key, body);
        end(200);
        return [{ action: "s3:PutObject", key }];
      }
      const from = keyIn(decodeURIComponent(String(source)).replace(/^(?!\/)/, "/"));
      objects.set(key, objects.get(from) ?? Buffer.alloc(0));
      end(200, `<CopyObjectResult><ETag>"1"</ETag><LastModified>${NOW}</LastModified></CopyObjectResult>`);
      return [
        { action: "s3:GetObject", key: from },
        { action: "s3:PutObject", key },
      ];
    }
    case "DELETE":
      objects.delete(key);
      end(204);
      return [{ action: "s3:DeleteObject", key }];
    default: {
      const object = objects.get(key);
      if (object === undefined) end(404, "<Error><Code>NoSuchKey</Code></Error>");
      else end(200, method === "HEAD" ? "" : object);
      return [{ action: "s3:GetObject", key }];
    }
  }
}

const NOW = "2026-01-01T00:00:00.000Z";

/** The path is `/bucket/key`. */
function keyIn(path: string): string {
  return decodeURIComponent(path.split("/").slice(2).join("/"));
}

function listing(objects: readonly (readonly [string, Buffer])[]): string {
  const contents = objects.map(
    ([name, { length }]) =>
      `<Contents><Key>${name}</Key><LastModified>${NOW}</LastModified><Size>${length}</Size><ETag>"1"</ETag></Contents>`,
  );
  return `<ListBucketResult><IsTruncated>false</IsTruncated>${contents.join("")}</ListBucketResult>`;
}
