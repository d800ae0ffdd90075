import { getEventListeners } from "node:events";

/** How long to wait for a starting process to listen. */
const retryMs = 20;

/**
 * The user's wish to stop, passed on to whatever is running.
 *
 * The Automation API sends the engine a SIGINT for each `abort` event. The first one makes it finish what it has begun
 * and keep a complete state, the second one makes it give up: each press is passed on exactly once.
 */
export class Interrupt {
  #pressed = false;
  #passOn: () => void = () => undefined;

  get pressed(): boolean {
    return this.#pressed;
  }

  press(): void {
    this.#pressed = true;
    this.#passOn();
  }

  /**
   * Runs something that stops at the signal.
   *
   * @throws An AbortError if the user has already asked to stop.
   */
  async during<T>(operation: (signal: AbortSignal) => Promise<T>): Promise<T> {
    const controller = new AbortController();
    const { signal } = controller;
    let running = true;
    const passOn = (): void => {
      const heard = getEventListeners(signal, "abort").length > 0;
      if (!signal.aborted) controller.abort();
      else if (heard) signal.dispatchEvent(new Event("abort"));
      // The Automation API listens once the engine's process is there, and does not look at an earlier abort.
      if (!heard && running) setTimeout(passOn, retryMs);
    };
    this.#passOn = passOn;
    if (this.#pressed) controller.abort();
    signal.throwIfAborted();
    try {
      return await operation(signal);
    } finally {
      running = false;
      this.#passOn = () => undefined;
    }
  }
}
