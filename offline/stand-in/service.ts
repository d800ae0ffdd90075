import { type handleUnaryCall, type ServerUnaryCall, status } from "@grpc/grpc-js";
import { PluginInfo } from "@pulumi/pulumi/proto/plugin_pb";
import type { IResourceProviderServer } from "@pulumi/pulumi/proto/provider_grpc_pb";
import * as rpc from "@pulumi/pulumi/proto/provider_pb";
import { Empty } from "google-protobuf/google/protobuf/empty_pb";
import { type Properties, sameValue } from "./properties";
import type { Provider } from "./provider";
import type { ProviderDefinition } from "./resource-type";
import { autonameOf, checkFailure, diffResponse } from "./messages";
import { PartialFailure } from "./partial-failure";
import { decode, encode } from "./struct";

/** What one connection of the engine talks to. */
export interface Connection {
  /** @throws Error before `configure`. */
  provider(): Provider;
  configure(settings: Properties): void;
  cancel(): void;
}

type Call = ServerUnaryCall<unknown, unknown>;

/**
 * Pulumi's resource provider protocol over a provider definition. The methods that are missing (construct, call,
 * handshake, ...) are answered with UNIMPLEMENTED.
 *
 * Source: https://github.com/pulumi/pulumi, proto/pulumi/provider.proto
 */
export function serviceOf(
  definition: ProviderDefinition,
  connectionOf: (call: Call) => Connection,
): Partial<IResourceProviderServer> {
  const { name, version } = definition;

  function answer<Request, Response>(
    handle: (request: Request, connection: Connection) => Response | Promise<Response>,
  ): handleUnaryCall<Request, Response> {
    return (call, respond) => {
      Promise.resolve()
        .then(() => handle(call.request, connectionOf(call as Call)))
        .then(
          (response) => {
            respond(null, response);
          },
          (error: unknown) => {
            if (error instanceof PartialFailure) respond(error.asGrpc());
            else respond({ code: status.UNKNOWN, details: error instanceof Error ? error.message : String(error) });
          },
        );
    };
  }

  return {
    getPluginInfo: answer(() => new PluginInfo().setVersion(version)),
    getSchema: answer(() => new rpc.GetSchemaResponse().setSchema(JSON.stringify({ name, version }))),
    attach: answer(() => new Empty()),
    checkConfig: answer((request: rpc.CheckRequest) => new rpc.CheckResponse().setInputs(request.getNews())),
    diffConfig: answer((request: rpc.DiffRequest) => {
      const olds = decode(request.getOldInputs() ?? request.getOlds()).values;
      const news = decode(request.getNews()).values;
      const [before, after] = [definition.identity(olds), definition.identity(news)];
      const changed = [...new Set([...Object.keys(olds), ...Object.keys(news), ...Object.keys(after)])].filter(
        (property) =>
          !(property in after
            ? sameValue(before[property], after[property])
            : sameValue(olds[property], news[property])),
      );
      return diffResponse(changed.map((property) => ({ property, kind: "update", replace: property in after })));
    }),
    configure: answer((request: rpc.ConfigureRequest, connection) => {
      connection.configure(decode(request.getArgs()).values);
      return new rpc.ConfigureResponse()
        .setAcceptsecrets(true)
        .setAcceptresources(true)
        .setSupportspreview(true)
        .setSupportsAutonamingConfiguration(true);
    }),
    check: answer((request: rpc.CheckRequest, connection) => {
      const news = decode(request.getNews());
      const { inputs, failures } = connection.provider().check(request.getType(), {
        name: request.getName(),
        olds: decode(request.getOlds()).values,
        news: news.values,
        autoname: autonameOf(request),
        randomSeed: request.getRandomseed_asU8(),
      });
      return new rpc.CheckResponse()
        .setInputs(encode(inputs, news.secrets))
        .setFailuresList(failures.map(checkFailure));
    }),
    diff: answer((request: rpc.DiffRequest, connection) => {
      const ignored = request.getIgnorechangesList().map((path) => /^\w+/.exec(path)?.[0]);
      const [olds, news] = [decode(request.getOlds()).values, decode(request.getNews()).values];
      const changes = connection.provider().diff(request.getType(), olds, news);
      return diffResponse(changes.filter(({ property }) => !ignored.includes(property)));
    }),
    create: answer(async (request: rpc.CreateRequest, connection) => {
      const provider = connection.provider();
      const { values, secrets } = decode(request.getProperties());
      const created = request.getPreview()
        ? provider.previewCreate(request.getType(), values)
        : await provider.create(request.getType(), values);
      return new rpc.CreateResponse().setId(created.id).setProperties(encode(created.properties, secrets));
    }),
    read: answer(async (request: rpc.ReadRequest, connection) => {
      const given = decode(request.getInputs());
      const held = await connection
        .provider()
        .read(request.getType(), request.getId(), given.values, decode(request.getProperties()).values);
      if (held === undefined) return new rpc.ReadResponse();
      return new rpc.ReadResponse()
        .setId(held.id)
        .setProperties(encode(held.properties, decode(request.getProperties()).secrets))
        .setInputs(encode(held.inputs, given.secrets));
    }),
    update: answer(async (request: rpc.UpdateRequest, connection) => {
      const provider = connection.provider();
      const { values, secrets } = decode(request.getNews());
      const olds = decode(request.getOlds()).values;
      const [type, id] = [request.getType(), request.getId()];
      const properties = request.getPreview()
        ? provider.previewUpdate(type, olds, values)
        : await provider.update(type, id, values, olds).catch((error: unknown): never => {
            throw new PartialFailure(error instanceof Error ? error.message : String(error), id, values, olds);
          });
      return new rpc.UpdateResponse().setProperties(encode(properties, secrets));
    }),
    delete: answer(async (request: rpc.DeleteRequest, connection) => {
      await connection.provider().delete(request.getType(), request.getId(), decode(request.getProperties()).values);
      return new Empty();
    }),
    invoke: answer((request: rpc.InvokeRequest, connection) => {
      const result = connection.provider().invoke(request.getTok(), decode(request.getArgs()).values);
      return new rpc.InvokeResponse().setReturn(encode(result));
    }),
    cancel: answer((_request: Empty, connection) => {
      connection.cancel();
      return new Empty();
    }),
  };
}
