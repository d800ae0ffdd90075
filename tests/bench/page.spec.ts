import assert from "node:assert/strict";
import { join } from "node:path";
import { withBenchmark } from "../../bench/page";
import { UserError } from "../../lib/user-error";
import { ROOT } from "../support/program";

const file = join(ROOT, "docs/benchmark.md");
const place = "<!-- benchmark -->\n\nold\n\n<!-- /benchmark -->\n";

describe("the benchmark's place in a page", () => {
  it("gets the tables as prettier formats them, and nothing else is touched", async () => {
    assert.equal(
      await withBenchmark(`before $&\n\n${place}\nafter\n`, "| a | b |\n| - | - |\n| long $1 | 2 |", file),
      "before $&\n\n<!-- benchmark -->\n\n| a       | b   |\n| ------- | --- |\n| long $1 | 2   |\n\n<!-- /benchmark -->\n\nafter\n",
    );
  });

  it("must be there, once", () => {
    const wanted = (places: number) =>
      new UserError(
        `--write x.md: it has ${places} places for the benchmark; expected one, between <!-- benchmark --> and <!-- /benchmark --> on lines of their own`,
      );
    for (const [page, places] of [
      ["nothing", 0],
      ["<!-- benchmark -->\n", 0],
      [place + place, 2],
    ] as const) {
      assert.throws(() => withBenchmark(page, "", "x.md"), wanted(places));
    }
  });
});
