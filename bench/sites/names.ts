/** The names of so many sites, and of their repositories: site-001, site-002, ... */
export function siteNames(count: number): string[] {
  return Array.from({ length: count }, (_, index) => `site-${String(index + 1).padStart(3, "0")}`);
}
