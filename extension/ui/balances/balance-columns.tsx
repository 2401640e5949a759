/** The columns of the table of balances: what each shows of a row, of a group's sum, and of an account. */
import type { ReactNode } from 'react';
import type { DecimalString } from '../../../shared/money/decimal';
import { reasons } from '../../../shared/reasons';
import type { UnixMs } from '../../../shared/result';
import type { BalancesAccount, BalancesPage } from '../../engine/api/balances';
import { Age } from '../components/Age';
import { Amount, Unknown } from '../components/Amount';
import { columnDecimals } from '../components/amount-format';
import type { Column } from '../components/DataTable';
import { PartialMark } from '../components/PartialAmountView';
import { text } from '../text';
import classes from './Balances.module.css';
import { nameOf } from './balance-items';
import type { Grouping, Line } from './balance-lines';
import { NotKnownMark } from './NotKnownMark';
import { PriceCell, PriceIcon } from './PriceCell';

type BaseCurrency = BalancesPage['baseCurrency'];

export function balanceColumns(grouping: Grouping, baseCurrency: BaseCurrency): readonly Column<Line>[] {
  const say = text.balances.columns;
  const byAccount = grouping === 'account';
  const quantity = (id: 'free' | 'locked' | 'total', from?: 700 | 860): Column<Line> => ({
    id,
    header: say[id],
    align: 'right',
    sortable: true,
    ...(id === 'total' ? { title: text.balances.totalTitle } : {}),
    ...(from === undefined ? {} : { from }),
    cell: (line) => <Quantity line={line} field={id} />,
  });
  return [
    {
      id: 'asset',
      header: byAccount ? say.accountAndAsset : say.asset,
      sortable: true,
      cell: (line) => <AssetCell line={line} />,
    },
    {
      id: 'account',
      header: byAccount ? say.state : say.account,
      sortable: !byAccount,
      cell: (line) => <AccountCell line={line} grouping={grouping} />,
    },
    quantity('free', 700),
    quantity('locked', 860),
    quantity('total'),
    {
      id: 'price',
      header: say.price(baseCurrency),
      title: text.balances.priceTitle,
      align: 'right',
      sortable: true,
      from: 700,
      cell: (line) => priceOf(line, baseCurrency, PriceCell),
    },
    {
      id: 'age',
      header: say.age,
      title: text.balances.ageTitle,
      align: 'right',
      sortable: true,
      from: 860,
      cell: (line) => <LineAge line={line} />,
    },
    {
      id: 'value',
      header: say.value(baseCurrency),
      align: 'right',
      sortable: true,
      pin: { right: 0 },
      cell: (line) => (
        <>
          <Value line={line} baseCurrency={baseCurrency} />
          {priceOf(line, baseCurrency, PriceIcon)}
        </>
      ),
    },
  ];
}

function AssetCell({ line }: { line: Line }) {
  switch (line.kind) {
    case 'row':
      return line.grouped ? <span className={classes.under}>{line.row.asset}</span> : <strong>{line.row.asset}</strong>;
    case 'sum':
      return <strong>{line.asset}</strong>;
    case 'account':
      return (
        <strong>
          <Name>{nameOf(line.account)}</Name>
        </strong>
      );
    case 'unread':
      return <Unknown because={text.common.unknownWord} />;
  }
}

/** An account's name, cut to its column; the whole of it is in the tooltip. */
const Name = ({ children }: { children: string }) => (
  <span className={classes.name} title={children}>
    {children}
  </span>
);

const walletName = (line: Extract<Line, { kind: 'row' }>): string =>
  line.row.wallet === 'spot' ? '' : text.common.inWallet(text.common.wallet[line.row.wallet]);

/** Named where the account has several. */
const ownWallet = ({ account, row }: Extract<Line, { kind: 'row' }>): string | null =>
  account.wallets.length > 1 ? text.common.wallet[row.wallet] : null;

