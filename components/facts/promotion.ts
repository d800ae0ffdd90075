import { join } from "node:path";

import type * as promotion from "../../lib/promotion";
import type { Settings } from "../policy/settings";

/**
 * What the environment comes after, in words, by the committed files; nothing where it is published at once.
 *
 * @param folder the project's; another one only in tests
 */
export function readPromotion(settings: Settings, folder = join(__dirname, "../..")): string {
  // Who is told of it waits for the YAML reader, which takes as long as half of the program's other start.
  if (settings.reviewers.length > 0) return settings.after;
  // eslint-disable-next-line @typescript-eslint/no-require-imports -- on demand; import() does not go through ts-node
  const { promotedFrom } = require("../../lib/promotion") as typeof promotion;
  return promotedFrom(folder, settings).join(" and ");
}
