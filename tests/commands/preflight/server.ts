// A local HTTP server for the time of a test suite.
import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { text } from "node:stream/consumers";

export interface Request {
  readonly method: string;
  readonly url: URL;
  readonly headers: IncomingMessage["headers"];
  readonly body: string;
}

export interface Answer {
  readonly status: number;
  readonly body: string;
  readonly headers?: Readonly<Record<string, string>>;
}

/** Undefined means that the server never answers. */
export type Behaviour = (request: Request) => Answer | undefined;

export interface Server {
  readonly url: string;
  readonly close: () => Promise<void>;
}

export async function serve(behaviour: () => Behaviour): Promise<Server> {
  const server = createServer((incoming, response) => void handle(incoming, response, behaviour()));
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    close: async () => {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

async function handle(incoming: IncomingMessage, response: ServerResponse, behaviour: Behaviour): Promise<void> {
  const { method = "", url = "", headers } = incoming;
  const answer = behaviour({ method, url: new URL(url, "http://server"), headers, body: await text(incoming) });
  if (answer === undefined) return;
  response.writeHead(answer.status, answer.headers);
  response.end(answer.body);
}
