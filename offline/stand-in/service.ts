import type { handleUnaryCall, ServerUnaryCall } from "@grpc/grpc-js";
import { PluginInfo } from "@pulumi/pulumi/proto/plugin_pb";
import type { IResourceProviderServer } from "@pulumi/pulumi/proto/provider_grpc_pb";
import * as rpc from "@pulumi/pulumi/proto/provider_pb";
import { Empty } from "google-protobuf/google/protobuf/empty_pb";
import { messageOf } from "../../lib/user-error";
import { type Properties, sameValue } from "./properties";
import type { Provider } from "./provider";
import type { ProviderDefinition } from "./resource-type";
import { autonameOf, diffResponse, structOf, valuesOf } from "./messages";
import { partialFailure } from "./partial-failure";

/** What one connection of the engine talks to. */
export interface Connection {
  /** @throws Error before `configure`. */
  provider(): Provider;
  configure(settings: Properties): void;
  cancel(): void;
}

/**
 * Pulumi's resource provider protocol over a provider definition. The methods that are missing (construct, call,
 * handshake, ...) are answered with UNIMPLEMENTED. It takes no secrets and no resources: the engine then sends plain
 * texts and ids, and itself marks in the outputs what was secret in the inputs.
 *
 * Source: https://github.com/pulumi/pulumi, proto/pulumi/provider.proto
 */
export function serviceOf(
  { identity, name, version }: ProviderDefinition,
  connectionOf: (call: ServerUnaryCall<unknown, unknown>) => Connection,
): Partial<IResourceProviderServer> {
  function answer<Request, Response>(
    handle: (request: Request, connection: Connection) => Response | Promise<Response>,
  ): handleUnaryCall<Request, Response> {
    return (call, respond) => {
      const answered = async (): Promise<void> => {
        respond(null, await handle(call.request, connectionOf(call)));
      };
      answered().catch((error: unknown) => {
        respond(error as Error);
      });
    };
  }

  return {
    getPluginInfo: answer(() => new PluginInfo().setVersion(version)),
    getSchema: answer(() => new rpc.GetSchemaResponse().setSchema(JSON.stringify({ name, version }))),
    attach: answer(() => new Empty()),
    checkConfig: answer((request: rpc.CheckRequest) => new rpc.CheckResponse().setInputs(request.getNews())),
    diffConfig: answer((request: rpc.DiffRequest) => {
      const [before, after] = [request.getOldInputs() ?? request.getOlds(), request.getNews()].map((settings) => {
        const given = valuesOf(settings);
        return { ...given, ...identity(given) };
      });
      const changed = Object.keys({ ...before, ...after }).filter((key) => !sameValue(before?.[key], after?.[key]));
      const identifying = Object.keys(identity({}));
      return diffResponse(
        changed.map((property) => ({ property, kind: "UPDATE", replace: identifying.includes(property) })),
      );
    }),
    configure: answer((request: rpc.ConfigureRequest, connection) => {
      connection.configure(valuesOf(request.getArgs()));
      return new rpc.ConfigureResponse().setSupportspreview(true).setSupportsAutonamingConfiguration(true);
    }),
    check: answer((request: rpc.CheckRequest, connection) => {
      const { inputs, failures } = connection.provider().check(request.getType(), {
        name: request.getName(),
        olds: valuesOf(request.getOlds()),
        news: valuesOf(request.getNews()),
        autoname: autonameOf(request),
        randomSeed: request.getRandomseed_asU8(),
      });
      const failed = failures.map(({ property, reason }) =>
        new rpc.CheckFailure().setProperty(property).setReason(reason),
      );
      return new rpc.CheckResponse().setInputs(structOf(inputs)).setFailuresList(failed);
    }),
    diff: answer((request: rpc.DiffRequest, connection) => {
      const ignored = request.getIgnorechangesList().map((path) => /^\w+/.exec(path)?.[0]);
      const [olds, news] = [valuesOf(request.getOlds()), valuesOf(request.getNews())];
      const changes = connection.provider().diff(request.getType(), olds, news);
      return diffResponse(changes.filter(({ property }) => !ignored.includes(property)));
    }),
    create: answer(async (request: rpc.CreateRequest, connection) => {
      const provider = connection.provider();
      const [type, inputs] = [request.getType(), valuesOf(request.getProperties())];
      const { id, properties } = await (request.getPreview()
        ? provider.previewCreate(type, inputs)
        : provider.create(type, inputs));
      return new rpc.CreateResponse().setId(id).setProperties(structOf(properties));
    }),
    read: answer(async (request: rpc.ReadRequest, connection) => {
      const [given, state] = [valuesOf(request.getInputs()), valuesOf(request.getProperties())];
      const held = await connection.provider().read(request.getType(), request.getId(), given, state);
      if (held === undefined) return new rpc.ReadResponse();
      const { id, properties, inputs } = held;
      return new rpc.ReadResponse().setId(id).setProperties(structOf(properties)).setInputs(structOf(inputs));
    }),
    update: answer(async (request: rpc.UpdateRequest, connection) => {
      const provider = connection.provider();
      const [type, id] = [request.getType(), request.getId()];
      const [olds, news] = [valuesOf(request.getOlds()), valuesOf(request.getNews())];
      const properties = request.getPreview()
        ? provider.previewUpdate(type, olds, news)
        : await provider.update(type, id, news, olds).catch((error: unknown): never => {
            throw partialFailure(messageOf(error), id, news, olds);
          });
      return new rpc.UpdateResponse().setProperties(structOf(properties));
    }),
    delete: answer(async (request: rpc.DeleteRequest, connection) => {
      await connection.provider().delete(request.getType(), request.getId(), valuesOf(request.getProperties()));
      return new Empty();
    }),
    invoke: answer((request: rpc.InvokeRequest, connection) => {
      const result = connection.provider().invoke(request.getTok(), valuesOf(request.getArgs()));
      return new rpc.InvokeResponse().setReturn(structOf(result));
    }),
    cancel: answer((_request: Empty, connection) => {
      connection.cancel();
      return new Empty();
    }),
  };
}
