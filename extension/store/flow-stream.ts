/**
 * The stream `flows`: deposits, withdrawals and what else moved coins without a trade, version 1.
 *
 * Columns: occurredAtUs (integer), id (id), kind, exchange, asset, status (words), amount, fee (decimals), revision (integer).
 * The account stands in the segment's metadata.
 */
import { compareFlows, type Flow, flowIdentity } from '../../shared/ledger/flow';
import type { DecimalString } from '../../shared/money/decimal';
import type { Cell } from './columns';
import { byRow, type Stream } from './streams';

const kinds: ReadonlySet<string> = new Set<Flow['kind']>(['deposit', 'withdrawal', 'transfer', 'conversion', 'reward']);
const statuses: ReadonlySet<string> = new Set<Flow['status']>(['completed', 'pending', 'void']);

const text = (cell: Cell | undefined): string => {
  if (typeof cell !== 'string') throw new TypeError('a flow lacks a text');
  return cell;
};
const integer = (cell: Cell | undefined): number => {
  if (typeof cell !== 'number') throw new TypeError('a flow lacks an integer');
  return cell;
};
const decimalOf = (cell: Cell | undefined): DecimalString => text(cell) as DecimalString; // sealed from a Flow
const kindOf = (cell: Cell | undefined): Flow['kind'] => {
  const kind = text(cell);
  if (!kinds.has(kind)) throw new TypeError('a flow is of an unknown kind');
  return kind as Flow['kind']; // one of them
};
const statusOf = (cell: Cell | undefined): Flow['status'] => {
  const status = text(cell);
  if (!statuses.has(status)) throw new TypeError('a flow has an unknown status');
  return status as Flow['status']; // one of them
};

function fromColumns(columns: ReadonlyMap<string, readonly Cell[]>, accountId: string, rowCount: number): Flow[] {
  return Array.from({ length: rowCount }, (_, row) => {
    const cell = (name: string): Cell | undefined => columns.get(name)?.[row];
    return {
      id: text(cell('id')),
      kind: kindOf(cell('kind')),
      occurredAtUs: integer(cell('occurredAtUs')),
      account: accountId,
      exchange: text(cell('exchange')),
      asset: text(cell('asset')),
      amount: decimalOf(cell('amount')),
      fee: decimalOf(cell('fee')),
      status: statusOf(cell('status')),
      revision: integer(cell('revision')),
    };
  });
}

/** What two devices may have read differently of one flow. */
const contentOf = ({ occurredAtUs, asset, status, amount, fee }: Flow): string =>
  JSON.stringify([occurredAtUs, asset, status, amount, fee]);

export const flowStream: Stream<Flow> = {
  name: 'flows',
  columns: {
    occurredAtUs: 'integer',
    id: 'id',
    kind: 'word',
    exchange: 'word',
    asset: 'word',
    status: 'word',
    amount: 'decimal',
    fee: 'decimal',
    revision: 'integer',
  },
  accountOf: (flow) => flow.account,
  identity: flowIdentity,
  supersedes: (flow, other) =>
    flow.revision > other.revision || (flow.revision === other.revision && contentOf(flow) > contentOf(other)),
  compare: compareFlows,
  toColumns: byRow(({ occurredAtUs, id, kind, exchange, asset, status, amount, fee, revision }) => ({
    occurredAtUs,
    id,
    kind,
    exchange,
    asset,
    status,
    amount,
    fee,
    revision,
  })),
  fromColumns,
};
