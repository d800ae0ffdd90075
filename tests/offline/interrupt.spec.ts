import assert from "node:assert/strict";
import { setTimeout as wait } from "node:timers/promises";
import { Interrupt } from "../../offline/interrupt";

describe("an interrupt", () => {
  /** Like the Automation API: starts listening late, and never looks whether the signal is aborted. */
  const engine = async (signal: AbortSignal, startsAfterMs: number): Promise<number> => {
    let heard = 0;
    await wait(startsAfterMs);
    signal.addEventListener("abort", () => (heard += 1));
    await wait(100);
    return heard;
  };

  it("reaches the engine once", async () => {
    const interrupt = new Interrupt();
    const heard = interrupt.during((signal) => engine(signal, 0));
    await wait(10);
    interrupt.press();
    assert.equal(await heard, 1);
  });

  it("reaches the engine once for each press", async () => {
    const interrupt = new Interrupt();
    const heard = interrupt.during((signal) => engine(signal, 0));
    await wait(10);
    interrupt.press();
    interrupt.press();
    assert.equal(await heard, 2);
  });

  it("reaches an engine that is only being started", async () => {
    const interrupt = new Interrupt();
    const heard = interrupt.during((signal) => engine(signal, 50));
    interrupt.press();
    assert.equal(await heard, 1);
  });

  it("keeps the next operation from starting", async () => {
    const interrupt = new Interrupt();
    interrupt.press();
    assert.equal(interrupt.pressed, true);
    await assert.rejects(
      interrupt.during(() => assert.fail("it has started")),
      { name: "AbortError" },
    );
  });
});
