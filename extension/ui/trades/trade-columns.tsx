/**
 * The columns of round trips: what a trade made first, since that stays in view where the window is narrow; the others scroll
 * sideways under the symbol. Money has fixed decimals by its quote, prices and quantities by their size.
 */

import type { TradeRow } from '../../engine/api/trades';
import type { AccountNames } from '../accounts/use-account-names';
import { Amount } from '../components/Amount';
import type { Column } from '../components/DataTable';
import { Unseen } from '../components/Unseen';
import { text } from '../text';
import classes from './Trades.module.css';
import {
  accountColumn,
  Fees,
  Held,
  Instant,
  incompleteBook,
  Money,
  NetRate,
  sideColumn,
  symbolColumn,
} from './trade-cells';

const say = text.trades;

export interface ColumnOptions {
  readonly state: 'closed' | 'open';
  readonly accounts: AccountNames | null;
}

export function tradeColumns({ state, accounts }: ColumnOptions): readonly Column<TradeRow>[] {
  const { columns } = say;
  const symbol = symbolColumn<TradeRow>((row) => (row.incompleteHistory ? incompleteBook : null));
  const prices: readonly Column<TradeRow>[] = [
    {
      id: 'amount',
      header: columns.amount,
      title: say.amountTitle,
      align: 'right',
      cell: (row) => <Entered row={row} />,
    },
    {
      id: 'entry',
      header: columns.entry,
      title: say.entryTitle,
      align: 'right',
      cell: (row) => <Amount value={row.averageEntry} currency={row.quote} />,
    },
    {
      id: 'exit',
      header: columns.exit,
      title: say.exitTitle,
      align: 'right',
      cell: (row) => <Amount value={row.averageExit} currency={row.quote} unknownBecause={say.stillOpen} />,
    },
  ];
  const fees: Column<TradeRow> = {
    id: 'fees',
    header: columns.fees,
    align: 'right',
    cell: ({ quote, fees: value, unconvertedFees }) => (
      <Fees quote={quote} value={value} coins={unconvertedFees.map(({ currency }) => currency)} />
    ),
  };
  const opened: Column<TradeRow> = {
    id: 'opened',
    header: columns.opened,
    cell: (row) => <Instant at={row.openedAt} because={say.stillOpen} />,
  };
  if (state === 'open') return [symbol, sideColumn(), opened, ...prices, fees, ...accountColumn<TradeRow>(accounts)];
  return [
    symbol,
    sideColumn(),
    ...results,
    ...prices,
    gross(accounts !== null),
    fees,
    ...accountColumn<TradeRow>(accounts),
  ];
}

/** When it closed and what it made. */
const results: readonly Column<TradeRow>[] = [
  {
    id: 'closed',
    header: say.columns.closed,
    cell: (row) => <Instant at={row.closedAt} because={say.stillOpen} />,
  },
  {
    id: 'net',
    header: say.columns.net,
    title: say.netTitle,
    align: 'right',
    cell: (row) => <Money quote={row.quote} value={row.net} signed />,
  },
  {
    id: 'rate',
    header: say.columns.rate,
    title: say.rateTitle,
    align: 'right',
    cell: (row) => <NetRate rate={row.netRate} because={row.closedAt === null ? say.stillOpen : say.noCost} />,
  },
  {
    id: 'held',
    header: say.columns.held,
    title: say.heldTitle,
    align: 'right',
    cell: (row) => (row.holdMs === null ? '' : <Held ms={row.holdMs} openedAt={row.openedAt} />),
  },
];

/** Where its room is an account's, only wider tables have it: net and fees tell it as well. */
const gross = (besideAccount: boolean): Column<TradeRow> => ({
  id: 'gross',
  header: say.columns.gross,
  align: 'right',
  from: besideAccount ? 1100 : 1000,
  cell: (row) => <Money quote={row.quote} value={row.gross} signed />,
});

/** What was entered, marked where dust came in or was left. */
function Entered({ row }: { row: TradeRow }) {
  const titles = [row.carriedIn && say.dust.inTitle, row.carriedOut && say.dust.outTitle].filter(
    (title) => title !== null,
  );
  return (
    <>
      {titles.length === 0 ? null : (
        <span className={classes.dust} title={titles.join('; ')}>
          ≈<Unseen>{say.dust.mark}</Unseen>{' '}
        </span>
      )}
      <Amount value={row.amount} currency={row.base} />
    </>
  );
}
