import { createServer, type RequestListener } from "node:http";
import type { AddressInfo } from "node:net";

/** Where nobody listens: the port is none that the system gives to a server. */
export const NOWHERE = "http://127.0.0.1:2";

/** A server on this machine for the time of `use`, which gets its address. */
export async function withServer<T>(listener: RequestListener, use: (url: string) => Promise<T>): Promise<T> {
  const server = createServer(listener);
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  try {
    return await use(`http://127.0.0.1:${(server.address() as AddressInfo).port}`);
  } finally {
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
  }
}
