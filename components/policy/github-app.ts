import { isRecord } from "./json";
import { isKmsKeyArn, KMS_KEY_FORM } from "./kms-key";

/** The GitHub App that the infrastructure workflow writes variables as. */
export interface GithubApp {
  readonly appId: string;
  readonly installationId: string;
  /** The KMS key that holds the App's private key: it signs, and the key never leaves it. */
  readonly kmsKeyArn: string;
}

/** The form of the config key `githubApp`, in words. */
export const GITHUB_APP_FORM = `{ appId: a number, installationId: a number, kmsKeyArn: ${KMS_KEY_FORM} }`;

/** The App; null if the value is empty, undefined if it is malformed. */
export function parseGithubApp(value: unknown): GithubApp | null | undefined {
  if (!isRecord(value)) return undefined;
  if (Object.keys(value).length === 0) return null;
  const { appId, installationId, kmsKeyArn, ...others } = value;
  const isId = (id: unknown) => /^[1-9]\d*$/.test(String(id));
  if (!isId(appId) || !isId(installationId) || !isKmsKeyArn(kmsKeyArn) || Object.keys(others).length > 0)
    return undefined;
  return { appId: String(appId), installationId: String(installationId), kmsKeyArn };
}
