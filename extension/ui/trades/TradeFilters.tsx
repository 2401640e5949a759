/** What the list is narrowed to: symbol, side, and the days on which something closed. The account is the top bar's scope. */
import { NativeSelect, SegmentedControl, TextInput } from '@mantine/core';
import type { TradesPage } from '../../engine/api/trades';
import { text } from '../text';
import classes from './Trades.module.css';
import type { AccountName } from './trade-cells';
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
  readonly accounts: ReadonlyMap<string, AccountName>;
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
      {filter.state === 'open' ? null : <Days filter={filter} change={change} />}
    </search>
  );
}

const Days = ({ filter, change }: FilterProps) => (
  <div className={classes.days}>
    <span aria-hidden="true">{say.from}</span>
    <TextInput
      size="xs"
      type="date"
      aria-label={say.fromLabel}
      value={filter.closedFrom ?? ''}
      onChange={(event) => change({ closedFrom: dayOf(event.currentTarget.value) })}
    />
    <span aria-hidden="true">{say.to}</span>
    <TextInput
      size="xs"
      type="date"
      aria-label={say.toLabel}
      value={filter.closedTo ?? ''}
      onChange={(event) => change({ closedTo: dayOf(event.currentTarget.value) })}
    />
    <span aria-hidden="true">{say.utc}</span>
  </div>
);

/** A day field holds nothing until all of it is typed. */
const dayOf = (value: string): string | null => (value === '' ? null : value);

/** A symbol's name, with its account where several accounts have it. */
function bookName(
  { symbol, accountId }: TradesPage['books'][number],
  books: TradesPage['books'],
  accounts: ReadonlyMap<string, AccountName>,
): string {
  const account = accounts.get(accountId);
  const once = books.filter((book) => book.symbol === symbol).length < 2;
  return once || account === undefined ? symbol : `${symbol} · ${account.exchangeName} · ${account.label}`;
}
