import { PulumiCommand } from "@pulumi/pulumi/automation";
import { parse } from "semver";
import { messageOf } from "../lib/user-error";
import { startTicker } from "./ticker";
import { engineFolder, engineVersion } from "./version";
import type { Search } from "./way";

/** The script that `PulumiCommand.install` downloads and runs. */
const installScript = "https://get.pulumi.com/install.sh";
const answerWithinMs = 3_000;

/** Pulumi's installer, tried only if its site answers at once: without a network it would wait for minutes. */
export async function runInstaller({ say }: Search): Promise<PulumiCommand> {
  await siteAnswers();
  const ticker = startTicker(say, () => `Downloading Pulumi ${engineVersion}`);
  try {
    const version = parse(engineVersion);
    return await PulumiCommand.install({ root: engineFolder(), ...(version && { version }) });
  } catch (error) {
    throw new Error(`the download failed: ${messageOf(error).split("\n", 1).join("")}`, { cause: error });
  } finally {
    ticker.stop();
  }
}

async function siteAnswers(): Promise<void> {
  const response = await fetch(installScript, {
    method: "HEAD",
    signal: AbortSignal.timeout(answerWithinMs),
  }).catch((error: unknown) => {
    throw new Error(`its download site (${new URL(installScript).host}) does not answer`, { cause: error });
  });
  if (!response.ok) throw new Error(`its download site answers ${response.status}`);
}
