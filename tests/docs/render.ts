// Renders the Mermaid sources that it gets on stdin as a JSON list, and prints what became of each as one.
//
// A program of its own: Mermaid wants a browser's globals, and no other test shall see them.
import { readFileSync } from "node:fs";
import { JSDOM } from "jsdom";

/** What a reader would see: the texts of the drawing, or Mermaid's message where there is none. */
export type Rendered = { readonly texts: readonly string[] } | { readonly error: string };

const GLOBALS = [
  "window",
  "document",
  "Element",
  "SVGElement",
  "HTMLElement",
  "DOMParser",
  "XMLSerializer",
  "Node",
  "getComputedStyle",
  "CSSStyleSheet",
];
const CHARACTER = { width: 8, height: 16 };

async function render(sources: readonly string[]): Promise<Rendered[]> {
  const { window } = new JSDOM("<!doctype html><body></body>", { pretendToBeVisual: true });
  giveSizes(window);
  for (const name of GLOBALS) {
    Object.defineProperty(globalThis, name, { value: (window as unknown as Record<string, unknown>)[name] });
  }
  const { default: mermaid } = await import("mermaid");
  mermaid.initialize({ startOnLoad: false, htmlLabels: false, flowchart: { htmlLabels: false } });

  const rendered: Rendered[] = [];
  for (const [index, source] of sources.entries()) {
    try {
      const { svg } = await mermaid.render(`diagram-${index}`, source);
      const { document } = new JSDOM(svg).window;
      rendered.push({
        texts: [...document.querySelectorAll("text")].map((text) => decoded(text.textContent, document)),
      });
    } catch (error) {
      rendered.push({ error: (error as Error).message });
    }
  }
  return rendered;
}

/** Mermaid leaves entities in some texts of an SVG; in the HTML labels that readers get a browser resolves them. */
function decoded(text: string, document: Document): string {
  const area = document.createElement("textarea");
  area.innerHTML = text;
  return area.value;
}

/** jsdom lays nothing out; Mermaid asks how large its texts are. */
function giveSizes(window: JSDOM["window"]): void {
  const width = (element: Element): number => CHARACTER.width * element.textContent.length;
  Object.assign(window.SVGElement.prototype, {
    getBBox(this: Element) {
      return { x: 0, y: 0, width: width(this), height: CHARACTER.height };
    },
    getComputedTextLength(this: Element) {
      return width(this);
    },
  });
  Object.assign(window.CSSStyleSheet.prototype, { replaceSync: () => undefined });
}

void render(JSON.parse(readFileSync(0, "utf8")) as string[]).then((rendered) => {
  process.stdout.write(JSON.stringify(rendered));
});
