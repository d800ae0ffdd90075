import assert from "node:assert/strict";

import { requestOf, viewerRequest } from "../../../offline/site/viewer-request";

function run(body: string) {
  const code = `function handler(event) { const request = event.request; ${body}; return request; }`;
  return viewerRequest(code)(requestOf("/x?a=1", "example.com"));
}

describe("a viewer's request, as CloudFront would run its function,", () => {
  it("is turned into what the function returns", () => {
    assert.equal((run("request.uri += 'y'") as { uri: string }).uri, "/xy");
  });

  for (const name of [
    "URL",
    "Buffer",
    "setTimeout",
    "setInterval",
    "require",
    "process",
    "console",
    "fetch",
    "module",
  ]) {
    it(`knows no ${name}`, () => {
      assert.throws(() => run(name), { name: "ReferenceError", message: `${name} is not defined` });
    });
  }

  for (const [what, body] of [
    ["a variable that nobody declared", "undeclared = 1"],
    ["an object of the language", "Object.keys = 1"],
    ["what all objects share", "Object.prototype.shared = 1"],
    ["what all texts share", "String.prototype.replace = 1"],
    ["what all lists share", "Array.prototype.push = 1"],
  ] as const) {
    it(`is strict: ${what} cannot be set`, () => {
      assert.throws(() => run(body), /undeclared is not defined|Cannot assign|Cannot add property/);
    });
  }

  it("runs no text as code", () => {
    for (const body of ["eval('1')", "Function('return 1')()"]) assert.throws(() => run(body), { name: "EvalError" });
  });
});
