import assert from "node:assert/strict";
import type { Outcome } from "../../offline/engine-report";
import { Interrupt } from "../../offline/interrupt";
import { type Looks, type Watch, watched } from "../../offline/watched";

const OUTCOME: Outcome = { counts: {}, changed: [], done: { create: 2 }, warnings: ["nobody approves"] };

const broken = new Error("broken");
const fail = (): never => {
  throw broken;
};

/** What is printed of an up in which the engine prints a line and then does this, and how it ends. */
async function shown(
  end: () => Outcome,
  looks: Partial<Looks> = {},
  interrupt = new Interrupt(),
  done: Outcome["done"] = { create: 1 },
): Promise<{ text: string; outcome: unknown }> {
  let text = "";
  const up = ({ print, step }: Watch): Promise<Outcome> => {
    print?.("the engine's own\n");
    if (end === fail) print?.('Outputs:\n    siteUrl: "x"\n\nResources:\n    + 1 created\n');
    step?.(done);
    return Promise.resolve().then(end);
  };
  const print = (more: string): void => void (text += more);
  const all: Looks = { print, verbose: false, terminal: false, ...looks };
  const outcome: unknown = await watched("dev", up, all, interrupt).catch((error: unknown) => error);
  return { text: text.replace(/\d+\.\d s/, "0.0 s"), outcome };
}

describe("what is shown of an operation", () => {
  it("is one line and the warnings, not what the engine prints", async () => {
    const { text, outcome } = await shown(() => OUTCOME);
    assert.equal(text, "dev  2 resources created in 0.0 s\n  warning: nobody approves\n");
    assert.equal(outcome, OUTCOME);
  });

  it("is all that the engine prints where it is asked for", async () => {
    assert.equal((await shown(() => OUTCOME, { verbose: true })).text, "the engine's own\n");
  });

  it("is all that the engine printed but the outputs where it fails with something done", async () => {
    const { text, outcome } = await shown(fail);
    assert.equal(text, "dev  failed in 0.0 s\nthe engine's own\nResources:\n    + 1 created\n");
    assert.equal(outcome, broken);
  });

  it("is no more than that it failed where nothing was done", async () => {
    assert.equal((await shown(fail, {}, new Interrupt(), {})).text, "dev  failed in 0.0 s\n");
  });

  it("is no more than that it ended where the user has stopped it", async () => {
    const interrupt = new Interrupt();
    interrupt.press();
    assert.equal((await shown(fail, {}, interrupt)).text, "dev  failed in 0.0 s\n");
  });
});
