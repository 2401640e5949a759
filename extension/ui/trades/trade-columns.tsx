/** The columns of the trades table. Money has fixed decimals by its quote, prices and quantities by their size. */
import { VisuallyHidden } from '@mantine/core';
import { IconAlertTriangle } from '@tabler/icons-react';
import type { AccountView } from '../../engine/api';
import type { TradeRow } from '../../engine/api/trades';
import { ExchangeMark } from '../accounts/ExchangeMark';
import { Amount, Unknown } from '../components/Amount';
import { columnDecimals } from '../components/amount-format';
import { type Column, Label } from '../components/DataTable';
import { Rate } from '../components/Rate';
import { compactDurationText, compactTimeText, fullTimeText } from '../components/time-format';
import { text } from '../text';
import classes from './Trades.module.css';

const say = text.trades;

export interface ColumnOptions {
  readonly state: 'closed' | 'open';
  /** Names by account id; null leaves the account's column out. */
  readonly accounts: ReadonlyMap<string, AccountName> | null;
}

/** What a row says of its account: labels are told apart within one exchange only. */
export type AccountName = Pick<AccountView, 'exchange' | 'exchangeName' | 'label'>;

/** The last column's, so that the net beside it can be pinned too. */
const rateWidth = 82;

export function tradeColumns({ state, accounts }: ColumnOptions): readonly Column<TradeRow>[] {
  const { columns } = say;
  const closed = state === 'closed';
  const all: readonly (Column<TradeRow> | null)[] = [
    { id: 'symbol', header: columns.symbol, pin: { left: 0 }, cell: (row) => <SymbolCell row={row} /> },
    { id: 'direction', header: columns.direction, from: 1100, cell: (row) => say.directions[row.direction] },
    accounts && {
      id: 'account',
      header: columns.account,
      cell: (row) => <AccountCell account={accounts.get(row.accountId)} />,
    },
    closed
      ? { id: 'closed', header: columns.closed, cell: (row) => <Instant at={row.closedAt} /> }
      : { id: 'opened', header: columns.opened, cell: (row) => <Instant at={row.openedAt} /> },
    closed
      ? {
          id: 'held',
          header: columns.held,
          title: say.heldTitle,
          align: 'right',
          from: 600,
          cell: (row) => (
            <span title={say.openedAt(fullTimeText(row.openedAt))}>
              {row.holdMs === null ? '' : compactDurationText(row.holdMs)}
            </span>
          ),
        }
      : null,
    {
      id: 'amount',
      header: columns.amount,
      from: 700,
      title: say.amountTitle,
      align: 'right',
      cell: (row) => <Amount value={row.amount} currency={row.base} />,
    },
    {
      id: 'entry',
      header: columns.entry,
      from: 860,
      title: say.entryTitle,
      align: 'right',
      cell: (row) => <Amount value={row.averageEntry} currency={row.quote} />,
    },
    {
      id: 'exit',
      header: columns.exit,
      from: 860,
      title: say.exitTitle,
      align: 'right',
      cell: (row) => <Amount value={row.averageExit} currency={row.quote} unknownBecause={say.stillOpen} />,
    },
    closed
      ? {
          id: 'gross',
          header: columns.gross,
          from: 1000,
          align: 'right',
          cell: (row) => <Money row={row} value={row.gross} signed />,
        }
      : null,
    { id: 'fees', header: columns.fees, align: 'right', from: 1000, cell: (row) => <Fees row={row} /> },
    closed
      ? {
          id: 'net',
          header: columns.net,
          title: say.netTitle,
          align: 'right',
          pin: { right: rateWidth },
          cell: (row) => <Money row={row} value={row.net} signed />,
        }
      : null,
    closed
      ? {
          id: 'rate',
          header: columns.rate,
          title: say.rateTitle,
          align: 'right',
          pin: { right: 0 },
          width: rateWidth,
          cell: (row) => <NetRate row={row} />,
        }
      : null,
  ];
  return all.filter((column) => column !== null);
}

function AccountCell({ account }: { account: AccountName | undefined }) {
  if (account === undefined) return null; // it has just gone
  return (
    <span className={classes.account}>
      <span title={account.exchangeName}>
        <ExchangeMark exchange={account.exchange} />
        <VisuallyHidden>{account.exchangeName} </VisuallyHidden>
      </span>
      <Label>{account.label}</Label>
    </span>
  );
}

function SymbolCell({ row }: { row: TradeRow }) {
  return (
    <>
      <strong className={classes.symbol}>{row.symbol}</strong>
      {row.incompleteHistory ? (
        <span className={classes.incomplete} title={say.incompleteTitle}>
          <IconAlertTriangle size={14} stroke={1.8} aria-hidden="true" />
          <VisuallyHidden>{say.incomplete}</VisuallyHidden>
        </span>
      ) : null}
    </>
  );
}

const Instant = ({ at }: { at: TradeRow['closedAt'] }) =>
  at === null ? (
    <Unknown because={say.stillOpen} />
  ) : (
    <time dateTime={new Date(at).toISOString()} title={fullTimeText(at)}>
      {compactTimeText(at)}
    </time>
  );

interface MoneyProps {
  readonly row: TradeRow;
  readonly value: TradeRow['net'];
  readonly signed?: boolean;
}

/** An amount in the row's quote, which its symbol names. */
const Money = ({ row, value, signed = false }: MoneyProps) => (
  <>
    <Amount
      value={value}
      currency={row.quote}
      decimals={columnDecimals(row.quote)}
      signed={signed}
      unknownBecause={say.stillOpen}
    />
  </>
);

const Fees = ({ row }: { row: TradeRow }) => (
  <>
    {row.unconvertedFees.length === 0 ? null : (
      <span
        className={classes.plus}
        title={`${say.unconvertedMark}: ${row.unconvertedFees.map((fee) => fee.currency).join(', ')}`}
      >
        +<VisuallyHidden>{say.unconvertedMark}</VisuallyHidden>{' '}
      </span>
    )}
    <Money row={row} value={row.fees} />
  </>
);

const NetRate = ({ row }: { row: TradeRow }) =>
  row.netRate === null ? <Unknown because={say.stillOpen} /> : <Rate rate={row.netRate} />;
