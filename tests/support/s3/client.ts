// The client of delivery/, whose modules are Node's own, for a test's process.
import type * as CloudFront from "../../../delivery/lib/aws/cloudfront.ts" with { "resolution-mode": "import" };
import type * as Contents from "../../../delivery/lib/aws/content.ts" with { "resolution-mode": "import" };
import type * as Endpoints from "../../../delivery/lib/aws/endpoints.ts" with { "resolution-mode": "import" };
import type * as Pool from "../../../delivery/lib/aws/pool.ts" with { "resolution-mode": "import" };
import type * as Deletion from "../../../delivery/lib/aws/s3-delete.ts" with { "resolution-mode": "import" };
import type * as Lists from "../../../delivery/lib/aws/s3-lists.ts" with { "resolution-mode": "import" };
import type * as S3 from "../../../delivery/lib/aws/s3.ts" with { "resolution-mode": "import" };
import type * as Sign from "../../../delivery/lib/aws/sign.ts" with { "resolution-mode": "import" };
import type * as Xml from "../../../delivery/lib/aws/xml.ts" with { "resolution-mode": "import" };
import { deliveryModule } from "../delivery";
import { BUCKET, type Double, type DoubleOptions, OWNER, withAws } from "./double";

export type Client = typeof CloudFront &
  typeof Contents &
  typeof Endpoints &
  typeof Pool &
  typeof Deletion &
  typeof Lists &
  typeof S3 &
  typeof Sign &
  typeof Xml;

const MODULES = ["cloudfront", "content", "endpoints", "pool", "s3-delete", "s3-lists", "s3", "sign", "xml"];

/** All that the client exports. */
export async function loadClient(): Promise<Client> {
  const modules = await Promise.all(MODULES.map((name) => deliveryModule<object>(`lib/aws/${name}.ts`)));
  return Object.assign({}, ...modules) as Client;
}

/** What a script has once it has read its environment, here that of a double. */
export function bucketOf(client: Client, { env }: Pick<Double, "env">): S3.Bucket {
  const own = process.env;
  process.env = { ...env };
  try {
    return { aws: client.awsFromEnvironment(), name: BUCKET, owner: OWNER };
  } finally {
    process.env = own;
  }
}

/** Runs a test on the bucket of a double. The client is asked for then: a test has it once it is loaded. */
export function bucketsOf(client: () => Client) {
  return <T>(options: DoubleOptions, use: (bucket: S3.Bucket, aws: Double) => Promise<T>): Promise<T> =>
    withAws(options, (aws) => use(bucketOf(client(), aws), aws));
}
