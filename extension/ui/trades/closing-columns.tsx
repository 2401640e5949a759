/** The columns of closings and of open lots, in the order of those of round trips. */
import type { ClosingRow, LotRow } from '../../engine/api/trades';
import type { AccountNames } from '../accounts/use-account-names';
import { Amount } from '../components/Amount';
import type { Column } from '../components/DataTable';
import { useNow } from '../components/use-now';
import { text } from '../text';
import {
  accountColumn,
  Fees,
  Held,
  Instant,
  incompleteBook,
  Money,
  NetRate,
  neverBought,
  sideColumn,
  symbolColumn,
} from './trade-cells';

const say = text.trades;

const wasBought = (row: ClosingRow): boolean => row.openedAt !== null;

export function closingColumns(accounts: AccountNames | null): readonly Column<ClosingRow>[] {
  return [
    symbolColumn<ClosingRow>((row) => (wasBought(row) ? null : neverBought)),
    sideColumn(),
    ...closingResults,
    ...closingPrices(accounts !== null),
    ...accountColumn<ClosingRow>(accounts),
  ];
}

const closingResults: readonly Column<ClosingRow>[] = [
  { id: 'closed', header: say.columns.closed, cell: (row) => <Instant at={row.closedAt} because={say.stillOpen} /> },
  {
    id: 'net',
    header: say.columns.net,
    title: say.netTitle,
    align: 'right',
    // what was never bought is no gain: it has neither colour nor sign
    cell: (row) => <Money quote={row.quote} value={row.net} signed={wasBought(row)} />,
  },
  {
    id: 'rate',
    header: say.columns.rate,
    title: say.rateTitle,
    align: 'right',
    cell: (row) => <NetRate rate={row.netRate} because={wasBought(row) ? say.noCost : say.unbought} />,
  },
  {
    id: 'held',
    header: say.columns.held,
    title: say.heldLotTitle,
    align: 'right',
    cell: (row) =>
      row.holdMs === null || row.openedAt === null ? (
        <Instant at={null} because={say.unbought} />
      ) : (
        <Held ms={row.holdMs} openedAt={row.openedAt} />
      ),
  },
];

const closingPrices = (besideAccount: boolean): readonly Column<ClosingRow>[] => [
  {
    id: 'quantity',
    header: say.columns.quantity,
    title: say.quantityTitle,
    align: 'right',
    cell: (row) => <Amount value={row.quantity} currency={row.base} />,
  },
  {
    id: 'entry',
    header: say.columns.entry,
    title: say.entryPriceTitle,
    align: 'right',
    cell: (row) => <Amount value={row.entry} currency={row.quote} unknownBecause={say.unbought} />,
  },
  {
    id: 'exit',
    header: say.columns.exit,
    title: say.exitPriceTitle,
    align: 'right',
    cell: (row) => <Amount value={row.exit} currency={row.quote} />,
  },
  {
    id: 'gross',
    header: say.columns.gross,
    align: 'right',
    from: besideAccount ? 1100 : 1000, // net and fees tell it as well
    cell: (row) => <Money quote={row.quote} value={row.gross} signed={wasBought(row)} />,
  },
  {
    id: 'fees',
    header: say.columns.fees,
    align: 'right',
    cell: (row) => <Fees quote={row.quote} value={row.fees} coins={row.unconvertedCoins} />,
  },
];

export function lotColumns(accounts: AccountNames | null): readonly Column<LotRow>[] {
  return [
    symbolColumn<LotRow>((row) => (row.incompleteHistory ? incompleteBook : null)),
    sideColumn(),
    {
      id: 'quantity',
      header: say.columns.quantity,
      title: say.lotQuantityTitle,
      align: 'right',
      cell: (row) => <Amount value={row.quantity} currency={row.base} />,
    },
    {
      id: 'unitCost',
      header: say.columns.unitCost,
      title: say.unitCostTitle,
      align: 'right',
      cell: (row) => <Amount value={row.unitCost} currency={row.quote} />,
    },
    {
      id: 'cost',
      header: say.columns.cost,
      title: say.costTitle,
      align: 'right',
      cell: (row) => <Money quote={row.quote} value={row.cost} />,
    },
    { id: 'age', header: say.columns.age, align: 'right', cell: (row) => <LotAge openedAt={row.openedAt} /> },
    { id: 'opened', header: say.columns.opened, cell: (row) => <Instant at={row.openedAt} because={say.stillOpen} /> },
    {
      id: 'entry',
      header: say.columns.entry,
      title: say.entryPriceTitle,
      align: 'right',
      cell: (row) => <Amount value={row.price} currency={row.quote} />,
    },
    {
      id: 'fees',
      header: say.columns.fees,
      align: 'right',
      cell: (row) => <Fees quote={row.quote} value={row.fees} coins={row.unconvertedCoins} />,
    },
    ...accountColumn<LotRow>(accounts),
  ];
}

export function LotAge({ openedAt }: { openedAt: LotRow['openedAt'] }) {
  return <Held ms={useNow() - openedAt} openedAt={openedAt} />;
}
