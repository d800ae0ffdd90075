// Reads the little XML that S3 and CloudFront answer: elements and text. Anything else is refused.
import { DeliveryError } from "../actions.ts";

/** An element. Its attributes, which are namespaces, are left out. */
export interface Element {
  readonly name: string;
  /** Between its tags, without its children, entities decoded. */
  readonly text: string;
  readonly children: readonly Element[];
}

interface Open {
  readonly name: string;
  text: string;
  readonly children: Element[];
}

const NAME = "[A-Za-z_][\\w:.-]*";
const TOKEN = new RegExp(
  `<(?<close>/?)(?<name>${NAME})(?:\\s+${NAME}\\s*=\\s*(?:"[^"<]*"|'[^'<]*'))*\\s*(?<empty>/?)>|(?<text>[^<]+)`,
  "y",
);
const DECLARATION = /^\uFEFF?<\?xml\s[^<>]*\?>/;
const ENTITIES: Readonly<Record<string, string>> = { lt: "<", gt: ">", amp: "&", quot: '"', apos: "'" };

/**
 * The root element of a document.
 *
 * @throws DeliveryError if it is not well-formed, or has a document type, CDATA, a comment or an unknown entity.
 */
export function parseXml(document: string): Element {
  const token = new RegExp(TOKEN);
  token.lastIndex = DECLARATION.exec(document)?.[0].length ?? 0;
  const top: Open = { name: "", text: "", children: [] };
  const path: Open[] = [top];
  while (token.lastIndex < document.length) {
    const start = token.lastIndex;
    const { close, name = "", empty, text } = token.exec(document)?.groups ?? {};
    const parent = path.at(-1) ?? top;
    if (text !== undefined) parent.text += decoded(text);
    else if (name === "" || (close === "/" && (empty === "/" || path.length === 1 || parent.name !== name))) {
      throw malformed(`at character ${start}`);
    } else if (close === "/") path.pop();
    else {
      const element: Open = { name, text: "", children: [] };
      parent.children.push(element);
      if (empty !== "/") path.push(element);
    }
  }
  const [root, ...others] = top.children;
  if (root === undefined || others.length > 0 || path.length > 1 || top.text.trim() !== "") {
    throw malformed("at its end; expected one whole element");
  }
  return root;
}

/** The children of that name. */
export function childrenOf(element: Element, name: string): Element[] {
  return element.children.filter((child) => child.name === name);
}

/** The text of the only child of that name, or undefined if there is none. */
export function textOf(element: Element, name: string): string | undefined {
  const [child, another] = childrenOf(element, name);
  if (another !== undefined) throw malformed(`with two ${name} in one ${element.name}; expected one`);
  return child?.text;
}

/** Decodes an entity once: `&amp;lt;` is `&lt;`. */
function decoded(text: string): string {
  return text.replaceAll(/&([^;&]*);?/g, (entity, name: string) => {
    const [, hex, decimal] = /^#(?:x([\da-fA-F]{1,6})|(\d{1,7}))$/.exec(name) ?? [];
    const code = hex === undefined ? Number(decimal) : Number.parseInt(hex, 16);
    const known = Object.hasOwn(ENTITIES, name) ? ENTITIES[name] : undefined;
    const character = known ?? (code <= 0x10ffff ? String.fromCodePoint(code) : undefined);
    if (character === undefined || !entity.endsWith(";")) throw malformed(`with the entity ${entity.slice(0, 20)}`);
    return character;
  });
}

function malformed(where: string): DeliveryError {
  return new DeliveryError(`AWS answered with XML that is not understood, ${where}`);
}
