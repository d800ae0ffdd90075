// Where AWS is and who asks, from the environment as aws-actions/configure-aws-credentials leaves it.
import { DeliveryError, excerpt } from "../actions.ts";
import { optional, positiveInteger, readSettings, textLike, type Values } from "../settings.ts";
import { origin } from "../site.ts";
import { Pool } from "./pool.ts";
import type { Scope } from "./sign.ts";

/** An origin, how its requests are signed, and what each path on it starts with. */
export interface Endpoint {
  readonly origin: string;
  readonly scope: Scope;
  readonly base: string;
}

const endpoint = origin("an https origin, or an http one of this machine, for example http://127.0.0.1:9000");
const settings = {
  AWS_ACCESS_KEY_ID: textLike(/^\w{16,128}$/, "an access key's id, as an earlier step that assumes the role leaves it"),
  AWS_SECRET_ACCESS_KEY: { ...textLike(/^[\x21-\x7e]+$/, "a secret access key, from the same step"), secret: true },
  AWS_SESSION_TOKEN: optional({ ...textLike(/^[\x21-\x7e]+$/, "a session token, from the same step"), secret: true }),
  AWS_REGION: textLike(/^[a-z]{2,}(?:-[a-z]+)+-\d+$/, "a region, for example us-east-1"),
  /** Origins to ask instead of AWS's own. */
  AWS_ENDPOINT_URL: optional(endpoint),
  AWS_ENDPOINT_URL_S3: optional(endpoint),
  AWS_ENDPOINT_URL_CLOUDFRONT: optional(endpoint),
  /** Milliseconds of silence after which a request has failed. One that makes progress may take as long as it takes. */
  IDLE_TIMEOUT_MS: positiveInteger("whole milliseconds", "30000"),
  /** The most milliseconds before the second attempt, doubled before each further one. */
  RETRY_WAIT_MS: positiveInteger("whole milliseconds", "1000"),
};

/** Who asks AWS, where, how patiently and how much at a time. */
export type Aws = Values<typeof settings> & { readonly pool: Pool };

/**
 * What the environment says.
 *
 * @throws DeliveryError with every variable that is missing or wrong.
 */
export function awsFromEnvironment(): Aws {
  return { ...readSettings(settings), pool: new Pool() };
}

/**
 * A bucket's own address in its region: a host that answers for no other, so that nothing has to redirect. On this
 * machine, the only place without TLS, such hosts have no names, and the bucket is in the path.
 *
 * @throws DeliveryError if the bucket's name has another form: it would be another host's, or one without a certificate.
 */
export function bucketEndpoint(aws: Aws, bucket: string): Endpoint {
  if (!/^[a-z0-9][a-z0-9-]{1,61}[a-z0-9]$/.test(bucket)) {
    throw new DeliveryError(
      `The bucket is ${JSON.stringify(excerpt(bucket, 80))}; expected a name of a-z, 0-9 and -, no dots`,
    );
  }
  const scope = { region: aws.AWS_REGION, service: "s3" };
  const given = aws.AWS_ENDPOINT_URL_S3 ?? aws.AWS_ENDPOINT_URL;
  const regional = given ?? `https://s3.${aws.AWS_REGION}.amazonaws.com`;
  if (regional.startsWith("http:")) return { origin: regional, scope, base: `/${bucket}/` };
  return { origin: regional.replace("https://", `https://${bucket}.`), scope, base: "/" };
}

/** CloudFront's, the same for all regions. */
export function cloudfrontEndpoint(aws: Aws): Endpoint {
  const scope = { region: "us-east-1", service: "cloudfront" };
  const given = aws.AWS_ENDPOINT_URL_CLOUDFRONT ?? aws.AWS_ENDPOINT_URL;
  return { origin: given ?? "https://cloudfront.amazonaws.com", scope, base: "/2020-05-31/" };
}
