/**
 * How Balances is looked at: the grouping in the hash, what is small in this browser's own storage (over sample data: nowhere),
 * the search nowhere.
 *
 * The search is the name of an asset, which no URL may hold, since the browser keeps URLs.
 */
import { useEffect, useState } from 'react';
import { type DecimalString, parseDecimal } from '../../../shared/money/decimal';
import type { BaseCurrency } from '../../engine/api/settings';
import { navigateHash, useHashPath, useHashSearch } from '../hash-location';
import { usePlatform } from '../platform';
import type { Grouping } from './balance-lines';

const groupings: readonly Grouping[] = ['asset', 'account', 'none'];

export function useGrouping(): readonly [Grouping, (grouping: string) => void] {
  const [path] = useHashPath();
  const search = useHashSearch();
  const params = new URLSearchParams(search);
  const grouping = groupings.find((one) => one === params.get('group')) ?? 'asset';
  const change = (next: string) => {
    params.delete('group');
    if (next !== 'asset') params.set('group', next);
    const rest = params.toString();
    navigateHash(rest === '' ? path : `${path}?${rest}`, { replace: true });
  };
  return [grouping, change];
}

interface SmallBalances {
  readonly hide: boolean;
  /** As typed last, by base currency: 1 of one is much of another. */
  readonly below: Readonly<Partial<Record<BaseCurrency, string>>>;
}

const usualLimit: Readonly<Record<BaseCurrency, string>> = { USDT: '1', USDC: '1', EUR: '1', BTC: '0.00001' };

export interface SmallFilter {
  readonly hide: boolean;
  readonly typed: string;
  /** Null where what is typed is no amount above 0. */
  readonly limit: DecimalString | null;
  readonly setHide: (hide: boolean) => void;
  readonly type: (text: string) => void;
}

/** A limit as it is typed; null where it is none. */
export function limitOf(typed: string): DecimalString | null {
  const parsed = parseDecimal(typed.trim().replace(',', '.'));
  return parsed.ok && !parsed.value.startsWith('-') && parsed.value !== '0' ? parsed.value : null;
}

export function useSmallFilter(currency: BaseCurrency): SmallFilter {
  const [small, setSmall] = useSmallBalances();
  const typed = small.below[currency] ?? usualLimit[currency];
  return {
    hide: small.hide,
    typed,
    limit: limitOf(typed),
    setHide: (hide) => setSmall({ ...small, hide }),
    type: (text) => setSmall({ ...small, below: { ...small.below, [currency]: text } }),
  };
}

const smallKey = 'fillbook-small-balances';

/** The choice as it was stored, also by another version; as it is at first where nothing, or nothing that makes sense, was. */
export function smallBalancesOf(stored: string | null): SmallBalances {
  try {
    const kept: unknown = JSON.parse(stored ?? 'null');
    const { hide, below }: { hide?: unknown; below?: unknown } = typeof kept === 'object' && kept !== null ? kept : {};
    const limits = Object.entries(typeof below === 'object' && below !== null ? below : {});
    return { hide: hide === true, below: Object.fromEntries(limits.filter(([, limit]) => typeof limit === 'string')) };
  } catch {
    return { hide: false, below: {} };
  }
}

/** Null too where the browser keeps no local storage: the choice then holds on the page. */
function stored(): string | null {
  return typeof localStorage === 'undefined' ? null : localStorage.getItem(smallKey);
}

/** Written by a choice alone, heard from other pages, and over sample data neither: it stays in the page then. */
function useSmallBalances(): readonly [SmallBalances, (next: SmallBalances) => void] {
  const { showsSample } = usePlatform();
  const [small, setSmall] = useState(() => smallBalancesOf(stored()));
  useEffect(() => {
    const hear = ({ key, newValue }: StorageEvent) => {
      if (key === smallKey || key === null) setSmall(smallBalancesOf(newValue));
    };
    addEventListener('storage', hear);
    return () => removeEventListener('storage', hear);
  }, []);
  const choose = (next: SmallBalances): void => {
    setSmall(next);
    if (!showsSample) localStorage.setItem(smallKey, JSON.stringify(next));
  };
  return [small, choose];
}
