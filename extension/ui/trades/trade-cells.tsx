/** Cells that the tables of trips, closings and lots share. */
import { IconAlertTriangle } from '@tabler/icons-react';
import type { UnixMs } from '../../../shared/result';
import type { TradeRow } from '../../engine/api/trades';
import { ExchangeMark } from '../accounts/ExchangeMark';
import type { AccountName, AccountNames } from '../accounts/use-account-names';
import { Amount, Unknown } from '../components/Amount';
import { columnDecimals } from '../components/amount-format';
import { type Column, Label } from '../components/DataTable';
import { Rate } from '../components/Rate';
import { compactDurationText, compactTimeText, fullTimeText } from '../components/time-format';
import { Unseen } from '../components/Unseen';
import { text } from '../text';
import { pooling } from '../text/pooling';
import classes from './Trades.module.css';

const say = text.trades;

type Base = Pick<TradeRow, 'accountId' | 'symbol' | 'quote' | 'direction' | 'pooled'>;

/** Stands first and stays while the others scroll sideways. */
export const symbolColumn = <Row extends Base>(missing: (row: Row) => MissingProps | null): Column<Row> => ({
  id: 'symbol',
  header: say.columns.symbol,
  pin: { left: 0 },
  cell: (row) => <SymbolCell row={row} missing={missing(row)} />,
});

export const sideColumn = <Row extends Base>(): Column<Row> => ({
  id: 'direction',
  header: say.columns.direction,
  cell: (row) => say.directions[row.direction],
});

/** Last; null leaves it out: who looks at one account alone misses nothing. */
export const accountColumn = <Row extends Base>(accounts: AccountNames | null): readonly Column<Row>[] =>
  accounts === null
    ? []
    : [
        {
          id: 'account',
          header: say.columns.account,
          cell: (row) =>
            row.accountId === null ? (
              <span className={classes.dim}>{pooling.severalAccounts}</span>
            ) : (
              <AccountCell account={accounts.get(row.accountId)} />
            ),
        },
      ];

function AccountCell({ account }: { account: AccountName | undefined }) {
  if (account === undefined) return null; // it has just gone
  return (
    <span className={classes.account}>
      <span title={account.exchangeName}>
        <ExchangeMark exchange={account.exchange} />
        <Unseen>{account.exchangeName} </Unseen>
      </span>
      <Label>{account.label}</Label>
    </span>
  );
}

interface MissingProps {
  /** For screen readers. */
  readonly word: string;
  readonly title: string;
}

/** Figures of the symbol, or of the row, lack what the history never bought. */
export const incompleteBook: MissingProps = { word: say.incomplete, title: say.incompleteTitle };
export const neverBought: MissingProps = { word: `${say.incomplete}, ${say.unbought}`, title: say.unboughtTitle };

/** What is pooled in another currency than its symbol names says in which. */
function SymbolCell({ row: { symbol, quote, pooled }, missing }: { row: Base; missing: MissingProps | null }) {
  return (
    <>
      <strong className={classes.symbol}>{symbol}</strong>
      {pooled && !symbol.endsWith(`/${quote}`) ? <span className={classes.dim}> {pooling.in(quote)}</span> : null}
      {missing === null ? null : <IncompleteMark {...missing} />}
    </>
  );
}

export const IncompleteMark = ({ word, title }: MissingProps) => (
  <span className={classes.incomplete} title={title}>
    <IconAlertTriangle size={14} stroke={1.8} aria-hidden="true" />
    <Unseen>{word}</Unseen>
  </span>
);

export const Instant = ({ at, because }: { at: UnixMs | null; because: string }) =>
  at === null ? (
    <Unknown because={because} />
  ) : (
    <time dateTime={new Date(at).toISOString()} title={fullTimeText(at)}>
      {compactTimeText(at)}
    </time>
  );

/** A span with the instant that it began at. */
export const Held = ({ ms, openedAt }: { ms: number; openedAt: UnixMs }) => (
  <span title={say.openedAt(fullTimeText(openedAt))}>{compactDurationText(ms)}</span>
);

interface MoneyProps {
  readonly quote: string;
  readonly value: TradeRow['net'];
  readonly signed?: boolean;
}

/** An amount in the row's quote, which its symbol names. */
export const Money = ({ quote, value, signed = false }: MoneyProps) => (
  <Amount
    value={value}
    currency={quote}
    decimals={columnDecimals(quote)}
    signed={signed}
    unknownBecause={say.stillOpen}
  />
);

/** Fees in quote, marked where others in `coins` are outside of them. */
export const Fees = ({ quote, value, coins }: MoneyProps & { readonly coins: readonly string[] }) => (
  <>
    {coins.length === 0 ? null : (
      <span className={classes.plus} title={`${say.unconvertedMark}: ${coins.join(', ')}`}>
        +<Unseen>{say.unconvertedMark}</Unseen>{' '}
      </span>
    )}
    <Money quote={quote} value={value} />
  </>
);

export const NetRate = ({ rate, because }: { rate: TradeRow['netRate']; because: string }) =>
  rate === null ? <Unknown because={because} /> : <Rate rate={rate} />;
