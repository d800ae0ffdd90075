/** A string of JSON, with the colon that makes it a key; or where an object begins or ends. */
const TOKEN = /("(?:[^"\\]|\\.)*")(\s*:)?|[{}]/g;

/** The keys that occur twice in one object of a JSON text, however they are escaped. */
export function duplicateKeys(json: string): string[] {
  const open: Set<string>[] = [];
  const twice: string[] = [];
  for (const [token, text, colon] of json.matchAll(TOKEN)) {
    if (token === "{") open.push(new Set());
    if (token === "}") open.pop();
    if (text === undefined || colon === undefined) continue;
    const key = JSON.parse(text) as string;
    const keys = open.at(-1);
    if (keys?.has(key) === true) twice.push(key);
    keys?.add(key);
  }
  return twice;
}
