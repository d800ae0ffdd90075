import { allow, ownedBy, type Statement } from "./document";
import type { Account } from "./oidc";

/** Where a stack's state is kept in S3. */
export interface StateLocation {
  readonly account: Account;
  /** The account that owns the bucket: a central one, or the same. */
  readonly owner: string;
  readonly project: string;
  readonly stack: string;
  readonly bucket: string;
  /** The KMS key that encrypts the bucket; empty if S3's own key does. */
  readonly kmsKeyArn: string;
}

/**
 * What reading one stack's state needs. Listing is for the whole bucket: S3 answers 403 instead of 404 for a missing
 * file to anyone who may list only below a prefix, and the engine asks for files that need not be there. It shows
 * names, no content.
 *
 * Source of the paths: github.com/pulumi/pulumi, pkg/backend/diy (state.go, lock.go, meta.go, stack_tags.go)
 */
export function readStateStatements(location: StateLocation): Statement[] {
  const { account, owner, bucket, kmsKeyArn } = location;
  const arn = `arn:${account.partition}:s3:::${bucket}`;
  const { checkpoint, meta, tags } = paths(location);
  const read = [meta, checkpoint, tags].map((path) => `${arn}/${path}`);
  return [
    allow("FindTheState", "s3:ListBucket", arn, ownedBy(owner)),
    allow("ReadTheStateOfThisStack", "s3:GetObject", read, ownedBy(owner)),
    ...(kmsKeyArn === "" ? [] : [throughS3("DecryptTheState", "kms:Decrypt", kmsKeyArn)]),
  ];
}

/** What an update of one stack needs besides reading: the state with its backup and history, and the lock. */
export function writeStateStatements(location: StateLocation): Statement[] {
  const { account, owner, bucket, kmsKeyArn } = location;
  const arn = `arn:${account.partition}:s3:::${bucket}`;
  const { checkpoint, previous, backups, history, locks } = paths(location);
  const written = [checkpoint, previous, backups, history].map((path) => `${arn}/${path}`);
  const locking = ["s3:GetObject", "s3:PutObject", "s3:DeleteObject"];
  return [
    allow("WriteTheStateOfThisStack", "s3:PutObject", written, ownedBy(owner)),
    allow("LockThisStack", locking, `${arn}/${locks}`, ownedBy(owner)),
    ...(kmsKeyArn === "" ? [] : [throughS3("EncryptTheState", "kms:GenerateDataKey", kmsKeyArn)]),
  ];
}

function paths({ project, stack }: StateLocation) {
  const own = `${project}/${stack}`;
  return {
    meta: ".pulumi/meta.yaml",
    checkpoint: `.pulumi/stacks/${own}.json`,
    previous: `.pulumi/stacks/${own}.json.bak`,
    tags: `.pulumi/stacks/${own}.pulumi-tags`,
    backups: `.pulumi/backups/${own}/*`,
    history: `.pulumi/history/${own}/*`,
    locks: `.pulumi/locks/organization/${own}/*`,
  };
}

/** A KMS action that only S3 may use on behalf of the role: in the key's region, where the bucket is too. */
function throughS3(sid: string, action: string, key: string): Statement {
  const [, , , region = ""] = key.split(":");
  return allow(sid, action, key, { StringEquals: { "kms:ViaService": `s3.${region}.amazonaws.com` } });
}
