import { Server, ServerCredentials } from "@grpc/grpc-js";
import { type IResourceProviderServer, ResourceProviderService } from "@pulumi/pulumi/proto/provider_grpc_pb";
import { promisify } from "node:util";
import { aws } from "./aws/definition";
import { readCloud, seedCloud } from "./cloud";
import { github } from "./github/definition";
import { Provider } from "./provider";
import type { ProviderDefinition } from "./resource-type";
import { seededResources } from "./seed";
import { serviceOf } from "./service";
import type { World } from "./world";

export interface StandIns {
  /** For the engine's PULUMI_DEBUG_PROVIDERS. */
  readonly debugProviders: string;
  readonly close: () => void;
}

/**
 * Serves the stand-ins for AWS and GitHub, in this process, each on a port of this machine.
 *
 * @param options.cloudFile what they remember; made from `world` if it does not exist
 */
export async function serveStandIns(options: { readonly cloudFile: string; readonly world: World }): Promise<StandIns> {
  seedCloud(options.cloudFile, options.world, seededResources);
  const servers = [aws, github].map((definition) => ({ definition, ...serverOf(definition, options.cloudFile) }));
  const close = (): void => {
    for (const { cancel, server } of servers) {
      cancel();
      server.forceShutdown();
    }
  };
  try {
    const ports = servers.map(async ({ definition: { name }, server }) => {
      const port = await promisify(server.bindAsync.bind(server))("127.0.0.1:0", ServerCredentials.createInsecure());
      return `${name}:${port}`;
    });
    return { debugProviders: (await Promise.all(ports)).join(","), close };
  } catch (error) {
    close();
    throw error;
  }
}

/** A server for the engine, which opens one connection for each provider of a program, and tells only Configure which. */
function serverOf(definition: ProviderDefinition, cloudFile: string): { server: Server; cancel: () => void } {
  const server = new Server();
  const providers = new Map<string, Provider>();
  let working = new AbortController();
  // Ends everything that waits; later calls are served.
  const cancel = (): void => {
    working.abort();
    working = new AbortController();
  };
  const service: Partial<IResourceProviderServer> = serviceOf(definition, (call) => ({
    provider: () => {
      const provider = providers.get(call.getPeer());
      if (provider === undefined) throw new Error(`the stand-in for ${definition.name} is not configured`);
      return provider;
    },
    configure: (settings) => {
      const caller = definition.configure(settings, readCloud(cloudFile));
      providers.set(call.getPeer(), new Provider(definition, cloudFile, caller, () => working.signal));
    },
    cancel,
  }));
  server.addService(ResourceProviderService, service as IResourceProviderServer);
  return { server, cancel };
}
