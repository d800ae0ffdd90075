import { createDecipheriv, pbkdf2Sync } from "node:crypto";

import { isPulumiCloud } from "../../../components/policy/pulumi-cloud";
import { fileOf } from "../../../lib/stack-files";
import type { Context } from "../context";
import { ok, type Outcome, unknown, warning, wrong } from "../outcome";

const SET = "export PULUMI_CONFIG_PASSPHRASE=";

/** The workflows use the empty passphrase: whether it opens what the stack's file was made with. */
export async function passphrase({ file, project, stack }: Context): Promise<Outcome> {
  const [name, { document }] = [fileOf(stack), await file()];
  const { encryptionsalt: salt, secretsprovider: provider } = document.toJS() as {
    encryptionsalt?: string;
    secretsprovider?: string;
  };
  if (provider === undefined && salt === undefined && isPulumiCloud(project.backend?.url ?? "")) {
    return ok("none: Pulumi Cloud has keys of its own, and nothing here is a secret");
  }
  if (provider !== undefined && provider !== "passphrase") {
    return warning(
      `secretsprovider: ${JSON.stringify(provider)} in ${name}; no role of the stack may use it`,
      "pulumi stack change-secrets-provider passphrase, with the empty one: nothing here is a secret",
    );
  }
  if (salt !== undefined && !opens("", salt)) {
    return wrong(
      `encryptionsalt in ${name} was created with a passphrase other than the workflows' empty one`,
      `delete that line, ${SET}, run any command, and commit the file`,
    );
  }
  const { PULUMI_CONFIG_PASSPHRASE: here, PULUMI_CONFIG_PASSPHRASE_FILE: kept } = process.env;
  if (here === "") return ok("empty, as the workflows set it");
  if (here === undefined && kept !== undefined) return unknown("PULUMI_CONFIG_PASSPHRASE_FILE is not read here", SET);
  return warning(
    here === undefined
      ? "PULUMI_CONFIG_PASSPHRASE is not set: pulumi asks for one, and the workflows have the empty one"
      : "PULUMI_CONFIG_PASSPHRASE is not empty; the workflows have the empty one",
    SET,
  );
}

/**
 * Whether the passphrase opens an `encryptionsalt`: `v1:<salt>:v1:<nonce>:<"pulumi", encrypted>`.
 *
 * Source: github.com/pulumi/pulumi, pkg/secrets/passphrase/manager.go and sdk/go/common/resource/config/crypt.go
 */
function opens(passphrase: string, text: string): boolean {
  const [, salt = "", , nonce = "", sealed = ""] = text.split(":");
  const [from, bytes] = [Buffer.from(nonce, "base64"), Buffer.from(sealed, "base64")];
  const key = pbkdf2Sync(passphrase, Buffer.from(salt, "base64"), 1_000_000, 32, "sha256");
  try {
    const decipher = createDecipheriv("aes-256-gcm", key, from);
    decipher.setAuthTag(bytes.subarray(-16));
    return Buffer.concat([decipher.update(bytes.subarray(0, -16)), decipher.final()]).toString() === "pulumi";
  } catch {
    return false;
  }
}
