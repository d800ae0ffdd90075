import assert from "node:assert/strict";
import { diff, inputsFor } from "../../../offline/stand-in/diff";
import { type Properties, textOf, UNKNOWN } from "../../../offline/stand-in/properties";
import type { ResourceType } from "../../../offline/stand-in/resource-type";

const type: ResourceType = {
  token: "a:b/c:C",
  inputs: ["url", "policy", "size", "tags", "thumbprints"],
  documents: ["policy"],
  defaults: { size: 3600 },
  replaceOn: ["url"],
  normalize: (inputs) => ({ ...inputs, url: textOf(inputs, "url").replace("https://", "") }),
  decided: { thumbprints: () => [] },
  id: () => "",
};
const state: Properties = { url: "a.b", size: 3600, thumbprints: ["1"], arn: "arn:x" };

describe("diff", () => {
  const equal: readonly [string, Properties, Properties][] = [
    ["the cloud's own spelling", state, { url: "https://a.b" }],
    ["a default that is left out", state, { url: "a.b" }],
    ["a default that is given", { url: "a.b" }, { url: "a.b", size: 3600 }],
    ["what the cloud decides, left out", state, { url: "a.b" }],
    ["empty tags", { ...state, tags: {} }, { url: "a.b" }],
    [
      "a document in another order",
      { ...state, policy: '{"a":1,"b":[2]}' },
      { url: "a.b", policy: '{"b": [2], "a": 1}' },
    ],
    ["keys in another order", { ...state, tags: { a: "1", b: "2" } }, { url: "a.b", tags: { b: "2", a: "1" } }],
  ];
  for (const [title, held, inputs] of equal) {
    it(`sees no change in ${title}`, () => {
      assert.deepEqual(diff(type, held, inputs), []);
    });
  }

  const changed: readonly [string, Properties, Properties, string, string, boolean][] = [
    ["a changed input", state, { url: "a.b", size: 7200 }, "size", "UPDATE", false],
    ["a change that needs a new resource", state, { url: "c.d" }, "url", "UPDATE", true],
    ["an unknown input", state, { url: UNKNOWN }, "url", "UPDATE", true],
    ["an added input", state, { url: "a.b", tags: { a: "1" } }, "tags", "ADD", false],
    ["a removed input", { ...state, tags: { a: "1" } }, { url: "a.b" }, "tags", "DELETE", false],
    ["a default that has drifted", { ...state, size: 7200 }, { url: "a.b" }, "size", "UPDATE", false],
    ["what the cloud decides, given", state, { url: "a.b", thumbprints: ["2"] }, "thumbprints", "UPDATE", false],
    [
      "a document of another meaning",
      { ...state, policy: '{"a":1}' },
      { url: "a.b", policy: '{"a":2}' },
      "policy",
      "UPDATE",
      false,
    ],
    ["a longer list", { ...state, tags: ["a"] }, { url: "a.b", tags: ["a", "b"] }, "tags", "UPDATE", false],
  ];
  for (const [title, held, inputs, property, kind, replace] of changed) {
    it(`sees ${title}`, () => {
      assert.deepEqual(diff(type, held, inputs), [{ property, kind, replace }]);
    });
  }
});

describe("the inputs for what a cloud holds", () => {
  it("leave out, for an import, what the cloud would hold by itself, and outputs", () => {
    assert.deepEqual(inputsFor(type, { ...state, tags: { a: "1" } }, {}), { url: "a.b", tags: { a: "1" } });
  });

  it("stay as the program gave them where nothing has drifted", () => {
    const given = { url: "https://a.b", size: 3600, policy: '{"b":2,"a":1}' };
    assert.deepEqual(inputsFor(type, { ...state, policy: '{"a":1,"b":2}' }, given), given);
  });

  it("show what was changed, added and removed by hand", () => {
    const given = { url: "a.b", size: 3600, policy: "{}" };
    assert.deepEqual(inputsFor(type, { url: "a.b", size: 7200, tags: { x: "y" } }, given), {
      url: "a.b",
      size: 7200,
      tags: { x: "y" },
    });
  });
});
