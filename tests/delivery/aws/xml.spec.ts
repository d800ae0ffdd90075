import assert from "node:assert/strict";
import { type Client, loadClient } from "../../support/s3/client";

describe("delivery/lib/aws/xml.ts", () => {
  let client: Client;
  before(async () => {
    client = await loadClient();
  });

  it("reads elements and their text, as AWS writes them", () => {
    const root = client.parseXml(
      '<?xml version="1.0" encoding="UTF-8"?>\n<List xmlns="http://s3.amazonaws.com/doc/2006-03-01/">\n  <Key a:b=\'c\'>x</Key><Key>y</Key><Empty/><Also ></Also ><In><Key>z</Key></In>\n</List>\n',
    );
    assert.equal(root.name, "List");
    assert.deepEqual(
      client.childrenOf(root, "Key").map(({ text }) => text),
      ["x", "y"],
    );
    assert.deepEqual(
      [client.textOf(root, "Empty"), client.textOf(root, "Also"), client.textOf(root, "None")],
      ["", "", undefined],
    );
    assert.throws(() => client.textOf(root, "Key"), { message: /two Key in one List/ });
  });

  it("decodes entities once", () => {
    const root = client.parseXml("<a>&lt;b&gt; &amp;lt; &amp;#38; &quot;&apos; &#60;&#x1F600;&#13;</a>");
    assert.equal(root.text, "<b> &lt; &#38; \"' <\u{1f600}\r");
  });

  for (const wrong of [
    "",
    "text",
    "<a>",
    "</a>",
    "<a></b>",
    "<a></a></a>",
    "<a/><b/>",
    "<a/>text",
    "<a><b></a></b>",
    "<a b></a>",
    "<a b='<'/>",
    "</a/>",
    "<a>&nbsp;</a>",
    "<a>&lt</a>",
    "<a>& b;</a>",
    "<a>&#x110000;</a>",
    "<a>&constructor;</a>",
    "<!DOCTYPE a [<!ENTITY b 'c'>]><a>&b;</a>",
    "<a><![CDATA[b]]></a>",
    "<a><!-- b --></a>",
    "<a><?b c?></a>",
    "<a",
  ]) {
    it(`refuses ${wrong === "" ? "nothing" : wrong}`, () => {
      assert.throws(() => client.parseXml(wrong), { name: "DeliveryError", message: /^AWS answered with XML/ });
    });
  }

  it("reads a long list in little time", () => {
    const row = `<Contents><Key>${"a".repeat(900)}</Key><Size>1</Size></Contents>`;
    const start = process.cpuUsage();
    assert.equal(client.parseXml(`<L>${row.repeat(20_000)}</L>`).children.length, 20_000);
    assert.throws(() => client.parseXml(`<L ${"a='b' ".repeat(100_000)}`), { name: "DeliveryError" });
    assert.ok(process.cpuUsage(start).user < 5_000_000);
  });
});
