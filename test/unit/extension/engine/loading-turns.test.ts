/** A long history is read in pieces: what a page asks meanwhile is not kept waiting until all of it is there. */
import { expect, test } from 'vitest';
import { createBooks } from '../../../../extension/engine/books';
import { createRates } from '../../../../extension/engine/rates';
import type { Store } from '../../../../extension/store/store';
import { decimal, e18 } from '../../../../shared/money/decimal';
import { ok } from '../../../../shared/result';
import type { OpenVault } from '../../../../shared/vault/open-vault';

/** A clock by which each piece of work has taken a second. */
const slowClock = () => {
  let now = 0;
  return () => {
    now += 1_000;
    return now;
  };
};

/** Whether a message that was sent before the work is taken before the work has ended; browsers open a segment without a turn. */
async function givesTurns(work: () => Promise<unknown>): Promise<boolean> {
  const { port1, port2 } = new MessageChannel();
  let taken = false;
  port1.onmessage = () => {
    taken = true;
    port1.close();
  };
  port2.postMessage('asked');
  await work();
  return taken;
}

test('rates', async () => {
  const store = {
    readRates: async (_: string, take: (rows: readonly []) => Promise<void>) => {
      for (let segment = 0; segment < 3; segment += 1) await take([]);
      return ok([]);
    },
    write: async () => ok(undefined),
  };
  const rates = createRates(store, slowClock());
  expect(await givesTurns(() => rates.load('a'))).toBe(true);
});

test('fills', async () => {
  const store: Pick<Store, 'readFills'> = {
    readFills: async (_, take) => {
      for (let segment = 0; segment < 3; segment += 1) await take({ fills: [], unreadable: [] });
      return ok([]);
    },
  };
  const noRates = { load: async () => [], of: () => () => undefined };
  const books = createBooks(
    store as Store, // nothing else is asked of it
    {} as OpenVault, // nor of the vault, without a fill
    ['a'],
    slowClock(),
    async () => e18(decimal('0')),
    () => 'fifo',
    noRates,
  );
  const loading = givesTurns(() => books.loaded);
  books.load();
  expect(await loading).toBe(true);
});
