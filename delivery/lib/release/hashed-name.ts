// Whether a file's name holds a hash of its content. Words, dates, numbers and sizes do not count: what does
// stays in browsers for a year.

/**
 * The letters that follow each letter in English words. Few random texts of eight letters have only such pairs.
 */
const PAIRS = new Set(
  `aabcdefghijklmnprstuvwxyz babcdegijlorstuy cabcdehiklmoprstuy dabdefgijlmnoprstuvy eabcdefghijklmnopqrstuvwxy
  facdefilnorstuy gabefghiklmnoprstuyz haeimnorstuy iabcdefgiklmnopqrstuvxz jaeiosuw kadegilnopsuy labcdefgijklnoprstuvy
  mabcdefilmopstuy nabcdefghijklmnopstuvwyz oabcdefghijklmnoprstuvwxyz pabcdeghiklmnoprstuy qlu rabcdefghiklmnoprstuvwy
  sabcdefghiklmnopqrstuvwxy tabcdefghiklmnoprstuwy uabcdefgiklmnoprstuxz vaegios wabeghilnors xaceimoptxy
  yabcegilmnopstuwy zaeio`
    .split(/\s+/)
    .flatMap((row) => Array.from(row.slice(1), (next) => row.charAt(0) + next)),
);

/** The lengths of hexadecimal hashes: from 20 digits on, no person would write one. */
const HEX =
  /^(?:[0-9a-f]{8}|[0-9a-f]{10}|[0-9a-f]{16}|[0-9a-f]{20}|[0-9a-f]{32}|[0-9a-f]{40}|[0-9a-f]{64}|[0-9a-f]{96}|[0-9a-f]{128})$/;

/** What esbuild, and with it Angular, writes: RFC 4648's base32. Nobody names a script or a style sheet in capitals. */
const BASE32 = /^(?=.*[A-Z])[A-Z2-7]{8}$/;

/** Whether a file's name, without its folders, has a hash before its extensions: `app-B3xk_9Zq.js`, `main.1a2b3c4d.min.js.map`. */
export function hasHash(name: string): boolean {
  const parts = name.split(".");
  const isCode = parts.some((part) => ["js", "mjs", "css"].includes(part));
  return parts.slice(0, -1).some((part, index) => {
    const end = part.slice(part.lastIndexOf("-") + 1);
    // A name of just eight characters is more often the number of a picture.
    if (HEX.test(end) && (index > 0 || end !== part || end.length >= 16)) return !isWritten(end, isCode);
    const last = part.slice(-8);
    if (!/^[\w-]{8}$/.test(last) || !(part.at(-9) === "-" || (part.length === 8 && index > 0))) return false;
    return (isCode && BASE32.test(last)) || !isWritten(last, isCode);
  });
}

/**
 * Whether a person may have written this: numbers, sizes, and up to three words and numbers together. Pictures and
 * documents have names of many kinds; in a script's name all must be words.
 */
function isWritten(text: string, isCode: boolean): boolean {
  // 20260101, 01012026
  if (isCode && /^\d{8}$/.test(text)) return /^(?:19|20)|(?:19|20)\d\d$/.test(text);
  if (/^[\d_-]+$|^\d+x\d+$|^[A-Z]?[a-z_-]+$/.test(text)) return true;
  // cafe2024
  if (HEX.test(text)) return /^[a-f]{4,}\d+$|^\d+[a-f]{4,}$/.test(text) && isWord(text.replace(/\d+/, ""));
  // img00123, DSC_0042
  if (/^(?:[A-Z]?[a-z]+|[A-Z]{1,4})[-_]?\d+$|^\d+[-_]?(?:[A-Z]?[a-z]+|[A-Z]{1,4})$/.test(text)) return true;
  const isMixed = /.[A-Z]/.test(text) && (isCode || /[a-z]/.test(text));
  // theme-v2, utf-16le
  if (!isMixed && /^(?:(?:[A-Za-z]*\d*|\d+[A-Za-z]+)[-_])+(?:[A-Za-z]*\d*|\d+[A-Za-z]+)$/.test(text)) return true;
  // SemiBold, web2page, take-2b3
  const pieces = text.match(/[A-Z]?[a-z]+|[A-Z]+(?![a-z])|\d+/g) ?? [];
  const isStrict = isCode && isMixed;
  const parts = pieces.length > (isStrict ? 2 : 3) ? text.split(/[-_]/) : pieces;
  const words = parts.filter(isWord);
  return (
    words.some((word) => word.length > 3) &&
    (!isStrict || parts.every((part) => /^\d+$/.test(part) || words.includes(part)))
  );
}

function isWord(text: string): boolean {
  const word = text.toLowerCase();
  const pairs = Array.from(word.slice(1), (letter, index) => word.charAt(index) + letter);
  return /^(?:[A-Z]?[a-z]+|[A-Z]+)$/.test(text) && /[aeiouy]/.test(word) && pairs.every((pair) => PAIRS.has(pair));
}
