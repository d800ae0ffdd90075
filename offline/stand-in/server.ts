import { Server, ServerCredentials, type ServerUnaryCall } from "@grpc/grpc-js";
import { type IResourceProviderServer, ResourceProviderService } from "@pulumi/pulumi/proto/provider_grpc_pb";
import { promisify } from "node:util";
import { readCloud } from "./cloud";
import { Provider } from "./provider";
import type { ProviderDefinition } from "./resource-type";
import { type Connection, serviceOf } from "./service";
import type { Properties } from "./properties";

/** A stand-in provider that listens for the engine on a port of this machine. */
export class ProviderServer {
  readonly #server = new Server();
  readonly #providers = new Map<string, Provider>();
  #working = new AbortController();
  #port = 0;

  constructor(
    private readonly definition: ProviderDefinition,
    private readonly cloudFile: string,
  ) {
    const service: Partial<IResourceProviderServer> = serviceOf(definition, (call) => this.connection(call));
    this.#server.addService(ResourceProviderService, service as IResourceProviderServer);
  }

  get port(): number {
    return this.#port;
  }

  async listen(): Promise<void> {
    const bind = promisify(this.#server.bindAsync.bind(this.#server));
    this.#port = await bind("127.0.0.1:0", ServerCredentials.createInsecure());
  }

  close(): void {
    this.cancel();
    this.#server.forceShutdown();
  }

  /** The engine opens one connection for each provider of a program, and tells only Configure which one it is. */
  private connection(call: ServerUnaryCall<unknown, unknown>): Connection {
    const peer = call.getPeer();
    return {
      provider: () => {
        const provider = this.#providers.get(peer);
        if (provider === undefined) throw new Error(`the stand-in for ${this.definition.name} is not configured`);
        return provider;
      },
      configure: (settings: Properties) => {
        const caller = this.definition.configure(settings, readCloud(this.cloudFile));
        this.#providers.set(peer, new Provider(this.definition, this.cloudFile, caller, () => this.#working.signal));
      },
      cancel: () => {
        this.cancel();
      },
    };
  }

  /** Ends everything that waits; later calls are served. */
  private cancel(): void {
    this.#working.abort();
    this.#working = new AbortController();
  }
}
