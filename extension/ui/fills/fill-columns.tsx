/**
 * The columns of the fills table. Widths are fixed, so that nothing moves while rows come and go under the scrollbar; so are the
 * decimals of money, by its currency. Prices and quantities have theirs by their size: a row does not know its market's steps.
 */
import { msOfUs } from '../../../shared/result';
import type { FillsRow } from '../../engine/api/fills';
import { ExchangeMark } from '../accounts/ExchangeMark';
import type { AccountName, AccountNames } from '../accounts/use-account-names';
import { Amount, Unknown } from '../components/Amount';
import { columnDecimals, feeDecimals } from '../components/amount-format';
import type { Column } from '../components/DataTable';
import { compactTimeText, fullTimeText } from '../components/time-format';
import { Unseen } from '../components/Unseen';
import { text } from '../text';
import classes from './Fills.module.css';

const say = text.fills;

/** `accounts` null leaves the account's column out. */
export function fillColumns(accounts: AccountNames | null): readonly Column<FillsRow>[] {
  const { columns } = say;
  const all: readonly (Column<FillsRow> | null)[] = [
    { id: 'time', header: columns.time, width: 112, cell: (row) => <Time us={row.executedAtUs} /> },
    { id: 'symbol', header: columns.symbol, width: 136, cell: (row) => <SymbolCell row={row} /> },
    { id: 'side', header: columns.side, width: 48, cell: (row) => say.sides[row.side] },
    accounts && {
      id: 'account',
      header: columns.account,
      width: 112,
      from: 700,
      cell: (row) => <AccountCell account={accounts.get(row.accountId)} />,
    },
    {
      id: 'quantity',
      header: columns.quantity,
      title: say.quantityTitle,
      align: 'right',
      width: 98,
      cell: (row) => <Amount value={row.quantity} currency={row.base} />,
    },
    {
      id: 'price',
      header: columns.price,
      title: say.priceTitle,
      align: 'right',
      width: 104,
      from: 600,
      cell: (row) => <Amount value={row.price} currency={row.quote} />,
    },
    {
      id: 'value',
      header: columns.value,
      title: say.valueTitle,
      align: 'right',
      width: 112,
      cell: (row) => <Amount value={row.notional} currency={row.quote} decimals={columnDecimals(row.quote)} />,
    },
    { id: 'fee', header: columns.fee, align: 'right', width: 142, from: 860, cell: (row) => <Fee row={row} /> },
    {
      id: 'liquidity',
      header: columns.liquidity,
      align: 'right',
      width: 74,
      from: 1000,
      cell: (row) => <Liquidity row={row} />,
    },
  ];
  return all.filter((column) => column !== null);
}

export const Liquidity = ({ row }: { row: Pick<FillsRow, 'liquidity'> }) =>
  row.liquidity === null ? <Unknown because={say.liquidityUnknown} /> : say.liquidities[row.liquidity];

function Time({ us }: { us: number }) {
  const at = msOfUs(us);
  return (
    <time dateTime={new Date(at).toISOString()} title={fullTimeText(at)}>
      {compactTimeText(at)}
    </time>
  );
}

const SymbolCell = ({ row }: { row: FillsRow }) => (
  <span
    className={classes.cut}
    title={row.market === 'spot' ? row.symbol : `${row.symbol}, ${say.markets[row.market]}`}
  >
    <strong className={classes.symbol}>{row.symbol}</strong>
    {row.market === 'spot' ? null : <span className={classes.dim}> {say.markets[row.market]}</span>}
  </span>
);

function AccountCell({ account }: { account: AccountName | undefined }) {
  if (account === undefined) return null; // it has just gone
  return (
    <span className={classes.cut} title={`${account.exchangeName} · ${account.label}`}>
      <ExchangeMark exchange={account.exchange} />
      <Unseen>{account.exchangeName} </Unseen> {account.label}
    </span>
  );
}

/** The first fee; a fill with two names the other in its tooltip and opens to both. */
function Fee({ row: { fees } }: { row: FillsRow }) {
  const [first, ...others] = fees;
  if (first === undefined) return <span className={classes.dim}>{say.noFee}</span>;
  return (
    <>
      <Amount value={first.amount} currency={first.currency} decimals={feeDecimals(first.currency)} showCurrency />
      {others.length === 0 ? null : (
        <span className={classes.dim} title={say.andFeesTitle(others.map(({ currency }) => currency).join(', '))}>
          {' '}
          {say.andFees(others.length)}
        </span>
      )}
    </>
  );
}
