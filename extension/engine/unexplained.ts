/**
 * Which coins of an account's books do not add up to what its exchange reports, by the last verdict: PnL that rests on them says so.
 *
 * Judged once fills and flows were read behind the balances, and kept sealed in `local`, so that no figure waits for it or sums
 * anything for it.
 *
 * Not counted is what takes nothing from PnL, or what other words say already: a history that is not read to its end, a flow that
 * is under way, what may have been there before an exchange's look-back, and less than the smallest order of the coin's markets.
 */
import { z } from 'zod';
import { e36, toE36 } from '../../shared/money/decimal';
import type { Failure } from '../../shared/reasons';
import type { Store } from '../store/store';
import type { ReconciledAsset } from './api/reconciliation';
import type { DustOf } from './books';
import { type Reconciled, reconciled } from './reconciliation';

export interface Unexplained {
  /** In order of code units; empty where all adds up, or nobody can tell. */
  of(accountId: string): readonly string[];
  /** Holds the account against its exchange anew; the last verdict stays where fills were not read after the balances. Never rejects. */
  judge(accountId: string): Promise<void>;
  forget(accountId: string): Promise<void>;
}

interface UnexplainedParts {
  readonly store: Pick<Store, 'readLocal' | 'write'>;
  readonly reconciled: Reconciled;
  readonly dustOf: DustOf;
  readonly now: () => number;
  readonly onChange: () => void;
  /** Hears of what nobody waits for. */
  readonly onFailure: (failure: Failure) => void;
}

const keyOf = (accountId: string): string => `unexplained:${accountId}`;
const storedSchema = z.array(z.string());

/** Whether a difference is one that PnL may lack something for; `difference`: what the history tells of, less what is there. */
function isTold({ verdict, difference, causes }: ReconciledAsset): boolean {
  if (difference === null || (verdict !== 'unexplained' && verdict !== 'opening-unknown')) return false;
  if (causes.includes('under-way') || causes.includes('import-incomplete')) return false;
  return !(causes.includes('before-look-back') && e36(difference) < 0n);
}

/** Reads the last verdicts; one that cannot be read counts as none, and comes with the next import. */
export async function loadUnexplained(accountIds: readonly string[], parts: UnexplainedParts): Promise<Unexplained> {
  const { store, dustOf, now, onChange, onFailure } = parts;
  const { accounts, books, imports, observations } = parts.reconciled;
  const assetsBy = new Map<string, readonly string[]>();
  for (const accountId of accountIds) {
    const stored = await store.readLocal(keyOf(accountId), storedSchema);
    if (stored.ok && stored.value) assetsBy.set(accountId, stored.value);
  }
  const of = (accountId: string): readonly string[] => assetsBy.get(accountId) ?? [];

  /** Whether the difference is more than the least order of a market in which the coin is bought and sold; without one, nothing rests on it. */
  async function isTraded(accountId: string, { asset, difference }: ReconciledAsset): Promise<boolean> {
    for (const { book } of books.of(accountId)) {
      const { base, symbol, market } = book.key;
      if (base !== asset || market === 'perp' || difference === null) continue;
      const missing = e36(difference);
      if ((missing < 0n ? -missing : missing) > toE36(await dustOf(accountId, symbol))) return true;
    }
    return false;
  }

  /** Fills that came between the two would be missing from the one and not from the other. */
  function isReadBehind(accountId: string): boolean {
    const { startedAt } = imports.progress(accountId);
    const spot = observations.of(accountId).wallets.find(({ wallet }) => wallet === 'spot');
    const readAt = spot?.balances.last?.at;
    return readAt !== undefined && startedAt !== null && readAt <= startedAt;
  }

  async function judgeNow(accountId: string): Promise<void> {
    if (!isReadBehind(accountId)) return;
    const assets: string[] = [];
    for (const row of (await reconciled(parts.reconciled, accountId, now)).assets)
      if (isTold(row) && (await isTraded(accountId, row))) assets.push(row.asset);
    if (!accounts.get(accountId)) return; // removed meanwhile
    assets.sort();
    if (assets.join() === of(accountId).join()) return;
    assetsBy.set(accountId, assets);
    onChange();
    const written = await store.write({ putLocal: [{ key: keyOf(accountId), value: assets }] });
    if (!written.ok && written.error.reason !== 'vault-locked') onFailure(written.error);
  }

  return {
    of,
    judge: (accountId) =>
      judgeNow(accountId).catch((error: unknown) =>
        onFailure({ reason: 'storage-failed', code: error instanceof Error ? error.name : typeof error }),
      ),
    async forget(accountId) {
      assetsBy.delete(accountId);
      await store.write({ deleteLocal: [keyOf(accountId)] });
    },
  };
}
