/**
 * The page of shared snapshots in a real browser, with the very headers that the sync server gives it: what it shows, and that no
 * snapshot, however made, runs a script, asks for anything or stops the page.
 */
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { OpenAPIHono } from '@hono/zod-openapi';
import axe from 'axe-core';
import { type Browser, type BrowserContext, chromium, type Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { writeViewer } from '../../scripts/viewer.mjs';
import type { SnapshotContent } from '../../shared/snapshot/content';
import { shareLinkText } from '../../shared/snapshot/link';
import { passphraseKeyOf, sealSnapshot } from '../../shared/snapshot/sealing';
import { toHex } from '../../shared/vault/bytes';
import type { ServerDeps, ServerEnv } from '../../sync-server/deps';
import { addViewerRoute } from '../../sync-server/routes/viewer';
import { amountsSnapshot, asOf, coinsSnapshot, percentSnapshot } from '../unit/shared/snapshot/a-snapshot';
import { hostileContents, sealAnything } from '../unit/shared/snapshot/hostile';

const id = Uint8Array.from({ length: 16 }, (_, at) => at + 1);
const linkKey = Uint8Array.from({ length: 32 }, (_, at) => at * 3);
const shareId = toHex(id);
const expiresAt = asOf + 7 * 86_400_000;
const share = { shareId, linkKey, expiresAt };
const salt = Uint8Array.from({ length: 16 }, () => 5);
const nonce = Uint8Array.from({ length: 12 }, () => 6);

/** What the server has under the share's id at the moment; null: nothing. */
let stored: Uint8Array | null = null;
/** How often the stored bytes are sent one after another in one answer. */
let repeated = 1;
let asked: string[] = [];
let server: Server;
let origin: string;
let browser: Browser;
let context: BrowserContext;

beforeAll(async () => {
  await writeViewer();
  const app = new OpenAPIHono<ServerEnv>();
  const told: string[] = [];
  addViewerRoute(app, { logger: { warn: (text: string) => told.push(text) } } as unknown as ServerDeps); // asks for no more
  server = createServer(async (request, response) => {
    const path = request.url ?? '';
    asked.push(path);
    if (path === '/s') {
      const answer = await app.request('/s');
      response.writeHead(answer.status, Object.fromEntries(answer.headers));
      response.end(await answer.text());
    } else if (path === `/v1/shares/${shareId}` && stored !== null) {
      response.writeHead(200, { 'content-type': 'application/octet-stream' });
      for (let at = 0; at < repeated && !response.destroyed; at++) {
        if (!response.write(stored))
          await new Promise((resolve) => response.once('drain', resolve).once('close', resolve));
      }
      response.end();
    } else response.writeHead(404).end('{}');
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo; // a listening TCP server has one
  origin = `http://127.0.0.1:${port}`;
  browser = await chromium.launch({
    executablePath: process.env.FILLBOOK_CHROMIUM ?? '/usr/bin/chromium',
    args: ['--no-sandbox', '--disable-gpu', '--no-first-run'],
  });
  context = await browser.newContext({ locale: 'en-GB', reducedMotion: 'reduce' });
});
afterAll(async () => {
  await browser?.close();
  server?.close();
  server?.closeAllConnections();
});

async function sealedOf(content: SnapshotContent, passphrase: string | null = null): Promise<Uint8Array> {
  const key = passphrase === null ? null : await passphraseKeyOf(passphrase, salt);
  if (key !== null && !key.ok) throw new Error(key.error.reason);
  const sealed = await sealSnapshot({ ...share, salt, passphraseKey: key?.value ?? null }, content, nonce);
  if (!sealed.ok) throw new Error(sealed.error.reason);
  return sealed.value;
}

interface Heard {
  /** Errors of scripts, and what the page told its console as one. */
  readonly errors: string[];
  readonly dialogs: string[];
  /** Requests to anywhere but the two addresses that the page may ask. */
  readonly strayed: string[];
}

function hear(page: Page): Heard {
  const heard: Heard = { errors: [], dialogs: [], strayed: [] };
  page.on('pageerror', (error) => heard.errors.push(String(error)));
  page.on('console', (message) => {
    if (message.type() === 'error' && !message.text().includes('status of 404')) heard.errors.push(message.text());
  });
  page.on('dialog', (dialog) => {
    heard.dialogs.push(dialog.message());
    void dialog.dismiss();
  });
  page.on('request', (request) => {
    const { pathname } = new URL(request.url());
    if (pathname !== '/s' && pathname !== `/v1/shares/${shareId}`) heard.strayed.push(request.url());
  });
  return heard;
}

/** The reader's clock stands where the snapshots of the tests were made, three minutes later. */
async function newPage(options: Parameters<Browser['newContext']>[0] | null = null): Promise<readonly [Page, Heard]> {
  const at = options === null ? context : await browser.newContext({ locale: 'en-GB', ...options });
  const page = await at.newPage();
  await page.clock.setFixedTime(asOf + 180_000);
  return [page, hear(page)];
}

const link = () => shareLinkText(origin, id, linkKey);

async function openLink(page: Page): Promise<void> {
  await page.goto('about:blank');
  await page.goto(link());
  await page.getByRole('button', { name: 'Open the snapshot' }).click();
}

const clean = ({ errors, dialogs, strayed }: Heard) => expect([errors, dialogs, strayed]).toEqual([[], [], []]);

/** Colours, names and structure, by axe's rules. */
async function axeFaults(page: Page): Promise<readonly string[]> {
  await page.evaluate(axe.source);
  const found = await page.evaluate(async () => {
    const { violations } = await (window as unknown as { axe: typeof axe }).axe.run(); // the line above defined it
    return violations.map(({ id: rule, nodes }) => `${rule}: ${nodes.map(({ html }) => html).join(' ')}`);
  });
  return found;
}

describe('the page of shared snapshots', () => {
  test('asks for nothing before a click, and then for the one share, without its key', async () => {
    stored = await sealedOf(coinsSnapshot);
    asked = [];
    const [page, heard] = await newPage();
    await page.goto(link());
    await page.getByRole('button', { name: 'Open the snapshot' }).waitFor();
    expect(asked).toEqual(['/s']);
    await page.getByRole('button', { name: 'Open the snapshot' }).click();
    await page.getByRole('heading', { name: 'Desk of J., November' }).waitFor();
    expect(asked).toEqual(['/s', `/v1/shares/${shareId}`]);
    clean(heard);
    await page.close();
  });

  test('is under a policy of hashes alone, stored and listed nowhere, and sends no referrer', async () => {
    const answer = await fetch(`${origin}/s`);
    const policy = answer.headers.get('content-security-policy') ?? '';
    expect(policy).toContain("default-src 'none'");
    expect(policy).toContain("require-trusted-types-for 'script'; trusted-types 'none'");
    expect(policy).not.toContain('unsafe-inline');
    expect(policy).not.toMatch(/https?:/);
    expect(answer.headers.get('referrer-policy')).toBe('no-referrer');
    expect(answer.headers.get('x-robots-tag')).toContain('noindex');
    const html = await answer.text();
    expect(html).not.toMatch(/src=|innerHTML|https?:\/\/(?!www\.w3\.org)/);
  });

  test('shows amounts exactly, unknown ones as a dash with why, partial and old ones marked', async () => {
    stored = await sealedOf(coinsSnapshot);
    const [page, heard] = await newPage();
    await openLink(page);
    const card = (name: string) => page.locator('.card', { has: page.locator('dt', { hasText: name }) });
    await card('Total').waitFor();
    expect(await card('Total').innerText()).toMatch(/12,480\.22\sUSDT\s+partial: an exchange could not be read/);
    expect(await card('Total').locator('data').getAttribute('title')).toBe('12,480.221937551 USDT');
    expect(await card('Realized PnL').innerText()).toContain('+1,184.10');
    expect(await page.locator('.asof').innerText()).toBe('As of 20 Nov 2026, 09:30 UTC (3 min ago)');
    const row = (name: string) => page.getByRole('row', { name });
    expect(await row('SHARP').innerText()).toContain('not known: an exchange could not be read');
    expect(await row('SHARP').innerText()).not.toMatch(/\b0\b/);
    expect(await row('bot 2').innerText()).toContain('read 4 min ago');
    expect(await row('BTC').innerText()).toContain('0.03370201');
    expect(await page.getByText('5 days: from').count()).toBe(0); // two of the five were not whole
    expect(await page.getByText('3 days: from 10,000.00 USDT to 10,400.25 USDT').count()).toBe(1);
    await page.getByText('Show the days').click();
    expect(await row('2026-11-18').innerText()).toContain('not known');
    clean(heard);
    await page.close();
  });

  test('with percentages alone shows no amount and no currency of one', async () => {
    stored = await sealedOf(percentSnapshot);
    const [page, heard] = await newPage();
    await openLink(page);
    await page.getByText('Percentages alone').waitFor();
    const text = await page.locator('main').innerText();
    expect(text).not.toContain('USDT');
    expect(text).not.toContain('Realized PnL');
    expect(text).toContain('73');
    expect(text).toContain('Equity, as an index');
    clean(heard);
    await page.close();
  });

  test('asks for the passphrase by the keyboard alone, says that one is wrong, and opens by the right one', async () => {
    stored = await sealedOf(amountsSnapshot, 'correct horse');
    const [page, heard] = await newPage();
    await page.goto(link());
    await page.keyboard.press('Tab');
    await page.keyboard.press('Enter');
    await page.getByLabel('Passphrase').waitFor();
    await page.keyboard.type('wrong horse');
    await page.keyboard.press('Enter');
    await page.getByText('This passphrase does not open the snapshot.').waitFor();
    await page.keyboard.type('correct horse');
    await page.keyboard.press('Enter');
    await page.getByRole('heading', { name: 'Desk of J., November' }).waitFor();
    clean(heard);
    await page.close();
  });

  test.each([
    ['a link that was cut off', () => `${link().slice(0, -3)}`, 'This link is not whole'],
    ['a share that is not there', () => link(), 'There is no snapshot under this link'],
  ])('says what is wrong with %s', async (_, url, said) => {
    stored = null;
    const [page] = await newPage();
    await page.goto(url());
    const open = page.getByRole('button', { name: 'Open the snapshot' });
    if (await open.isVisible()) await open.click();
    await page.getByRole('alert').filter({ hasText: said }).waitFor();
    await page.close();
  });

  test('shows nothing of a snapshot that has expired, though its server still hands it out', async () => {
    stored = await sealedOf(coinsSnapshot);
    const [page] = await newPage();
    await page.clock.setFixedTime(expiresAt);
    await openLink(page);
    await page.getByText('This snapshot has expired.').waitFor();
    expect(await page.locator('main').innerText()).not.toContain('Desk');
    await page.close();
  });

  test.each([
    ['light', 1000],
    ['dark', 1000],
    ['light', 360],
    ['dark', 360],
  ] as const)('in %s at %i px breaks no rule of axe and does not scroll sideways', async (colorScheme, width) => {
    for (const [name, content] of Object.entries({ coins: coinsSnapshot, percent: percentSnapshot })) {
      stored = await sealedOf(content);
      // axe is a script that the page's own policy would not let in
      const [page, heard] = await newPage({ colorScheme, viewport: { width, height: 800 }, bypassCSP: true });
      await openLink(page);
      await page.getByRole('heading', { name: 'Accounts' }).waitFor();
      expect(await axeFaults(page)).toEqual([]);
      expect(await page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth)).toBeLessThanOrEqual(
        0,
      );
      const pictures = process.env.FILLBOOK_PICTURES;
      if (pictures)
        await page.screenshot({ path: `${pictures}/viewer-${name}-${colorScheme}-${width}.png`, fullPage: true });
      clean(heard);
      await page.context().close();
    }
  });
});

describe('a hostile snapshot', () => {
  test(`of each of ${hostileContents.length} kinds is refused in words: no script, no request, no freeze`, async () => {
    const [page, heard] = await newPage();
    for (const [name, content] of hostileContents) {
      stored = sealAnything(share, JSON.stringify(content));
      const startedAt = performance.now();
      await openLink(page);
      await page.getByRole('alert').waitFor();
      expect(await page.getByRole('alert').innerText(), name).toMatch(
        /of a form that this page does not know|is no snapshot/,
      );
      expect(performance.now() - startedAt, name).toBeLessThan(5_000);
    }
    clean(heard);
    await page.close();
  });

  test.each([
    ['no JSON', '<script>alert(1)</script>'],
    ['100,000 brackets', '['.repeat(100_000)],
    ['100,000 lists within each other', '['.repeat(100_000) + ']'.repeat(100_000)],
    ['100,000 objects within each other', `${'{"a":'.repeat(40_000)}1${'}'.repeat(40_000)}`],
  ])('of %s is refused as well', async (_, text) => {
    stored = sealAnything(share, text);
    const [page, heard] = await newPage();
    await openLink(page);
    await page.getByRole('alert').waitFor();
    clean(heard);
    await page.close();
  });

  test('whose every text is a script shows them as they stand, and none runs', async () => {
    const script = '<img src=/x onerror=alert(1)><script>alert(1)';
    const [account] = coinsSnapshot.accounts;
    if (account === undefined) throw new Error('no account');
    const content = {
      ...coinsSnapshot,
      title: `${script}</script>`,
      accounts: [{ ...account, label: script, exchange: `"><svg onload=alert(1)>` }],
      coins: [{ ...(coinsSnapshot.coins ?? [])[0], asset: '<b onclick=alert(1)>' }],
    };
    stored = sealAnything(share, JSON.stringify(content));
    const [page, heard] = await newPage();
    await openLink(page);
    await page.getByRole('heading', { name: script }).waitFor();
    expect(await page.locator('main img, main script, main b, main svg[onload]').count()).toBe(0);
    clean(heard);
    await page.close();
  });

  test.each([
    ['random bytes', () => crypto.getRandomValues(new Uint8Array(4_000)), 1],
    ['nothing at all', () => new Uint8Array(0), 1],
    ['one byte', () => Uint8Array.of(1), 1],
    ['a gigabyte', () => new Uint8Array(1024 * 1024).fill(1), 1024],
  ])('of %s is damaged, and no more than a snapshot may be is read', async (_, bytes, times) => {
    [stored, repeated] = [bytes(), times];
    const [page, heard] = await newPage();
    await openLink(page);
    await page.getByText('is no snapshot').waitFor();
    repeated = 1;
    clean(heard);
    await page.close();
  });

  test('of another share, or under another key, does not open', async () => {
    const [page, heard] = await newPage();
    for (const other of [
      { ...share, shareId: 'ab'.repeat(16) },
      { ...share, linkKey: new Uint8Array(32) },
    ]) {
      stored = sealAnything(other, JSON.stringify(coinsSnapshot));
      await openLink(page);
      await page.getByText('does not belong to this link').waitFor();
    }
    const later = sealAnything(share, JSON.stringify(coinsSnapshot));
    later.writeBigUInt64BE(BigInt(expiresAt + 1), 2);
    stored = later;
    await openLink(page);
    await page.getByText('does not belong to this link').waitFor();
    clean(heard);
    await page.close();
  });
});
