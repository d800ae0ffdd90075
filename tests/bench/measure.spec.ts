import assert from "node:assert/strict";
import { interleaved, median, megabytes, ratioTarget, seconds } from "../../bench/measure";

describe("measuring", () => {
  it("takes the one in the middle, or what is between the two in the middle", () => {
    assert.equal(median([9, 1, 5]), 5);
    assert.equal(median([10, 1, 100, 2]), 6);
    assert.equal(median([7]), 7);
    assert.throws(() => median([]), new Error("expected at least one value"));
  });

  it("takes turns, and goes on with those that are to be repeated more often", async () => {
    const order: string[] = [];
    const measure = (thing: string): Promise<number> => Promise.resolve(order.push(thing));
    const measured = await interleaved(["a", "b", "c"], measure, (thing) => (thing === "b" ? 1 : 3));
    assert.deepEqual(order, ["a", "b", "c", "a", "c", "a", "c"]);
    assert.deepEqual(
      [...measured],
      [
        ["a", [1, 4, 6]],
        ["b", [2]],
        ["c", [3, 5, 7]],
      ],
    );
  });

  it("holds a ratio against its target, and says by how much it is missed", () => {
    const met = { what: "x", want: "at most 1.20", got: "1.20", met: true };
    assert.deepEqual(ratioTarget("x", 1.2, 1.2), met);
    assert.deepEqual(ratioTarget("x", 1.5, 1.2), { ...met, got: "1.50, too much by 0.30", met: false });
  });

  it("writes times and sizes as people read them", () => {
    assert.deepEqual([1234, 12_345].map(seconds), ["1.23 s", "12.3 s"]);
    assert.equal(megabytes(170_400_000), "170 MB");
  });
});