function AccountCell({ line, grouping }: { line: Line; grouping: Grouping }) {
  switch (line.kind) {
    case 'row': {
      const { account, read, partial } = line;
      return (
        <span className={classes.account}>
          {grouping === 'account' ? ownWallet(line) : <Name>{nameOf(account) + walletName(line)}</Name>}
          {read.failure === null ? null : <NotKnownMark account={account} failure={read.failure} at={read.at} />}
          {partial === null ? null : <PartialMark sum={partial()} />}
        </span>
      );
    }
    case 'sum':
      return (
        <span className={classes.account}>
          {text.balances.accountCount(line.accounts)}
          <PartialMark sum={line.sum().value} />
        </span>
      );
    case 'account':
      return <AccountState account={line.account} />;
    case 'unread':
      return (
        <span className={classes.account}>
          {grouping === 'account' ? null : <Name>{nameOf(line.account)}</Name>}
          {line.account.wallets.length > 1 ? text.common.wallet[line.wallet] : null}
          {line.failure === null ? (
            <span className={classes.dim}>{text.common.pendingWord}</span>
          ) : (
            <NotKnownMark account={line.account} failure={line.failure} at={null} />
          )}
        </span>
      );
  }
}

function AccountState({ account }: { account: BalancesAccount }) {
  const { value, frozen } = account;
  switch (value.state) {
    case 'known':
      return <PartialMark sum={value.value} />;
    case 'pending':
      return (
        <span className={classes.dim}>{frozen === null ? text.common.pendingWord : text.accounts.nothingFetched}</span>
      );
    case 'unknown':
      return <NotKnownMark account={account} failure={value.failure} at={value.last?.at ?? null} />;
  }
}

function Quantity({ line, field }: { line: Line; field: 'free' | 'locked' | 'total' }) {
  switch (line.kind) {
    case 'row':
      return <Holding value={line.row[field]} asset={line.row.asset} />;
    case 'sum':
      return <Holding value={line.sum()[field]} asset={line.asset} />;
    case 'account':
      return null; // of several assets there is no quantity
    case 'unread':
      return <Unknown because={text.common.unknownWord} />;
  }
}

const Holding = ({ value, asset }: { value: DecimalString | null; asset: string }) => (
  <Amount value={value} currency={asset} mode="holding" alignTo={8} />
);

/** The price of a row or of a group's asset, shown as a cell of its own or as an icon. */
function priceOf(line: Line, baseCurrency: BaseCurrency, Shown: typeof PriceCell): ReactNode {
  if (line.kind === 'sum')
    return <Shown asset={line.asset} price={line.sum().price} baseCurrency={baseCurrency} held={null} />;
  if (line.kind !== 'row') return null;
  const { asset, value, free, locked } = line.row;
  const held = { free, locked, readAt: line.read.at };
  return <Shown asset={asset} price={value} baseCurrency={baseCurrency} held={held} />;
}

function Value({ line, baseCurrency }: { line: Line; baseCurrency: BaseCurrency }) {
  const shown = { currency: baseCurrency, mode: 'holding', decimals: columnDecimals(baseCurrency) } as const;
  switch (line.kind) {
    case 'row': {
      const { value } = line.row;
      if (value.state === 'unknown') return <Unknown because={reasons[value.failure.reason].title} />;
      const dim = line.read.failure === null ? {} : { className: classes.dim ?? '' };
      return <Amount value={value.amount} {...shown} {...dim} />;
    }
    case 'sum':
      return (
        <strong>
          <Amount value={line.sum().value.amount} {...shown} />
        </strong>
      );
    case 'account': {
      const { value } = line.account;
      if (value.state === 'unknown') return <Unknown because={reasons[value.failure.reason].title} />;
      if (value.state === 'pending') return <Unknown because={text.common.pendingWord} />;
      return (
        <strong>
          <Amount value={value.value.amount} {...shown} />
        </strong>
      );
    }
    case 'unread':
      return <Unknown because={text.common.unknownWord} />;
  }
}

/** What is not known now has its age beside its reason. */
function LineAge({ line }: { line: Line }) {
  switch (line.kind) {
    case 'row':
      return line.read.failure === null ? <Age at={line.oldestAt} /> : null;
    case 'sum':
      return <SumAge at={line.sum().value.oldestAt} />;
    case 'account':
      return line.account.value.state === 'known' ? <Age at={line.account.value.value.oldestAt} /> : null;
    case 'unread':
      return null;
  }
}

const SumAge = ({ at }: { at: UnixMs | null }) => (at === null ? null : <Age at={at} />);
