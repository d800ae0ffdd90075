// How long browsers and CloudFront keep a file.

/**
 * The header Cache-Control. What is immutable stays for a year. Everything else browsers ask for again each time, while
 * CloudFront keeps it for a day, or until a release invalidates it.
 */
export function cacheControl(immutable: boolean): string {
  return immutable ? "public, max-age=31536000, immutable" : "public, max-age=0, s-maxage=86400, must-revalidate";
}
