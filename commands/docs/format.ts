import { format, resolveConfig } from "prettier";

/** A page as `npm run format` leaves it. */
export async function formatted(text: string, path: string): Promise<string> {
  return format(text, { ...(await resolveConfig(path, { editorconfig: true })), filepath: path });
}
