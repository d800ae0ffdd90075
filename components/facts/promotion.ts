import { join } from "node:path";

import type * as promotion from "../../lib/promotion";
import type { Settings } from "../policy/settings";

/**
 * The environments that this one is promoted from, in words, by the committed files; empty if it is published at once.
 *
 * @param folder the project's folder; tests pass another
 */
export function readPromotion(settings: Settings, folder = join(__dirname, "../..")): string {
  // Loads the YAML reader only if needed: that takes half as long as the rest of the program's start.
  if (settings.reviewers.length > 0) return settings.after;
  // eslint-disable-next-line @typescript-eslint/no-require-imports -- on demand; import() does not go through ts-node
  const { promotedFrom } = require("../../lib/promotion") as typeof promotion;
  return promotedFrom(folder, settings).join(" and ");
}
