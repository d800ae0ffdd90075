import { createServer, type IncomingMessage } from "node:http";
import type { AddressInfo } from "node:net";
import type { Answer } from "../s3/answer";

/** Answers a request; if it throws, the connection is cut. */
export type Answering = (message: IncomingMessage) => Answer | Promise<Answer>;

export interface Listening {
  readonly port: number;
  close(): Promise<void>;
}

/** Serves on this machine alone. @throws Error with the code EADDRINUSE for a port that is taken; 0 is any that is free. */
export async function listen(answering: Answering, port = 0): Promise<Listening> {
  const server = createServer((message, response) => {
    const answer = async (): Promise<void> => {
      const { status, headers, body } = await answering(message);
      response.writeHead(status, headers).end(message.method === "HEAD" ? undefined : body);
    };
    answer().catch(() => message.socket.destroy());
  });
  await new Promise<void>((resolve, reject) => {
    server.once("error", reject).listen(port, "127.0.0.1", resolve);
  });
  const close = async (): Promise<void> => {
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
  };
  return { port: (server.address() as AddressInfo).port, close };
}
