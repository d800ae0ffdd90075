import { credentials, type ServiceError, status } from "@grpc/grpc-js";
import { ResourceProviderClient } from "@pulumi/pulumi/proto/provider_grpc_pb";
import * as rpc from "@pulumi/pulumi/proto/provider_pb";
import { Empty } from "google-protobuf/google/protobuf/empty_pb";
import assert from "node:assert/strict";
import { editCloud, readCloud } from "../../../offline/stand-in/cloud";
import type { Properties } from "../../../offline/stand-in/properties";
import { serveStandIns, type StandIns } from "../../../offline/stand-in/serve";
import { structOf, valuesOf } from "../../../offline/stand-in/messages";
import { account, newCloudFile, tokens, world } from "./harness";

/** The answer of a call. */
function answer<Response>(
  call: (done: (error: ServiceError | null, response: Response) => void) => unknown,
): Promise<Response> {
  return new Promise((resolve, reject) => {
    call((error, response) => {
      if (error === null) resolve(response);
      else reject(error);
    });
  });
}

describe("the stand-ins' servers", () => {
  const cloudFile = newCloudFile();
  const clients: ResourceProviderClient[] = [];
  let standIns: StandIns;

  before(async () => {
    standIns = await serveStandIns({ cloudFile, world });
  });
  after(() => {
    for (const client of clients) client.close();
    standIns.close();
  });

  /** A connection as the engine makes it for each provider of a program. */
  function connect(provider: "aws" | "github"): ResourceProviderClient {
    const port = new RegExp(`${provider}:(\\d+)`).exec(standIns.debugProviders)?.[1] ?? "";
    const options = { "grpc.use_local_subchannel_pool": 1 };
    const client = new ResourceProviderClient(`127.0.0.1:${port}`, credentials.createInsecure(), options);
    clients.push(client);
    return client;
  }

  const configure = (client: ResourceProviderClient, settings: Properties) =>
    answer<rpc.ConfigureResponse>((done) =>
      client.configure(new rpc.ConfigureRequest().setArgs(structOf(settings)), done),
    );

  const create = (client: ResourceProviderClient, type: string, inputs: Properties) =>
    answer<rpc.CreateResponse>((done) =>
      client.create(new rpc.CreateRequest().setType(type).setProperties(structOf(inputs)), done),
    );

  const region = async (client: ResourceProviderClient) => {
    const request = new rpc.InvokeRequest().setTok("aws:index/getRegion:getRegion").setArgs(structOf({}));
    return valuesOf((await answer<rpc.InvokeResponse>((done) => client.invoke(request, done))).getReturn()).region;
  };

  it("keep the settings of two providers apart", async () => {
    const [one, other] = [connect("aws"), connect("aws")];
    await configure(one, { region: "eu-west-1" });
    await configure(other, { region: "us-west-2" });
    assert.deepEqual([await region(one), await region(other)], ["eu-west-1", "us-west-2"]);
  });

  it("answer to configure what they can do", async () => {
    const response = await configure(connect("github"), { owner: "acme" });
    assert.deepEqual(response.toObject(), {
      acceptsecrets: false,
      supportspreview: true,
      acceptresources: false,
      acceptoutputs: false,
      supportsAutonamingConfiguration: true,
    });
  });

  it("refuse another account", async () => {
    await assert.rejects(configure(connect("aws"), { allowedAccountIds: '["999999999999"]' }), {
      details: `AWS account ID not allowed: ${account}`,
    });
  });

  it("refuse what comes before configure, and leave construct unimplemented", async () => {
    const client = connect("aws");
    await assert.rejects(create(client, tokens.bucket, { bucket: "x" }), {
      details: "the stand-in for aws is not configured",
    });
    await assert.rejects(
      answer((done) => client.construct(new rpc.ConstructRequest(), done)),
      { code: status.UNIMPLEMENTED },
    );
  });

  it("take the engine's proposed name in check", async () => {
    const client = connect("aws");
    await configure(client, {});
    const autonaming = new rpc.CheckRequest.AutonamingOptions().setProposedName("project-dev-site-1");
    const request = new rpc.CheckRequest().setType(tokens.bucket).setNews(structOf({})).setAutonaming(autonaming);
    const response = await answer<rpc.CheckResponse>((done) => client.check(request, done));
    assert.deepEqual(valuesOf(response.getInputs()), { bucket: "project-dev-site-1" });
  });

  it("tell the engine what a diff replaces, and leave out what it shall ignore", async () => {
    const client = connect("github");
    await configure(client, { owner: "acme" });
    const state = { repository: "site", variableName: "A", value: "1" };
    const request = new rpc.DiffRequest()
      .setType(tokens.variable)
      .setOlds(structOf(state))
      .setNews(structOf({ ...state, variableName: "B", value: "2" }));
    const { DIFF_SOME } = rpc.DiffResponse.DiffChanges;
    const { changes, diffsList, replacesList } = (
      await answer<rpc.DiffResponse>((done) => client.diff(request, done))
    ).toObject();
    assert.deepEqual([changes, diffsList, replacesList], [DIFF_SOME, ["value", "variableName"], ["variableName"]]);
    const ignoring = await answer<rpc.DiffResponse>((done) =>
      client.diff(request.setIgnorechangesList(["variableName"]), done),
    );
    assert.deepEqual(ignoring.getDiffsList(), ["value"]);
  });

  it("call it another provider when the region is another, and nothing else", async () => {
    const replaced = async (provider: "aws" | "github", olds: Properties, news: Properties) => {
      const client = connect(provider);
      const request = new rpc.DiffRequest().setOlds(structOf(olds)).setNews(structOf(news));
      return (await answer<rpc.DiffResponse>((done) => client.diffConfig(request, done))).getReplacesList();
    };
    assert.deepEqual(await replaced("aws", { region: "eu-west-1" }, { region: "us-east-1" }), ["region"]);
    assert.deepEqual(await replaced("aws", { region: "eu-west-1" }, { region: "eu-west-1", maxRetries: "3" }), []);
    assert.deepEqual(await replaced("github", { owner: "acme" }, { owner: "other" }), []);
    assert.deepEqual(await replaced("github", { owner: "acme", token: "a" }, { owner: "acme", token: "b" }), []);
  });

  it("report a failed update as one that happened in part, as the bridge does", async () => {
    const client = connect("github");
    await configure(client, { owner: "acme" });
    const inputs = structOf({ repository: "site", variableName: "GONE", value: "a" });
    const request = new rpc.UpdateRequest().setType(tokens.variable).setId("site:GONE").setOlds(inputs).setNews(inputs);
    const failed = answer<rpc.UpdateResponse>((done) => client.update(request, done));
    await assert.rejects(failed, (error: ServiceError) => {
      assert.match(String(error.metadata.get("grpc-status-details-bin")[0]), /ErrorResourceInitFailed[^]*GONE: 404/);
      return true;
    });
  });

  it("answer a read of what is gone with no id", async () => {
    const client = connect("aws");
    await configure(client, {});
    const response = await answer<rpc.ReadResponse>((done) =>
      client.read(new rpc.ReadRequest().setType(tokens.bucket).setId("gone"), done),
    );
    assert.equal(response.getId(), "");
  });

  it("end a delay on cancel, and serve what comes after", async () => {
    const client = connect("aws");
    await configure(client, {});
    editCloud(cloudFile, ({ faults }) => {
      faults.push({ type: tokens.bucket, operation: "create", message: "", times: 1, delaySeconds: 60 });
    });
    const slow = create(client, tokens.bucket, { bucket: "site" });
    const cancelled = assert.rejects(slow, { details: "context canceled" });
    while (readCloud(cloudFile).faults[0]?.times !== 0) await new Promise(setImmediate);
    await answer((done) => client.cancel(new Empty(), done));
    await cancelled;
    editCloud(cloudFile, ({ faults }) => {
      faults.push({ type: tokens.bucket, operation: "create", message: "", times: 1, delaySeconds: 0.01 });
    });
    assert.equal((await create(client, tokens.bucket, { bucket: "site" })).getId(), "site");
  });
});
