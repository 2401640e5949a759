/** What every exchange's list of fills has in common: the fills that are listed by now, and the page that is served twice. */
import type { ExchangeId } from '../../shared/exchanges/ids';
import type { ExchangeDeps, WireReply, WireRequest } from './exchange';
import type { Fill } from './history';
import type { Account } from './world';

/** The fills of one symbol, in the order of their ids, without those that the fault lateFills hides; counts as one asking. */
export function listedFills(
  { faults, hidden }: Pick<ExchangeDeps, 'faults' | 'hidden'>,
  account: Account,
  request: WireRequest,
  symbol: string,
): readonly Fill[] {
  faults.take(['lateFills'], request.path, account.exchange);
  const late = hidden.get(account);
  const booked = account.book.fills.get(symbol) ?? [];
  return late === undefined ? booked : booked.filter((fill) => !late.has(fill));
}

/** The fills of all symbols by time, oldest first, without those that the fault lateFills hides; counts as one asking. */
export function allListedFills(
  { faults, hidden }: Pick<ExchangeDeps, 'faults' | 'hidden'>,
  account: Account,
  request: WireRequest,
): readonly Fill[] {
  faults.take(['lateFills'], request.path, account.exchange);
  const late = hidden.get(account);
  return [...account.book.fills.values()]
    .flat()
    .filter((fill) => late?.has(fill) !== true)
    .toSorted((a, b) => a.at - b.at || a.sequence - b.sequence);
}

/** Serves a page of fills, or the one before it once more while the fault repeatPage is on. `list`: what the pages are of. */
export type ServePage = (list: string, request: WireRequest, page: WireReply) => WireReply;

export function createPages(exchange: ExchangeId, { faults }: Pick<ExchangeDeps, 'faults'>): ServePage {
  const last = new Map<string, string>();
  return (list, request, page) => {
    const before = last.get(list);
    if (before !== undefined && faults.take(['repeatPage'], request.path, exchange) !== null)
      return { ...page, body: before };
    last.set(list, page.body);
    return page;
  };
}
