import { spawn } from "node:child_process";
import type { Readable, Writable } from "node:stream";

export type Answer = Readonly<Record<string, unknown>>;

/** An event from the browser. */
export interface Event {
  readonly method: string;
  readonly params: object;
  /** The page that it is about. */
  readonly sessionId?: string;
}

interface Message extends Partial<Event> {
  readonly id?: number;
  readonly result?: Answer;
  readonly error?: { readonly message: string };
}

interface Waiting {
  readonly resolve: (answer: Answer) => void;
  readonly reject: (error: Error) => void;
}

/** A browser that speaks the DevTools protocol: https://chromedevtools.github.io/devtools-protocol/ */
export interface Pipe {
  /** @throws Error if the browser refuses, or is gone. */
  send(method: string, params?: object, sessionId?: string): Promise<Answer>;
  /** @returns a function that ends it. */
  listen(listener: (event: Event) => void): () => void;
  /** Ends the browser. */
  close(): Promise<void>;
}

/** Starts a browser with `--remote-debugging-pipe`: JSON with a NUL after each, in on descriptor 3, out on 4. */
export function openPipe(command: string, args: readonly string[]): Pipe {
  const child = spawn(command, args, { stdio: ["ignore", "ignore", "pipe", "pipe", "pipe"] });
  const [, , errors, input, output] = child.stdio as unknown as [null, null, Readable, Writable, Readable];
  const waiting = new Map<number, Waiting>();
  const listeners = new Set<(event: Event) => void>();
  let [id, rest, printed] = [0, "", ""];
  let gone: Error | undefined;

  const give = (text: string): void => {
    const { id: answered = 0, result = {}, error, method, ...event } = JSON.parse(text) as Message;
    if (method !== undefined) for (const listener of listeners) listener({ method, params: {}, ...event });
    const asked = waiting.get(answered);
    waiting.delete(answered);
    if (error === undefined) asked?.resolve(result);
    else asked?.reject(new Error(error.message));
  };
  output.setEncoding("utf8").on("data", (text: string) => {
    const messages = (rest + text).split("\0");
    rest = messages.pop() ?? "";
    messages.forEach(give);
  });
  errors.setEncoding("utf8").on("data", (text: string) => (printed += text));
  // The browser may be gone while something is written to it: its end is reported below.
  input.on("error", () => undefined);
  const ended = new Promise<void>((resolve) => {
    const end = (why: string): void => {
      gone = new Error(`${command} ${why}\n${printed}`);
      for (const { reject } of waiting.values()) reject(gone);
      resolve();
    };
    child.once("error", ({ message }) => {
      end(message);
    });
    child.once("close", (code) => {
      end(`has ended with ${code}`);
    });
  });

  const send: Pipe["send"] = (method, params = {}, sessionId) =>
    new Promise((resolve, reject) => {
      if (gone !== undefined) {
        reject(gone);
        return;
      }
      waiting.set(++id, { resolve, reject });
      input.write(`${JSON.stringify({ id, method, params, sessionId })}\0`);
    });
  return {
    send,
    listen: (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    close: async () => {
      send("Browser.close").catch(() => undefined);
      await ended;
    },
  };
}
