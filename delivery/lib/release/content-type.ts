// The Content-Type and Content-Encoding of a file. The site's headers say nosniff: a wrong type stays wrong.

/** Headers of a file that follow from what it is. */
export interface ContentHeaders {
  readonly type: string;
  readonly encoding?: "br" | "gzip";
}

/** Text is UTF-8. XML and JSON say so themselves. */
const TEXT = "; charset=utf-8";

/** Types and their extensions. The spec compares them with npm's mime-db, and names what that lacks. */
const EXTENSIONS: Readonly<Record<string, string>> = {
  "application/atom+xml": "atom",
  "application/dash+xml": "mpd",
  "application/epub+zip": "epub",
  "application/geo+json": "geojson",
  "application/gpx+xml": "gpx",
  "application/gzip": "gz tgz",
  "application/json": "json map",
  "application/ld+json": "jsonld",
  "application/manifest+json": "webmanifest",
  "application/msword": "doc",
  "application/octet-stream": "data dmg exe iso",
  "application/pdf": "pdf",
  "application/pgp-keys": "asc",
  "application/rdf+xml": "rdf",
  "application/rss+xml": "rss",
  "application/rtf": "rtf",
  "application/vnd.android.package-archive": "apk",
  "application/vnd.apple.mpegurl": "m3u8",
  "application/vnd.apple.pkpass": "pkpass",
  "application/vnd.google-earth.kml+xml": "kml",
  "application/vnd.ms-excel": "xls",
  "application/vnd.ms-fontobject": "eot",
  "application/vnd.ms-powerpoint": "ppt",
  "application/vnd.oasis.opendocument.presentation": "odp",
  "application/vnd.oasis.opendocument.spreadsheet": "ods",
  "application/vnd.oasis.opendocument.text": "odt",
  "application/vnd.openxmlformats-officedocument.presentationml.presentation": "pptx",
  "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet": "xlsx",
  "application/vnd.openxmlformats-officedocument.wordprocessingml.document": "docx",
  "application/vnd.rar": "rar",
  "application/wasm": "wasm",
  "application/x-7z-compressed": "7z",
  "application/x-bzip2": "bz2",
  "application/x-tar": "tar",
  "application/x-xz": "xz",
  "application/xhtml+xml": "xhtml",
  "application/xml": "xml xsl",
  "application/zip": "zip",
  "audio/aac": "aac",
  "audio/flac": "flac",
  "audio/midi": "mid midi",
  "audio/mp4": "m4a",
  "audio/mpeg": "mp3",
  "audio/ogg": "ogg oga opus",
  "audio/wav": "wav",
  "audio/webm": "weba",
  "font/collection": "ttc",
  "font/otf": "otf",
  "font/ttf": "ttf",
  "font/woff": "woff",
  "font/woff2": "woff2",
  "image/apng": "apng",
  "image/avif": "avif",
  "image/bmp": "bmp",
  "image/gif": "gif",
  "image/heic": "heic",
  "image/jpeg": "jpg jpeg",
  "image/jxl": "jxl",
  "image/ktx2": "ktx2",
  "image/png": "png",
  "image/svg+xml": "svg svgz",
  "image/tiff": "tif tiff",
  "image/webp": "webp",
  "image/x-icon": "ico",
  "model/gltf+json": "gltf",
  "model/gltf-binary": "glb",
  "model/obj": "obj",
  "model/stl": "stl",
  "model/vnd.usdz+zip": "usdz",
  "text/calendar": "ics",
  "text/css": "css",
  "text/csv": "csv",
  "text/html": "html htm",
  "text/javascript": "js mjs",
  "text/markdown": "md",
  "text/plain": "txt log ini",
  "text/tab-separated-values": "tsv",
  "text/turtle": "ttl",
  "text/vcard": "vcard vcf",
  "text/vtt": "vtt",
  "text/yaml": "yaml yml",
  "video/mp2t": "ts m2ts",
  "video/mp4": "mp4",
  "video/mpeg": "mpg mpeg",
  "video/ogg": "ogv",
  "video/quicktime": "mov",
  "video/webm": "webm",
  "video/x-m4v": "m4v",
  "video/x-matroska": "mkv",
  "video/x-msvideo": "avi",
};

/** The type of each extension, as it is served. */
export const TYPES: ReadonlyMap<string, string> = new Map(
  Object.entries(EXTENSIONS).flatMap(([type, extensions]) =>
    extensions.split(" ").map((one) => [one, type.startsWith("text/") ? type + TEXT : type] as const),
  ),
);

/** Files whose names have no extension, and whose standards want JSON. */
const JSON_FILES =
  /^(?:\.well-known\/)?apple-app-site-association$|^\.well-known\/(?:openid-configuration|matrix\/(?:client|server))$/;

const ENCODINGS: Readonly<Record<string, "br" | "gzip" | undefined>> = { br: "br", gz: "gzip" };

/**
 * The headers of a file.
 *
 * @param start - Reads the first few hundred bytes. Called only if the name does not tell the type, for a page
 *   may have no extension. Without it such a file is `application/octet-stream`.
 */
export function contentOf(key: string, start?: () => Uint8Array): ContentHeaders {
  if (JSON_FILES.test(key)) return { type: "application/json" };
  const [, inner = "", last = ""] = /(?:\.([^./]*))?\.([^./]*)$/.exec(key.toLowerCase()) ?? [];
  const [type, innerType, encoding] = [TYPES.get(last), TYPES.get(inner), ENCODINGS[last]];
  // An archive is downloaded as it is; a file with its own type was compressed only for transport.
  if (encoding !== undefined && innerType !== undefined && inner !== "tar") return { type: innerType, encoding };
  if (type !== undefined) return last === "svgz" ? { type, encoding: "gzip" } : { type };
  return { type: start !== undefined && looksHtml(start()) ? `text/html${TEXT}` : "application/octet-stream" };
}

/** Whether a file starts like a page, after a byte order mark, white space and comments. */
function looksHtml(bytes: Uint8Array): boolean {
  const text = Buffer.from(bytes.subarray(0, 1024))
    .toString()
    .replace(/^\uFEFF/, "");
  return /^\s*(?:<!--(?:(?!-->)[^])*-->\s*)*<(?:!doctype\s+html|html|head|body|title|meta)[\s>]/i.test(text);
}
