import { formatted } from "../commands/docs/blocks";
import { UserError } from "../lib/user-error";

const BLOCK = /(<!-- benchmark -->\n)[\s\S]*?(<!-- \/benchmark -->)/g;

/** @throws {UserError} for a page without exactly one place for the benchmark. */
export function checkPage(page: string, file: string): void {
  const places = page.match(BLOCK)?.length ?? 0;
  if (places === 1) return;
  const want = "expected one, between <!-- benchmark --> and <!-- /benchmark --> on lines of their own";
  throw new UserError(`--write ${file}: it has ${places} places for the benchmark; ${want}`);
}

/** The page with this text in the benchmark's place, formatted as the repository's pages are. */
export function withBenchmark(page: string, text: string, file: string): Promise<string> {
  checkPage(page, file);
  const written = page.replace(BLOCK, (_, start: string, end: string) => `${start}\n${text}\n\n${end}`);
  return formatted(written, file);
}
