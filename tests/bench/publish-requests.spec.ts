import assert from "node:assert/strict";
import { type Requests, requestsOf } from "../../bench/publish/requests";
import type { AwsCall } from "../workflows/world";

const NONE: Requests = { put: 0, putAssets: 0, list: 0, delete: 0, cloudfront: 0, paths: 0 };

function call(command: string, more: Partial<AwsCall> = {}): AwsCall {
  return { command, options: {}, paths: [], uploaded: [], deleted: [], listed: 0, region: "eu-central-1", ...more };
}

describe("the requests of calls of the AWS CLI", () => {
  const cases: readonly (readonly [string, readonly AwsCall[], Partial<Requests>])[] = [
    ["none for no call", [], {}],
    ["one per file that cp uploads, and no list", [call("s3 cp", { uploaded: ["a.html", "b.html"] })], { put: 2 }],
    ["a list for a sync of nothing", [call("s3 sync")], { list: 1 }],
    ["a list for a sync with 1,000 keys there", [call("s3 sync", { listed: 1000 })], { list: 1 }],
    ["two lists for a sync with 1,001 keys there", [call("s3 sync", { listed: 1001 })], { list: 2 }],
    [
      "one per file that sync uploads, assets apart, and one per file that it deletes",
      [call("s3 sync", { uploaded: ["assets/a-12345678.js", "a.html"], deleted: ["b.html", "c.html"] })],
      { put: 2, putAssets: 1, list: 1, delete: 2 },
    ],
    ["a list for an empty bucket", [call("s3api list-objects-v2")], { list: 1 }],
    ["a list for each 1,000 keys", [call("s3api list-objects-v2", { listed: 10_002 })], { list: 11 }],
    [
      "one for all that delete-objects deletes",
      [call("s3api delete-objects", { deleted: ["a", "b", "c"] })],
      { delete: 1 },
    ],
    ["one for an invalidation of one path", [call("cloudfront create-invalidation")], { cloudfront: 1, paths: 1 }],
    [
      "one for an invalidation of several paths",
      [call("cloudfront create-invalidation", { options: { paths: "/" }, paths: ["/a.html", "/b.html"] })],
      { cloudfront: 1, paths: 3 },
    ],
    ["one for the wait, and no path", [call("cloudfront wait invalidation-completed")], { cloudfront: 1 }],
    [
      "those of all calls together",
      [call("s3 cp", { uploaded: ["a"] }), call("s3 cp", { uploaded: ["b"] }), call("s3 sync", { listed: 2001 })],
      { put: 2, list: 3 },
    ],
  ];
  for (const [title, calls, wanted] of cases) {
    it(`are ${title}`, () => {
      assert.deepEqual(requestsOf(calls), { ...NONE, ...wanted });
    });
  }
});
