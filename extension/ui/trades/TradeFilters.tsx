/** What the list is narrowed to: symbol, side, and the days on which something closed. The account is the top bar's scope. */
import { NativeSelect, SegmentedControl } from '@mantine/core';
import type { TradesPage } from '../../engine/api/trades';
import type { AccountNames } from '../accounts/use-account-names';
import { DayRange } from '../components/DayRange';
import { text } from '../text';
import { pooling } from '../text/pooling';
import classes from './Trades.module.css';
import type { TradesFilter } from './use-trades';

const say = text.trades;

interface FilterProps {
  readonly filter: TradesFilter;
  readonly change: (change: Partial<TradesFilter>) => void;
}

/** Round trips or closings, beside the title. */
export const ViewSwitch = ({ filter, change }: FilterProps) => (
  <>
    <SegmentedControl
      size="xs"
      aria-label={say.viewLabel}
      data={[
        { value: 'trips', label: say.views.trips },
        { value: 'closings', label: say.views.closings },
      ]}
      value={filter.view}
      onChange={(view) => change({ view: view === 'closings' ? 'closings' : 'trips' })}
    />
    <SegmentedControl
      size="xs"
      aria-label={say.stateLabel}
      data={[
        { value: 'closed', label: say.states.closed },
        { value: 'open', label: say.states.open },
      ]}
      value={filter.state}
      onChange={(state) => change({ state: state === 'open' ? 'open' : 'closed' })}
    />
  </>
);

interface TradeFiltersProps extends FilterProps {
  readonly books: TradesPage['books'];
  readonly accounts: AccountNames;
}

export function TradeFilters({ filter, change, books, accounts }: TradeFiltersProps) {
  const side = (value: string): TradesFilter['side'] => (value === 'long' || value === 'short' ? value : null);
  return (
    <search className={classes.filters} aria-label={say.filters}>
      <NativeSelect
        size="xs"
        aria-label={say.symbol}
        data={[
          { value: '', label: say.allSymbols },
          ...books.map((book) => ({ value: book.id, label: bookName(book, books, accounts) })),
        ]}
        value={filter.bookId ?? ''}
        onChange={(event) => change({ bookId: event.currentTarget.value === '' ? null : event.currentTarget.value })}
      />
      <NativeSelect
        size="xs"
        aria-label={say.side}
        data={[
          { value: '', label: say.allSides },
          { value: 'long', label: say.sidesOf.long },
          { value: 'short', label: say.sidesOf.short },
        ]}
        value={filter.side ?? ''}
        onChange={(event) => change({ side: side(event.currentTarget.value) })}
      />
      {filter.state === 'open' ? null : (
        <DayRange
          from={filter.closedFrom}
          to={filter.closedTo}
          label={say.from}
          fromLabel={say.fromLabel}
          toLabel={say.toLabel}
          onFrom={(closedFrom) => change({ closedFrom })}
          onTo={(closedTo) => change({ closedTo })}
        />
      )}
    </search>
  );
}

/** A symbol's name, with its account where several accounts have it. */
function bookName(
  { symbol, accountId }: TradesPage['books'][number],
  books: TradesPage['books'],
  accounts: AccountNames,
): string {
  if (accountId === null) return pooling.pool(symbol);
  const account = accounts.get(accountId);
  const once = books.filter((book) => book.symbol === symbol).length < 2;
  return once || account === undefined ? symbol : `${symbol} · ${account.exchangeName} · ${account.label}`;
}
