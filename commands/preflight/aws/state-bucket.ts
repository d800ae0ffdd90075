import { ListObjectsV2Command, S3Client } from "@aws-sdk/client-s3";

import { stateBackend } from "../../../components/policy/state-backend";
import { Ended, type Outcome, unknown, wrong } from "../outcome";
import { ask, awsFailure, clientOptions } from "./ask";

/** The bucket of the committed backend, which answered. */
export interface StateBucket {
  readonly name: string;
  readonly s3: S3Client;
}

/**
 * @param url The committed backend.
 * @param stackRegion The region that the workflows' jobs are in.
 * @throws Ended if it does not answer.
 */
export async function findStateBucket(
  url: string,
  stackRegion: string | undefined,
  environment: NodeJS.ProcessEnv,
): Promise<StateBucket> {
  const { bucket: name, region = stackRegion } = stateBackend(url) ?? {};
  if (name === undefined) throw new Ended(unknown("Pulumi.yaml commits no s3:// backend"));
  const s3 = new S3Client(clientOptions({ region }, environment));
  try {
    await ask((abortSignal) => s3.send(new ListObjectsV2Command({ Bucket: name, MaxKeys: 1 }), { abortSignal }));
    return { name, s3 };
  } catch (error) {
    const failure = { service: `s3://${name}`, action: "s3:ListBucket", error, environment };
    throw new Ended(s3Failure(name, error) ?? awsFailure(failure));
  }
}

function s3Failure(name: string, error: unknown): Outcome | undefined {
  const code = (error as Error).name;
  if (code === "NoSuchBucket") {
    return wrong(`s3://${name}: there is no such bucket`, "make it first (versioned, not public), or correct the URL");
  }
  return ["PermanentRedirect", "AuthorizationHeaderMalformed", "301"].includes(code)
    ? wrong(`s3://${name} is in another region (${code})`, `say which: s3://${name}?region=<region>`)
    : undefined;
}
