import type { Routing } from "./addresses.ts";
import { DeliveryError } from "./actions.ts";
import { readStackFile } from "./stack-file.ts";

const ROUTINGS: readonly Routing[] = ["files", "folders", "html", "app"];

/**
 * The setting `routing` of a stack's committed file; folders if it is not set.
 *
 * @throws DeliveryError if the file cannot be read, or holds none of the four words.
 */
export function readRouting(path: string): Routing {
  const { file, value } = readStackFile(path);
  const said = value("routing") ?? "folders";
  const routing = ROUTINGS.find((one) => one === said);
  if (routing !== undefined) return routing;
  throw new DeliveryError(`${file}: routing: got ${JSON.stringify(said)}; expected one of ${ROUTINGS.join(", ")}`);
}
