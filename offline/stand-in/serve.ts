import { aws } from "./aws/definition";
import { seedCloud } from "./cloud";
import { github } from "./github/definition";
import { seededResources } from "./seed";
import { ProviderServer } from "./server";
import type { World } from "./world";

export interface StandIns {
  /** For the engine's PULUMI_DEBUG_PROVIDERS. */
  readonly debugProviders: string;
  close(): Promise<void>;
}

/**
 * Serves the stand-ins for AWS and GitHub, in this process.
 *
 * @param options.cloudFile what they remember; made from `world` if it does not exist
 */
export async function serveStandIns(options: { readonly cloudFile: string; readonly world: World }): Promise<StandIns> {
  seedCloud(options.cloudFile, options.world, seededResources);
  const servers = [aws, github].map((definition) => ({
    name: definition.name,
    server: new ProviderServer(definition, options.cloudFile),
  }));
  const close = (): Promise<void> => {
    for (const { server } of servers) server.close();
    return Promise.resolve();
  };
  try {
    await Promise.all(servers.map(({ server }) => server.listen()));
  } catch (error) {
    await close();
    throw error;
  }
  return { debugProviders: servers.map(({ name, server }) => `${name}:${server.port}`).join(","), close };
}
