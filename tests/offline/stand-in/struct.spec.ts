import assert from "node:assert/strict";
import { Struct } from "google-protobuf/google/protobuf/struct_pb";
import { UNKNOWN } from "../../../offline/stand-in/properties";
import { decode, encode } from "../../../offline/stand-in/struct";

const signature = "4dabf18193072939515e22adb298388d";
const secret = (value: string) => ({ [signature]: "1b47061264138c4ac30d75fd1eb44270", value });

describe("a protocol struct", () => {
  it("comes out as it went in", () => {
    const values = { text: "a", number: 1.5, yes: true, nothing: null, list: [1, "b", { c: [] }], object: { d: {} } };
    assert.deepEqual(decode(encode(values)), { values, secrets: new Set() });
  });

  it("has its secrets in plain, and tells which properties they are in", () => {
    const { values, secrets } = decode(
      Struct.fromJavaScript({ a: secret("hush"), b: { deep: [secret("too")] }, c: "no" }),
    );
    assert.deepEqual(values, { a: "hush", b: { deep: ["too"] }, c: "no" });
    assert.deepEqual(secrets, new Set(["a", "b"]));
  });

  it("goes back with its secrets marked", () => {
    const struct = encode({ a: "hush", c: "no" }, new Set(["a"]));
    assert.deepEqual(struct.toJavaScript(), { a: secret("hush"), c: "no" });
  });

  it("has a resource as its id, unknown where it has none yet", () => {
    const resource = { [signature]: "5cf8f73096256a8f31e491e813e4eb8e", urn: "urn:x" };
    const struct = Struct.fromJavaScript({ old: { ...resource, id: "my-role" }, new: { ...resource, id: "" } });
    assert.deepEqual(decode(struct).values, { old: "my-role", new: UNKNOWN });
  });

  it("that is missing is empty", () => {
    assert.deepEqual(decode(undefined).values, {});
  });
});
