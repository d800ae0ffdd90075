import assert from "node:assert/strict";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import * as grpc from "@grpc/grpc-js";
import { runtime } from "@pulumi/pulumi";
import * as resourceService from "@pulumi/pulumi/proto/resource_grpc_pb";
import * as messages from "@pulumi/pulumi/proto/resource_pb";
import { programIn } from "../../offline/program";
import { prepareGrpc } from "../../offline/workspace";

const { ResourceMonitorClient, ResourceMonitorService } = resourceService as unknown as {
  ResourceMonitorClient: grpc.ServiceClientConstructor;
  ResourceMonitorService: grpc.ServiceDefinition;
};
const { grpcClientOptions } = runtime as unknown as { grpcClientOptions: grpc.ClientOptions };

/** A resource monitor, as the engine serves one, on a port. */
async function serve(port = 0): Promise<{ port: number; stop: () => void }> {
  const server = new grpc.Server();
  const supportsFeature: grpc.handleUnaryCall<unknown, unknown> = (_, answer) => {
    answer(null, new messages.SupportsFeatureResponse());
  };
  server.addService(ResourceMonitorService, { supportsFeature });
  const bound = await new Promise<number>((resolve, reject) => {
    server.bindAsync(`127.0.0.1:${port}`, grpc.ServerCredentials.createInsecure(), (error, at) => {
      if (error === null) resolve(at);
      else reject(error);
    });
  });
  return {
    port: bound,
    stop: () => {
      server.forceShutdown();
    },
  };
}

interface Asked {
  supportsFeature(request: object, then: (error: grpc.ServiceError | null) => void): void;
}

describe("gRPC of the program in this process", () => {
  const clients: grpc.Client[] = [];
  const client = (port: number): grpc.Client => {
    // With the options that Pulumi's own clients get.
    const made = new ResourceMonitorClient(`127.0.0.1:${port}`, grpc.credentials.createInsecure(), grpcClientOptions);
    clients.push(made);
    return made;
  };
  const ask = (one: grpc.Client): Promise<string> =>
    new Promise((resolve) => {
      const done = (error: grpc.ServiceError | null): void => {
        resolve(error === null ? "answered" : grpc.status[error.code]);
      };
      (one as unknown as Asked).supportsFeature(new messages.SupportsFeatureRequest(), done);
    });
  after(() => {
    for (const one of clients) one.close();
  });

  it("reaches an engine on a port where an earlier run lost its own", async () => {
    prepareGrpc();
    const first = await serve();
    const straggler = client(first.port);
    assert.equal(await ask(straggler), "answered");
    first.stop();
    assert.equal(await ask(straggler), "UNAVAILABLE");
    assert.equal(await ask(straggler), "UNAVAILABLE");
    const second = await serve(first.port);
    try {
      assert.equal(await ask(client(second.port)), "answered");
    } finally {
      second.stop();
    }
  });
});

describe("a program that lost the engine", () => {
  it("fails: the Automation API would take gRPC's own error for a program that declares nothing more", async () => {
    const folder = mkdtempSync(join(tmpdir(), "program-"));
    const error = `Object.assign(new Error("14 UNAVAILABLE: read ECONNRESET"), { code: ${grpc.status.UNAVAILABLE} })`;
    writeFileSync(join(folder, "index.ts"), `export = () => Promise.reject(${error});`);
    try {
      await assert.rejects(programIn(folder, join(folder, "index.ts")) as () => Promise<unknown>, (thrown: Error) => {
        assert.match(thrown.message, /lost the engine: 14 UNAVAILABLE: read ECONNRESET/);
        assert.ok(!("code" in thrown));
        return true;
      });
    } finally {
      rmSync(folder, { recursive: true });
    }
  });
});
