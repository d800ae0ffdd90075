import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { createPrivateKey, generateKeyPairSync } from "node:crypto";
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";

import { fencesOf, textOf } from "../support/markdown";
import { temporaryFolder } from "../support/temporary-folder";

describe("docs/operations.md: the App's key for KMS", () => {
  const folder = temporaryFolder();

  it("is wrapped as KMS unwraps it", function () {
    // What some systems call openssl is another program, which cannot wrap.
    if (!execFileSync("openssl", ["version"], { encoding: "utf8" }).startsWith("OpenSSL 3")) this.skip();
    const [commands] = fencesOf(textOf("docs/operations.md")).filter(({ info }) => info === "sh tested");
    const pem = { type: "pkcs1", format: "pem" } as const;
    const app = generateKeyPairSync("rsa", { modulusLength: 2048 }).privateKey;
    const wrapping = generateKeyPairSync("rsa", { modulusLength: 4096 });
    const file = (name: string): string => join(folder(), name);
    writeFileSync(file("app.pem"), app.export(pem));
    writeFileSync(file("wrapping-key.der"), wrapping.publicKey.export({ type: "spki", format: "der" }));
    const run = (script: string): void =>
      void execFileSync("bash", ["-euo", "pipefail", "-c", script], { cwd: folder(), stdio: "pipe" });
    run(commands?.content ?? "exit 1");

    // What KMS does with it: the first 512 bytes are the AES key under the wrapping key, the rest is under the AES key.
    writeFileSync(file("wrapping.pem"), wrapping.privateKey.export(pem));
    run(`
      head -c 512 material.bin >key; tail -c +513 material.bin >rest
      openssl pkeyutl -decrypt -in key -out aes -inkey wrapping.pem -pkeyopt rsa_padding_mode:oaep -pkeyopt rsa_oaep_md:sha256 -pkeyopt rsa_mgf1_md:sha256
      openssl enc -d -id-aes256-wrap-pad -K "$(od -An -v -tx1 aes | tr -d ' \\n')" -iv A65959A6 -in rest -out unwrapped.der`);
    const unwrapped = createPrivateKey({ key: readFileSync(file("unwrapped.der")), format: "der", type: "pkcs8" });
    assert.ok(unwrapped.equals(app));
  });
});
