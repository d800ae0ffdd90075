import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { join } from "node:path";
import { fencesOf, pages, textOf } from "../support/markdown";
import { labelsOf } from "./labels";
import type { Rendered } from "./render";

const diagrams = pages().flatMap((page) =>
  fencesOf(textOf(page))
    .filter(({ info }) => info === "mermaid")
    .map(({ content, line }) => ({ place: `${page}:${line}`, source: content })),
);

const FLOWCHART = `flowchart LR
  a(["Two #quot;words#quot;"]) -->|"1 label<br>of an arrow"| b[plain text]
  subgraph s ["A group"]
    c[("AVERYLONGNAMETHATDOESNOTFITONASINGLELINE")] --> d{{"six"}}
    d -.->|maybe| e{or not}
  end
`;
const SEQUENCE = `sequenceDiagram
  participant A as First party
  A->>B: Hello (you): there
  B-->>A: Answer
  Note over A,B: A note
  alt all is well
    A->>A: Think
  else it is not
    A-)B: Fire
  end
`;
const WRONG = "flowchart LR\n  a --> --> b\n";

describe("a diagram", () => {
  const drawings = new Map<string, Rendered>();
  before(() => {
    const sources = [WRONG, FLOWCHART, SEQUENCE, ...diagrams.map(({ source }) => source)];
    rendered(sources).forEach((drawing, index) => drawings.set(sources[index] ?? "", drawing));
  });

  /** What is wrong with a drawing; undefined where a reader sees all of it. */
  function faultOf(source: string, drawing = drawings.get(source)): string | undefined {
    assert.ok(drawing);
    if ("error" in drawing) return drawing.error;
    // A label is broken into lines, and a line into words, each a piece of the drawing.
    const joined = (text: string): string => text.replace(/\s/g, "");
    const texts = drawing.texts.map(joined);
    const missing = labelsOf(source).filter((label) => !texts.some((text) => text.includes(joined(label))));
    return missing.length === 0 ? undefined : `the drawing lacks ${missing.join(" and ")}`;
  }

  for (const { place, source } of diagrams) {
    it(`is drawn: ${place}`, () => {
      const fault = faultOf(source);
      assert.equal(fault, undefined, `${place}: ${String(fault)}`);
    });
  }

  it("has all its labels in the drawing", () => {
    assert.deepEqual(labelsOf(FLOWCHART), [
      'Two "words"',
      "1 label of an arrow",
      "A group",
      "AVERYLONGNAMETHATDOESNOTFITONASINGLELINE",
      "six",
      "plain text",
      "maybe",
      "or not",
    ]);
    assert.deepEqual(labelsOf(SEQUENCE), [
      "First party",
      "Hello (you): there",
      "Answer",
      "A note",
      "Think",
      "Fire",
      "all is well",
      "it is not",
    ]);
    assert.equal(faultOf(FLOWCHART), undefined);
    assert.equal(faultOf(SEQUENCE), undefined);
    assert.equal(faultOf('flowchart LR\n  a["x y"]', { texts: ["x"] }), "the drawing lacks x y");
  });

  it("fails with Mermaid's message where its syntax is wrong", () => {
    assert.match(faultOf(WRONG) ?? "", /Parse error on line 2:/);
  });

  it("is of a kind whose labels are known", () => {
    assert.throws(() => labelsOf("pie\n"), /expected one of flowchart, sequenceDiagram; got pie/);
  });
});

function rendered(sources: readonly string[]): Rendered[] {
  const renderer = ["-r", "ts-node/register", join(__dirname, "render.ts")];
  const input = JSON.stringify(sources);
  const output = execFileSync(process.execPath, renderer, { input, encoding: "utf8", maxBuffer: Infinity });
  return JSON.parse(output) as Rendered[];
}
