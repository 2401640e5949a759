/**
 * The exchange's own words, fit to be shown and copied into a report.
 */

const longestRead = 4096;
const longestShown = 300;

const markup = /<(script|style)\b[\s\S]*?<\/\1>|<[^>]*>/gi;
const urls = /\b(?:https?|wss?):\/\/\S+/gi;
const namedSecrets = /\b(signature|secret|token|passphrase|password|x-mbx-apikey|api[-_ ]?key)["']?\s*[=:]\s*\S+/gi;
/** Keys, signatures, hashes and encoded blobs: no word and no instant in milliseconds is this long. */
const longRuns = /[A-Za-z0-9+/_=-]{24,}/g;

/**
 * The text without markup, addresses of pages, keys, signatures or other long runs of letters and digits, in one line of
 * at most 300 characters.
 *
 * What was taken out leaves "…". Only the first 4,096 characters are looked at. An empty text gives "".
 * "Signature a1b2…(64 digits) is not valid" gives "Signature … is not valid".
 */
export function shownDetail(text: string): string {
  const plain = text
    .slice(0, longestRead)
    .replace(markup, ' ')
    .replace(urls, '…')
    .replace(namedSecrets, '$1 …')
    .replace(longRuns, '…')
    .replace(/\s+/g, ' ')
    .trim();
  return plain.length > longestShown ? `${plain.slice(0, longestShown - 1)}…` : plain;
}
