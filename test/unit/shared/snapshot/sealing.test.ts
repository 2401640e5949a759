import { describe, expect, test } from 'vitest';
import { openSnapshot, passphraseKeyOf, readFrameHead, sealSnapshot } from '../../../../shared/snapshot/sealing';
import { maxShareBytes } from '../../../../shared/sync/limits';
import { toHex } from '../../../../shared/vault/bytes';
import { amountsSnapshot, coinsSnapshot, percentSnapshot } from './a-snapshot';
import { sealAnything } from './hostile';

const bytesOf = (count: number, from: number) => Uint8Array.from({ length: count }, (_, at) => (from + at) % 256);
const secrets = {
  shareId: toHex(bytesOf(16, 1)),
  linkKey: bytesOf(32, 50),
  salt: bytesOf(16, 100),
  passphraseKey: null,
  expiresAt: Date.UTC(2026, 10, 27),
};
const nonce = bytesOf(12, 200);

async function sealed(more: Partial<Parameters<typeof sealSnapshot>[0]> = {}, content = coinsSnapshot) {
  const bytes = await sealSnapshot({ ...secrets, ...more }, content, nonce);
  if (!bytes.ok) throw new Error(bytes.error.reason);
  return bytes.value;
}

const open = (bytes: Uint8Array, more: Partial<Parameters<typeof openSnapshot>[0]> = {}) =>
  openSnapshot({ shareId: secrets.shareId, linkKey: secrets.linkKey, passphrase: null, ...more }, bytes);

describe('a sealed snapshot', () => {
  test.each([coinsSnapshot, amountsSnapshot, percentSnapshot])('of %# opens to what was sealed', async (content) => {
    const opened = await open(await sealed({}, content));
    expect(opened).toEqual({ ok: true, value: { content, expiresAt: secrets.expiresAt } });
  });

  test('tells before it is opened only when it expires and whether it wants a passphrase', async () => {
    const bytes = await sealed();
    expect(readFrameHead(bytes)).toEqual({ ok: true, value: { needsPassphrase: false, expiresAt: secrets.expiresAt } });
    const readable = new TextDecoder('latin1').decode(bytes);
    for (const word of ['Binance', 'Desk', 'USDT', '12480', 'value', toHex(secrets.linkKey)])
      expect(readable).not.toContain(word);
  });

  test('does not open by another key, under another id or with another expiry', async () => {
    const bytes = await sealed();
    const wrong = { ok: false, error: { reason: 'does-not-open' } };
    expect(await open(bytes, { linkKey: bytesOf(32, 51) })).toEqual(wrong);
    expect(await open(bytes, { shareId: toHex(bytesOf(16, 2)) })).toEqual(wrong);
    const later = bytes.slice();
    new DataView(later.buffer).setBigUint64(2, BigInt(secrets.expiresAt + 1));
    expect(await open(later)).toEqual(wrong);
  });

  test('wants its passphrase beside its link, and no other', async () => {
    const key = await passphraseKeyOf('correct horse', secrets.salt);
    if (!key.ok) throw new Error(key.error.reason);
    const bytes = await sealed({ passphraseKey: key.value });
    expect(readFrameHead(bytes)).toMatchObject({ ok: true, value: { needsPassphrase: true } });
    expect(await open(bytes)).toEqual({ ok: false, error: { reason: 'passphrase-needed' } });
    expect(await open(bytes, { passphrase: '' })).toEqual({ ok: false, error: { reason: 'passphrase-needed' } });
    expect(await open(bytes, { passphrase: 'wrong horse' })).toEqual({ ok: false, error: { reason: 'does-not-open' } });
    expect(await open(bytes, { passphrase: 'correct horse' })).toMatchObject({ ok: true });
    const unmarked = bytes.slice();
    unmarked[1] = 0; // says that the link is enough
    expect(await open(unmarked)).toEqual({ ok: false, error: { reason: 'does-not-open' } });
  });

  test('with any one bit flipped opens nowhere and throws nowhere', async () => {
    const bytes = await sealed({}, percentSnapshot);
    for (let at = 0; at < bytes.length; at += at < 60 ? 1 : 97) {
      const changed = bytes.slice();
      changed[at] = (changed[at] ?? 0) ^ (1 << (at % 8));
      expect(await open(changed, { passphrase: null }), `byte ${at}`).toMatchObject({ ok: false });
    }
  });

  test('cut off, empty or too large is damaged', async () => {
    const bytes = await sealed();
    for (const cut of [
      bytes.slice(0, -1),
      bytes.slice(0, 53),
      new Uint8Array(0),
      new Uint8Array(maxShareBytes + 1).fill(1),
    ])
      expect(await open(cut)).toEqual({ ok: false, error: { reason: 'damaged' } });
  });

  test('is what the specification says: bytes that were made from its text alone open', async () => {
    const bytes = sealAnything(secrets, JSON.stringify(coinsSnapshot));
    expect(await open(bytes)).toEqual({ ok: true, value: { content: coinsSnapshot, expiresAt: secrets.expiresAt } });
    for (const text of ['', '{', '[1', '"\\ud800"'])
      expect(await open(sealAnything(secrets, text))).toMatchObject({ error: { reason: 'content-invalid' } });
  });

  test('has a padded size: one letter more in a title does not show', async () => {
    const [short, long] = [await sealed(), await sealed({}, { ...coinsSnapshot, title: `${coinsSnapshot.title}s` })];
    expect(long.length).toBe(short.length);
  });

  test('is never made of anything but what the specification names', async () => {
    const withNote = { ...coinsSnapshot, note: 'private' };
    expect(await sealSnapshot(secrets, withNote, nonce)).toEqual({
      ok: false,
      error: { reason: 'content-invalid', field: 'content' },
    });
  });

  test('holds the most that may stand in it, within 256 KiB', async () => {
    const digits = `${'9'.repeat(30)}.${'9'.repeat(18)}`;
    const wide = { value: digits, at: 1, stale: false, missing: [] };
    const [account] = coinsSnapshot.accounts;
    if (account === undefined) throw new Error('no account');
    const full = await sealed(
      {},
      {
        ...coinsSnapshot,
        equity: Array.from({ length: 400 }, (_, day) => ({
          date: new Date(Date.UTC(2025, 0, 1 + day)).toISOString().slice(0, 10),
          value: digits,
          partial: false,
        })),
        accounts: Array.from({ length: 50 }, () => ({
          ...account,
          value: wide,
          free: wide,
          locked: wide,
          label: 'x'.repeat(60),
        })),
        coins: Array.from({ length: 300 }, () => ({
          asset: 'x'.repeat(30),
          quantity: digits,
          free: digits,
          locked: '0',
          value: wide,
        })),
      },
    );
    expect(full.length).toBeLessThanOrEqual(maxShareBytes);
    expect(await open(full)).toMatchObject({ ok: true });
  });
});
