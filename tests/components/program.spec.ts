import assert from "node:assert/strict";

import * as pulumi from "@pulumi/pulumi";

import { InputError } from "../../components/policy/input-error";
import { program } from "../../components/program";

describe("an entry", () => {
  it("returns the outputs", async () => {
    assert.deepEqual(await program(() => Promise.resolve({ url: "x" }))(), { url: "x" });
  });

  it("ends with the message alone where the input cannot be used", async () => {
    const wrong = new InputError("Wrong:", [{ key: "branch", message: "got nothing" }]);
    await assert.rejects(
      program(() => Promise.reject(wrong)),
      (error) => {
        return pulumi.RunError.isInstance(error) && error.message === "Wrong:\n  branch: got nothing";
      },
    );
  });

  it("leaves every other error as it is, stack trace and all", async () => {
    const defect = new TypeError("defect");
    await assert.rejects(
      program(() => Promise.reject(defect)),
      (error) => error === defect,
    );
  });
});
