import { readFileSync } from "node:fs";
import { join } from "node:path";

import * as pulumi from "@pulumi/pulumi";

import { stackEdgeCode } from "../policy/edge-function";
import { alsoTrustNotice } from "../policy/role-trust";
import type { Settings } from "../policy/settings";
import { stackSettings } from "../policy/stack-settings";

/** The stack that is being deployed, with its settings. */
export interface Stack {
  readonly project: string;
  readonly stack: string;
  readonly settings: Settings;
  /** The edge function, as CloudFront runs it. */
  readonly edgeCode: string;
  readonly now: Date;
}

/**
 * Reads the stack's settings.
 *
 * @param now the time that dates are compared with; tests pass another
 * @throws InputError with everything that is wrong.
 */
export function readStack(now = new Date()): Stack {
  const project = pulumi.getProject();
  const stack = pulumi.getStack();
  const config = pulumi.runtime.allConfig();
  const encrypted = Object.keys(config).filter(isEncrypted);
  const settings = stackSettings(project, { stack, config, encrypted, now });
  const edgeCode = stackEdgeCode(readFileSync(join(__dirname, "../edge/viewer-request.js"), "utf8"), settings);
  const notice = alsoTrustNotice(settings.alsoTrust, now);
  if (notice !== undefined) void pulumi.log[notice.level](notice.message);
  return { project, stack, settings, edgeCode, now };
}

/** The engine decrypts values, but says which keys were encrypted. The SDK can ask, though it has no type for it. */
function isEncrypted(key: string): boolean {
  return (pulumi.runtime as unknown as { isConfigSecret(key: string): boolean }).isConfigSecret(key);
}
