import assert from "node:assert/strict";
import { check } from "../../../offline/stand-in/check";
import { textOf, UNKNOWN } from "../../../offline/stand-in/properties";
import type { ResourceType } from "../../../offline/stand-in/resource-type";

const type: ResourceType = {
  token: "a:b/c:C",
  inputs: ["policy", "name", "size"],
  autonamed: { property: "name", maxLength: 12 },
  documents: ["policy"],
  replaceOn: [],
  check: ({ size }) => (size === 0 ? [{ property: "size", reason: "too small" }] : []),
  id: () => "",
};
const request = { name: "Site", olds: {}, news: { policy: "{}" } };

describe("check", () => {
  it("refuses an input that the type does not know", () => {
    const { failures } = check(type, { ...request, news: { policy: "{}", name: "x", nmae: "y" } });
    assert.deepEqual(failures, [{ property: "nmae", reason: "the stand-in knows no input nmae of a:b/c:C" }]);
  });

  it("refuses what the type refuses", () => {
    const { failures } = check(type, { ...request, news: { policy: "{", name: "x", size: 0 } });
    assert.deepEqual(
      failures.map(({ property }) => property),
      ["policy", "size"],
    );
  });

  it("turns a document into text, unknown where a part of it is", () => {
    const policyOf = (policy: object) => check(type, { ...request, news: { policy: { ...policy } } }).inputs.policy;
    assert.equal(policyOf({ Version: "1" }), '{"Version":"1"}');
    assert.equal(policyOf({ Statement: [{ Resource: UNKNOWN }] }), UNKNOWN);
  });

  const names: readonly [string, Partial<Parameters<typeof check>[1]>, string | RegExp | undefined][] = [
    ["given", { news: { policy: "{}", name: "mine" }, olds: { name: "old" }, autoname: "proposed" }, "mine"],
    ["kept", { olds: { name: "old" }, autoname: "proposed" }, "old"],
    ["proposed", { autoname: "proposed" }, "proposed"],
    ["made up", {}, /^site-[0-9a-f]{7}$/],
    ["forbidden to make up", { autoname: "disabled" }, undefined],
  ];
  for (const [title, change, wanted] of names) {
    it(`has a name that is ${title}`, () => {
      const { inputs, failures } = check(type, { ...request, ...change });
      if (wanted instanceof RegExp) assert.match(textOf(inputs, "name"), wanted);
      else assert.equal(inputs.name, wanted);
      assert.equal(failures.length, wanted === undefined ? 1 : 0);
    });
  }

  it("makes the same name up for the same seed", () => {
    const nameFor = (seed: number) => check(type, { ...request, randomSeed: Uint8Array.of(seed) }).inputs.name;
    assert.equal(nameFor(1), nameFor(1));
    assert.notEqual(nameFor(1), nameFor(2));
  });

  it("refuses a name that is too long, but not one that is unknown", () => {
    const failuresOf = (name: string) => check(type, { ...request, news: { policy: "{}", name } }).failures;
    assert.deepEqual(failuresOf("thirteenchars"), [
      { property: "name", reason: "expected length of name to be in the range (1 - 12), got thirteenchars" },
    ]);
    assert.deepEqual(failuresOf(UNKNOWN), []);
  });
});
