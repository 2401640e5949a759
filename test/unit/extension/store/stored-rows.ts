/** What the store holds of an account's fills and rates, as the figures would count it: each identity once, in order. */

import type { RecordFailure } from '../../../../extension/store/failure';
import { fillStream } from '../../../../extension/store/fill-stream';
import { rateStream } from '../../../../extension/store/rate-stream';
import type { Store } from '../../../../extension/store/store';
import { distinctRows } from '../../../../extension/store/streams';
import type { FeeRate } from '../../../../shared/exchanges/fee-rate';
import type { Fill } from '../../../../shared/ledger/fill';
import { fillOfParsed } from '../../../../shared/ledger/leg';
import type { Failure } from '../../../../shared/reasons';
import { ok, type Result } from '../../../../shared/result';

type StoredRows<Row> = Result<{ readonly rows: readonly Row[]; readonly failures: readonly RecordFailure[] }, Failure>;

export async function storedFills(store: Store, accountId: string): Promise<StoredRows<Fill>> {
  const rows: Fill[] = [];
  const read = await store.readFills(accountId, async ({ fills, unreadable }) => {
    for (const { symbol, id, field, reason } of unreadable) throw new Error(`${symbol} ${id}: ${field} ${reason}`);
    for (const fill of fills) rows.push(fillOfParsed(fill));
  });
  return read.ok ? ok({ rows: distinctRows(fillStream, rows), failures: read.value }) : read;
}

export async function storedRates(store: Store, accountId: string): Promise<StoredRows<FeeRate>> {
  const rows: FeeRate[] = [];
  const read = await store.readRates(accountId, async (some) => {
    for (const row of some) rows.push(row);
  });
  return read.ok ? ok({ rows: distinctRows(rateStream, rows), failures: read.value }) : read;
}
