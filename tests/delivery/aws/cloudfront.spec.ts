import assert from "node:assert/strict";
import { bucketOf, type Client, loadClient } from "../../support/s3/client";
import { DISTRIBUTION, type Fault, withAws } from "../../support/s3/double";

describe("delivery/lib/aws/cloudfront.ts", () => {
  let client: Client;
  before(async () => {
    client = await loadClient();
  });

  it("invalidates all, and returns once that is completed", async () => {
    await withAws({ progress: 3 }, async (double) => {
      const { aws } = bucketOf(client, double);
      const id = await client.invalidateAll(aws, DISTRIBUTION, "run-7-1", { interval: 5 });
      const [made, ...others] = double.invalidations.all;
      assert.deepEqual({ ...made }, { id, distribution: DISTRIBUTION, reference: "run-7-1", paths: ["/*"], asked: 3 });
      assert.deepEqual(others, []);
      assert.deepEqual(
        double.received.map(({ method, status }) => `${method} ${status}`),
        ["POST 201", "GET 200", "GET 200", "GET 200"],
      );
    });
  });

  for (const fault of ["lost", "error", "slow-down", "reset"] satisfies Fault[]) {
    it(`makes one invalidation also where the first answer is ${fault}`, async () => {
      await withAws({ fault: (_, before) => (before === 0 ? fault : undefined) }, async (double) => {
        await client.invalidateAll(bucketOf(client, double).aws, DISTRIBUTION, "run-7-1", { interval: 5 });
        assert.equal(double.invalidations.all.length, 1);
      });
    });
  }

  it("waits no longer than told, and says what is not completed", async () => {
    await withAws({ progress: Infinity }, async (double) => {
      const { aws } = bucketOf(client, double);
      await assert.rejects(client.invalidateAll(aws, DISTRIBUTION, "run-7-1", { most: 50, interval: 5 }), {
        name: "DeliveryError",
        message: /^The invalidation I0+1 of E2EXAMPLE1 is not completed after 0 s\. /,
      });
      assert.ok(double.received.length > 2);
    });
  });

  it("says what CloudFront says", async () => {
    await withAws({ refuse: "AccessDenied" }, async (double) => {
      const { aws } = bucketOf(client, double);
      await assert.rejects(client.invalidateAll(aws, DISTRIBUTION, "run-7-1"), {
        code: "AccessDenied",
        message: /invalidation answered 403 AccessDenied: AccessDenied$/,
      });
    });
  });

  it("sends no other distribution's id, and nothing that is none", async () => {
    await withAws({}, async (double) => {
      const { aws } = bucketOf(client, double);
      for (const id of ["", "../x", "E2EXAMPLE1/../E3", "file:///proc/self/environ", "e2example1"]) {
        await assert.rejects(client.invalidateAll(aws, id, "run-7-1"), {
          message: /^The distribution is ".*"; expected its id$/,
        });
      }
      await assert.rejects(client.invalidateAll(aws, DISTRIBUTION, "<x>"), { message: /^An invalidation's reference/ });
      assert.deepEqual(double.received, []);
    });
  });
});
