// Previews the stack dev of the project in a folder, in a process that has run no program yet, and prints how many
// resources the program registered and how long it took for them. The first one is the stack itself, which the engine's
// Automation API registers just before it loads the program.
import { ResourceMonitorClient } from "@pulumi/pulumi/proto/resource_grpc_pb";
import { findEngine } from "../../engine/find";
import { Interrupt } from "../../offline/interrupt";
import { withSession } from "../../offline/session";

/** What a start of a program was like. */
export interface Start {
  readonly resources: number;
  readonly ms: number;
}

interface Client {
  registerResource: (...args: unknown[]) => unknown;
}

async function run(project: string): Promise<Start> {
  const registered: number[] = [];
  const client = ResourceMonitorClient.prototype as unknown as Client;
  const { registerResource } = client;
  client.registerResource = function (...args) {
    registered.push(performance.now());
    return registerResource.apply(this, args);
  };
  const interrupt = new Interrupt();
  process.on("SIGTERM", () => {
    interrupt.press();
  });
  const engine = await findEngine({ say: console.error });
  await withSession({ engine, project, interrupt }, (session) => session.on("dev").preview());
  return { resources: registered.length, ms: (registered.at(-1) ?? NaN) - (registered[0] ?? NaN) };
}

void run(process.argv[2] ?? "").then((start) => {
  console.log(JSON.stringify(start));
});
