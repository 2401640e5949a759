/**
 * How Balances is looked at: the grouping in the hash, what is small in this browser's own storage (over sample data: nowhere),
 * the search nowhere.
 *
 * The search is the name of an asset, which no URL may hold, since the browser keeps URLs.
 */
import { useLocalStorage } from '@mantine/hooks';
import { useState } from 'react';
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
  const { showsSample } = usePlatform();
  const kept = useLocalStorage<SmallBalances>({
    key: 'fillbook-small-balances',
    defaultValue: { hide: false, below: {} },
    getInitialValueInEffect: false,
  });
  const inPage = useState(kept[0]);
  const [small, setSmall] = showsSample ? inPage : kept;
  const typed = small.below[currency] ?? usualLimit[currency];
  return {
    hide: small.hide,
    typed,
    limit: limitOf(typed),
    setHide: (hide) => setSmall((before) => ({ ...before, hide })),
    type: (text) => setSmall((before) => ({ ...before, below: { ...before.below, [currency]: text } })),
  };
}
