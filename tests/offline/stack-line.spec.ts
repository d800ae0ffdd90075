import assert from "node:assert/strict";
import { StackLine } from "../../offline/stack-line";

describe("the line of a stack while the engine works on it", () => {
  /** What has been printed, with every time as 0.0. */
  function printed(terminal: boolean, use: (line: StackLine) => void): string {
    let text = "";
    use(new StackLine("dev", (more) => (text += more), terminal));
    return text.replace(/\d+\.\d s/g, "0.0 s");
  }

  it("counts in place on a terminal", () => {
    const text = printed(true, (line) => {
      line.step({ create: 1, same: 1 });
      line.end({ create: 2, same: 1 });
    });
    assert.deepEqual(text.split("\r\u001b[K"), [
      "",
      "dev  0 resources, 0.0 s ...",
      "dev  2 resources, 0.0 s ...",
      "dev  2 resources created, 1 unchanged in 0.0 s\n",
    ]);
  });

  it("is printed at its end elsewhere", () => {
    const text = printed(false, (line) => {
      line.step({ create: 1 });
      line.end({ same: 30, refresh: 9 });
    });
    assert.equal(text, "dev  39 resources unchanged in 0.0 s\n");
  });

  it("says what happened before what did not, and that it failed", () => {
    assert.equal(
      printed(false, (line) => {
        line.end({ same: 3, update: 1, "create-replacement": 2 });
      }),
      "dev  1 resource updated, 2 replaced, 3 unchanged in 0.0 s\n",
    );
    assert.equal(
      printed(false, (line) => {
        line.end(undefined);
      }),
      "dev  failed in 0.0 s\n",
    );
  });
});
