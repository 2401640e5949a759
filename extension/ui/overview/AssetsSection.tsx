/** Every asset of every account: free, locked, amount, and its value, which opens to the price it rests on. */
import { Popover, UnstyledButton } from '@mantine/core';
import { useMemo, useState } from 'react';
import { exchangeInfos } from '../../../shared/exchanges/ids';
import { e36 } from '../../../shared/money/decimal';
import { reasons } from '../../../shared/reasons';
import type { AccountView, PricePath } from '../../engine/api';
import type { AssetRow } from '../../engine/api/balances';
import { Age } from '../components/Age';
import { Amount, Unknown } from '../components/Amount';
import { columnDecimals } from '../components/amount-format';
import { type Column, DataTable, Label, type Sorting } from '../components/DataTable';
import { FailureNotice } from '../components/FailureNotice';
import { Section } from '../components/Screen';
import { fullTimeText } from '../components/time-format';
import { text } from '../text';
import { partId } from './JumpTo';
import classes from './Overview.module.css';

export interface AssetsSectionProps {
  readonly assets: readonly AssetRow[];
  readonly accounts: readonly AccountView[];
  readonly baseCurrency: string;
}

export function AssetsSection({ assets, accounts, baseCurrency }: AssetsSectionProps) {
  const [sorting, setSorting] = useState<Sorting>({ column: 'value', descending: true });
  const labels = useMemo(
    () => new Map(accounts.map((one) => [one.id, `${one.exchangeName} · ${one.label}`])),
    [accounts],
  );
  const exchanges = useMemo(() => new Map(accounts.map((one) => [one.id, one.exchange])), [accounts]);
  const rows = useMemo(() => sorted(assets, sorting, labels), [assets, sorting, labels]);
  const columns: readonly Column<AssetRow>[] = [
    { id: 'asset', header: text.overview.asset, sortable: true, cell: (row) => <strong>{row.asset}</strong> },
    {
      id: 'account',
      header: text.overview.account,
      sortable: true,
      cell: (row) => (
        <>
          <Label wide>
            {(labels.get(row.accountId) ?? '') +
              (row.wallet === 'spot' ? '' : text.common.inWallet(text.common.wallet[row.wallet]))}
          </Label>
          <LastAt account={accounts.find((one) => one.id === row.accountId)} />
        </>
      ),
    },
    {
      id: 'free',
      header: text.overview.free,
      align: 'right',
      from: 700,
      cell: (row) => <Quantity row={row} value={row.free} />,
    },
    {
      id: 'locked',
      header: text.overview.locked,
      align: 'right',
      from: 700,
      cell: (row) => <Quantity row={row} value={row.locked} />,
    },
    {
      id: 'total',
      header: text.overview.assetTotal,
      align: 'right',
      cell: (row) => <Quantity row={row} value={row.total} />,
    },
    {
      id: 'value',
      header: `${text.overview.value}, ${baseCurrency}`,
      align: 'right',
      pin: { right: 0 },
      sortable: true,
      cell: (row) => (
        <AssetValue row={row} baseCurrency={baseCurrency} exchange={exchanges.get(row.accountId) ?? null} />
      ),
    },
  ];
  const sortBy = (column: string) =>
    setSorting((before) => ({
      column,
      descending: before.column === column ? !before.descending : column === 'value',
    }));
  return (
    <div id={partId('assets')} tabIndex={-1} className={classes.part}>
      <Section title={text.overview.assets}>
        {rows.length === 0 ? (
          <p className={classes.dim}>{text.overview.assetsNone}</p>
        ) : (
          <DataTable
            caption={text.overview.assetsCaption}
            columns={columns}
            rows={rows}
            rowKey={(row) => `${row.accountId} ${row.asset}`}
            sorting={sorting}
            onSort={sortBy}
            maxHeight="70vh"
          />
        )}
      </Section>
    </div>
  );
}

