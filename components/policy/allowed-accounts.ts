import { InputError, shown } from "./input-error";

/**
 * The accounts that `aws:allowedAccountIds` names: a list, which may also be the JSON text of one.
 *
 * @throws InputError where it is something else. YAML takes a number without quotation marks for one, and a zero in
 *   front away with it.
 */
export function allowedAccounts(value: unknown): readonly string[] {
  const list = typeof value === "string" ? parsed(value) : (value ?? []);
  const ids = Array.isArray(list) ? list.map(String) : [];
  if (Array.isArray(list) && ids.every((id) => /^\d{12}$/.test(id))) return ids;
  throw new InputError("The AWS provider's settings cannot be used:", [
    {
      key: "aws:allowedAccountIds",
      message: `got ${shown(list)}; want account numbers of 12 digits, each in quotation marks: ["012345678901"]`,
    },
  ]);
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}
