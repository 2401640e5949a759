/** What the store holds of an account's fills, as the ledger would count it: each identity once, in order. */

import type { RecordFailure } from '../../../../extension/store/failure';
import { fillStream } from '../../../../extension/store/fill-stream';
import type { Store } from '../../../../extension/store/store';
import { distinctRows } from '../../../../extension/store/streams';
import type { Fill } from '../../../../shared/ledger/fill';
import { fillOfParsed } from '../../../../shared/ledger/leg';
import type { Failure } from '../../../../shared/reasons';
import { ok, type Result } from '../../../../shared/result';

export async function storedFills(
  store: Store,
  accountId: string,
): Promise<Result<{ readonly rows: readonly Fill[]; readonly failures: readonly RecordFailure[] }, Failure>> {
  const rows: Fill[] = [];
  const read = await store.readFills(accountId, async ({ fills, unreadable }) => {
    for (const { symbol, id, field, reason } of unreadable) throw new Error(`${symbol} ${id}: ${field} ${reason}`);
    for (const fill of fills) rows.push(fillOfParsed(fill));
  });
  return read.ok ? ok({ rows: distinctRows(fillStream, rows), failures: read.value }) : read;
}