/** Where the balances are not known now, the rows are the last known ones: they say so, with their age. */
function LastAt({ account }: { account: AccountView | undefined }) {
  if (account?.value.state !== 'unknown' || account.value.last === null) return null;
  return (
    <span className={classes.dim}>
      {' '}
      {text.common.lastKnown}, <Age at={account.value.last.at} />
    </span>
  );
}

const Quantity = ({ row, value }: { row: AssetRow; value: AssetRow['free'] }) => (
  <Amount value={value} currency={row.asset} mode="holding" alignTo={8} />
);

type Compare = (a: AssetRow, b: AssetRow) => number;

/** Unknown values come last in either direction: they are neither large nor small. */
function sorted(assets: readonly AssetRow[], sorting: Sorting, labels: ReadonlyMap<string, string>) {
  const byName: Compare = (a, b) => a.asset.localeCompare(b.asset);
  const label = (row: AssetRow) => labels.get(row.accountId) ?? '';
  const turn = sorting.descending ? -1 : 1;
  const byValue: Compare = (a, b) => {
    if (a.value.state === 'unknown' || b.value.state === 'unknown') {
      return Number(a.value.state === 'unknown') - Number(b.value.state === 'unknown');
    }
    const difference = e36(a.value.amount) - e36(b.value.amount);
    return difference === 0n ? 0 : difference > 0n ? turn : -turn;
  };
  const byColumn: Record<string, Compare> = {
    asset: (a, b) => turn * byName(a, b),
    account: (a, b) => turn * label(a).localeCompare(label(b)),
    value: byValue,
  };
  const compare = byColumn[sorting.column] ?? byValue;
  return [...assets].sort((a, b) => compare(a, b) || byName(a, b));
}

interface AssetValueProps {
  readonly row: AssetRow;
  readonly baseCurrency: string;
  readonly exchange: AccountView['exchange'] | null;
}

function AssetValue({ row, baseCurrency, exchange }: AssetValueProps) {
  const [opened, setOpened] = useState(false);
  const { value } = row;
  return (
    <Popover opened={opened} onChange={setOpened} position="left" width={320} trapFocus returnFocus>
      <Popover.Target>
        <UnstyledButton
          className={classes.valueButton ?? ''}
          onClick={() => setOpened(!opened)}
          aria-description={text.overview.pathOpen}
        >
          {value.state === 'known' ? (
            <Amount
              value={value.amount}
              currency={baseCurrency}
              mode="holding"
              decimals={columnDecimals(baseCurrency)}
            />
          ) : (
            <Unknown because={reasons[value.failure.reason].title} />
          )}
        </UnstyledButton>
      </Popover.Target>
      <Popover.Dropdown className={classes.pathCard ?? ''} aria-label={text.overview.pathTitle}>
        <dl className={classes.parts}>
          <dt>{text.overview.free}</dt>
          <dd>
            <Amount value={row.free} currency={row.asset} mode="holding" showCurrency />
          </dd>
          <dt>{text.overview.locked}</dt>
          <dd>
            <Amount value={row.locked} currency={row.asset} mode="holding" showCurrency />
          </dd>
        </dl>
        {value.state === 'known' ? (
          <Path path={value.path} />
        ) : (
          <FailureNotice failure={value.failure} accountId={row.accountId} exchange={exchange} />
        )}
      </Popover.Dropdown>
    </Popover>
  );
}

/** "through SUI/BTC, BTC/USDT", each market with its price, its exchange and the instant it was read. */
function Path({ path }: { path: PricePath }) {
  if (path.length === 0) return <p>{text.overview.pathNone}</p>;
  return (
    <>
      <p>
        {text.overview.pathThrough} {path.map((step) => step.symbol).join(', ')}
      </p>
      <ul className={classes.path}>
        {path.map((step) => (
          <li key={step.symbol}>
            <span>{step.symbol}</span>
            <Amount value={step.price} />
            <span className={classes.dim}>
              {step.inverted ? `${text.overview.pathInverted}, ` : ''}
              {text.overview.pathAt(exchangeInfos[step.exchange].name, fullTimeText(step.at))}
            </span>
          </li>
        ))}
      </ul>
    </>
  );
}
