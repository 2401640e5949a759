/** Contents that nobody honest makes, and the sealing of anything at all: what a reader's browser may be handed. */
import { createCipheriv, hkdfSync } from 'node:crypto';
import { coinsSnapshot } from './a-snapshot';

const withTotal = (value: unknown) => ({ ...coinsSnapshot, total: { ...coinsSnapshot.total, value } });
const withTitle = (title: unknown) => ({ ...coinsSnapshot, title });
const withFree = (more: object) => ({ ...coinsSnapshot, free: { ...coinsSnapshot.free, ...more } });
const [account] = coinsSnapshot.accounts;
const [coin] = coinsSnapshot.coins ?? [];
const times = (count: number, value: unknown) => Array.from({ length: count }, () => value);
const renamed = (key: string) => JSON.parse(JSON.stringify(coinsSnapshot).replace('"title"', `"${key}"`));

/** A value within so many lists. */
function nested(depth: number): unknown {
  let value: unknown = 1;
  for (let at = 0; at < depth; at++) value = [value];
  return value;
}

/** Each breaks the specification in one way; all of them can stand in JSON. */
export const hostileContents: readonly (readonly [string, unknown])[] = [
  ['null', null],
  ['a number', 1],
  ['a text', 'snapshot'],
  ['a list', [coinsSnapshot]],
  ['nothing in it', {}],
  ['another version', { ...coinsSnapshot, version: 2 }],
  ['the version as a text', { ...coinsSnapshot, version: '1' }],
  ['a key too many', { ...coinsSnapshot, extra: 1 }],
  ['a key too few', { ...coinsSnapshot, net: undefined }],
  ['__proto__ as a key', renamed('__proto__')],
  ['constructor as a key', renamed('constructor')],
  ['an own toString', { ...coinsSnapshot, toString: 'x' }],
  ['a title of an object', withTitle({ toString: 'x' })],
  ['a title of 81 letters', withTitle('x'.repeat(81))],
  ['a title of 200,000 letters', withTitle('x'.repeat(200_000))],
  ['a title that turns the writing', withTitle('USD\u202eTSU')],
  ['a title that isolates', withTitle('\u2067x')],
  ['a title with a zero-width space', withTitle('a\u200bb')],
  ['a title with a line break', withTitle('a\nb')],
  ['a title with a null character', withTitle('a\u0000b')],
  ['a title with half of a surrogate pair', withTitle('a\ud800')],
  ['a number for an amount', withTotal(12.5)],
  ['a number that no double holds', withTotal(1e308)],
  ['NaN for an amount', withTotal('NaN')],
  ['Infinity for an amount', withTotal('Infinity')],
  ['an exponent', withTotal('1e9')],
  ['a plus', withTotal('+1')],
  ['blanks', withTotal(' 1')],
  ['digits of another script', withTotal('١٢')],
  ['31 digits', withTotal('9'.repeat(31))],
  ['37 decimals', withTotal(`0.${'1'.repeat(37)}`)],
  ['200,000 digits', withTotal('9'.repeat(200_000))],
  ['markup for an amount', withTotal('<img src=x onerror=alert(1)>')],
  ['an amount that is nested 1,000 deep', withTotal(nested(1_000))],
  ['a figure that is unknown without a reason', withFree({ value: null, missing: [] })],
  ['an unknown reason', withFree({ missing: ['<script>alert(1)</script>'] })],
  ['a reason that is a method', withFree({ missing: ['toString'] })],
  ['a time that is a text', { ...coinsSnapshot, asOf: '2026' }],
  ['a time below 0', { ...coinsSnapshot, asOf: -1 }],
  ['a time that is a fraction', { ...coinsSnapshot, asOf: 1.5 }],
  ['a time of the year 275760', { ...coinsSnapshot, asOf: 8_640_000_000_000_000 }],
  ['a flag of 1', { ...coinsSnapshot, live: 1 }],
  ['another detail', { ...coinsSnapshot, detail: 'everything' }],
  ['a currency with markup', { ...coinsSnapshot, currency: '<b>' }],
  ['a method with markup', { ...coinsSnapshot, methods: ['<b>'] }],
  ['no method', { ...coinsSnapshot, methods: [] }],
  ['51 accounts', { ...coinsSnapshot, accounts: times(51, account) }],
  ['100,000 rows', { ...coinsSnapshot, accounts: times(100_000, 1) }],
  ['301 coins', { ...coinsSnapshot, coins: times(301, coin) }],
  ['a coin below 0', { ...coinsSnapshot, coins: [{ ...coin, quantity: '-1' }] }],
  ['401 days', { ...coinsSnapshot, equity: times(401, coinsSnapshot.equity[0]) }],
  ['days out of order', { ...coinsSnapshot, equity: [...coinsSnapshot.equity].reverse() }],
  ['a day twice', { ...coinsSnapshot, equity: times(2, coinsSnapshot.equity[0]) }],
  ['a day that is none', { ...coinsSnapshot, equity: [{ date: '2026-02-30', value: '1', partial: false }] }],
  ['a list that is an object', { ...coinsSnapshot, accounts: { length: 1, 0: account } }],
  ['a label that is a list', { ...coinsSnapshot, accounts: [{ ...account, label: ['x'] }] }],
  ['markup as an own key', JSON.parse(JSON.stringify(coinsSnapshot).replace('"title"', '"<script>"'))],
];

const lengthPrefixed = (texts: readonly string[]): Buffer =>
  Buffer.concat(
    texts.map((text) => {
      const body = Buffer.from(text);
      const length = Buffer.alloc(4);
      length.writeUInt32BE(body.length);
      return Buffer.concat([length, body]);
    }),
  );

/** The next Padmé size: the last E − S bits are zero, E = ⌊log2 bytes⌋, S = ⌊log2 E⌋ + 1. */
function padme(bytes: number): number {
  const exponent = Math.floor(Math.log2(bytes));
  const step = 2 ** (exponent - (Math.floor(Math.log2(exponent)) + 1));
  return Math.ceil(bytes / step) * step;
}

/**
 * Seals any text as the specification of shared snapshots says, written from that text alone and over Node's own cryptography: what
 * opens it was made by other hands.
 */
export function sealAnything(
  {
    shareId,
    linkKey,
    expiresAt,
  }: { readonly shareId: string; readonly linkKey: Uint8Array; readonly expiresAt: number },
  text: string,
): Buffer {
  const [salt, nonce] = [Buffer.alloc(16, 7), Buffer.alloc(12, 9)];
  const key = Buffer.from(hkdfSync('sha256', linkKey, salt, 'fillbook/1/snapshot', 32));
  const body = Buffer.from(text);
  const padded = Buffer.alloc(padme(body.length + 4));
  padded.writeUInt32BE(body.length);
  body.copy(padded, 4);
  const head = Buffer.alloc(38);
  head[0] = 1;
  head.writeBigUInt64BE(BigInt(expiresAt), 2);
  salt.copy(head, 10);
  nonce.copy(head, 26);
  const cipher = createCipheriv('aes-256-gcm', key, nonce);
  cipher.setAAD(
    lengthPrefixed(['fillbook/1/snapshot/aes-256-gcm', shareId, String(expiresAt), 'link', salt.toString('hex')]),
  );
  return Buffer.concat([head, cipher.update(padded), cipher.final(), cipher.getAuthTag()]);
}
