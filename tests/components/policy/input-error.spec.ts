import assert from "node:assert/strict";
import { InputError } from "../../../components/policy/input-error";

describe("input that cannot be used", () => {
  const problems = (count: number, message = "x") =>
    Array.from({ length: count }, (_, key) => ({ key: `k${key}`, message }));

  it("is named line by line", () => {
    assert.equal(new InputError("Wrong:", problems(2)).message, "Wrong:\n  k0: x\n  k1: x");
    assert.equal(new InputError("Wrong:", problems(20)).message.split("\n").length, 21);
  });

  it("is not named to its end where there is no end", () => {
    const { message } = new InputError("Wrong:", problems(5000, "x".repeat(100_000)));
    assert.match(message, /\n {2}and 4980 more$/);
    assert.ok(message.length < 25_000);
  });
});
