import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Fill } from '../../../../shared/ledger/fill';
import { compareFlows, type Flow, flowIdentity, sameFlow } from '../../../../shared/ledger/flow';
import { createMovements, type MovementPart, movementParts } from '../../../../shared/ledger/movements';
import { type AssetReconciliation, type HistoryFacts, reconcile } from '../../../../shared/ledger/reconciliation';
import { decimal, type E36, e36, formatE36 } from '../../../../shared/money/decimal';

const whole: HistoryFacts = {
  beginsWithNothing: true,
  incomplete: false,
  lookBack: false,
  bySymbol: false,
  kindsUnread: false,
};

const flow = (kind: Flow['kind'], asset: string, amount: string, change: Partial<Flow> = {}): Flow => ({
  id: `${kind} ${asset} ${amount}`,
  kind,
  occurredAtUs: 1_000,
  account: 'main',
  exchange: 'binance',
  asset,
  amount: decimal(amount),
  fee: decimal('0'),
  status: 'completed',
  revision: 0,
  ...change,
});

/** `2 ETH/USDT @ 100`, at microsecond 2,000 unless said otherwise. */
const fill = (side: Fill['side'], text: string, fees: readonly (readonly [string, string])[], atUs = 2_000): Fill => {
  const [, quantity = '', base = '', quote = '', price = ''] = /^(\S+) (\w+)\/(\w+) @ (\S+)$/.exec(text) ?? [];
  return {
    id: `${side} ${text} ${atUs}`,
    orderId: null,
    executedAtUs: atUs,
    account: 'main',
    exchange: 'binance',
    symbol: `${base}/${quote}`,
    base,
    quote,
    market: 'spot',
    side,
    quantity: decimal(quantity),
    price: decimal(price),
    fees: fees.map(([amount, currency]) => ({ amount: decimal(amount), currency })),
    liquidity: null,
    revision: 0,
  };
};

const held = (balances: Readonly<Record<string, string>>): ReadonlyMap<string, E36> =>
  new Map(Object.entries(balances).map(([asset, total]) => [asset, e36(total)]));

interface Story {
  readonly fills?: readonly Fill[];
  readonly flows?: readonly Flow[];
  readonly reported: Readonly<Record<string, string>> | null;
  readonly facts?: Partial<HistoryFacts>;
  readonly untilUs?: number;
}

function reconciled({ fills = [], flows = [], reported, facts = {}, untilUs = 10_000 }: Story) {
  const movements = createMovements(untilUs);
  for (const each of fills) movements.addFill(each);
  for (const each of flows) movements.addFlow(each);
  return reconcile(movements.byAsset(), reported && held(reported), { ...whole, ...facts });
}

const text = (value: E36 | null): string | null => (value === null ? null : formatE36(value));
const line = ({ asset, verdict, opening, expected, reported, unexplained, impliedOpening }: AssetReconciliation) => [
  asset,
  verdict,
  ...[opening, expected, reported, unexplained, impliedOpening].map(text),
];

describe('the balance that a history makes up', () => {
  const fills = [
    fill('buy', '2 ETH/USDT @ 100', [['0.002', 'ETH']]), // ETH +2 − 0.002, USDT −200
    fill('sell', '0.5 ETH/USDT @ 120', [['0.06', 'USDT']]), // ETH −0.5, USDT +60 − 0.06
    fill('sell', '0.5 ETH/USDT @ 120', [['0.001', 'BNB']], 3_000), // ETH −0.5, USDT +60, BNB −0.001
  ];
  const flows = [
    flow('deposit', 'USDT', '1000'),
    flow('deposit', 'BNB', '1'),
    flow('withdrawal', 'USDT', '-100', { fee: decimal('1') }),
    flow('transfer', 'USDT', '-50'),
    flow('reward', 'ETH', '0.01'),
    flow('conversion', 'BNB', '0.1', { fee: decimal('0.002') }),
  ];
  // USDT 1000 − 100 − 1 − 50 − 200 + 60 − 0.06 + 60 = 768.94; ETH 2 − 0.002 − 1 + 0.01 = 1.008; BNB 1 + 0.1 − 0.002 − 0.001 = 1.097
  const balances = { BNB: '1.097', ETH: '1.008', USDT: '768.94' };

  test('explains what the exchange reports, asset by asset', () => {
    expect(reconciled({ fills, flows, reported: balances }).map(line)).toEqual([
      ['BNB', 'explained', '0', '1.097', '1.097', '0', null],
      ['ETH', 'explained', '0', '1.008', '1.008', '0', null],
      ['USDT', 'explained', '0', '768.94', '768.94', '0', null],
    ]);
  });

  test('opens to its parts, each signed by what it did to the balance', () => {
    const usdt = reconciled({ fills, flows, reported: balances }).find(({ asset }) => asset === 'USDT');
    const parts = Object.fromEntries(
      movementParts.flatMap((part): [MovementPart, string][] => {
        const sum = usdt?.movements?.parts[part] ?? e36('0');
        return sum === 0n ? [] : [[part, formatE36(sum)]];
      }),
    );
    expect(parts).toEqual({
      paid: '-200',
      received: '120',
      fees: '-0.06',
      deposits: '1000',
      withdrawals: '-100',
      transfers: '-50',
      flowFees: '-1',
    });
    expect([usdt?.movements?.count, usdt?.movements?.fromUs]).toEqual([6, 1_000]); // 3 flows, 3 fills
  });

  test('is held against what the exchange reports: expected less reported is unexplained', () => {
    const [bnb, , usdt] = reconciled({ fills, flows, reported: { ...balances, USDT: '770', BNB: '1' } });
    expect([bnb, usdt].map((row) => row && line(row))).toEqual([
      ['BNB', 'unexplained', '0', '1.097', '1', '0.097', null],
      ['USDT', 'unexplained', '0', '768.94', '770', '-1.06', null],
    ]);
  });

  test('counts an asset that is not among the balances as none, and one that nothing moved as held', () => {
    const rows = reconciled({ flows: [flow('deposit', 'XRP', '5')], reported: { ADA: '3' } });
    expect(rows.map(line)).toEqual([
      ['ADA', 'unexplained', '0', '0', '3', '-3', null],
      ['XRP', 'unexplained', '0', '5', '0', '5', null],
    ]);
  });

  test('leaves out what happened after the balance was read', () => {
    const later = fill('buy', '1 ETH/USDT @ 100', [], 5_001);
    const rows = reconciled({
      fills: [later],
      flows: [flow('deposit', 'USDT', '7'), flow('deposit', 'USDT', '9', { occurredAtUs: 5_001 })],
      reported: { USDT: '7' },
      untilUs: 5_000,
    });
    expect(rows.map(line)).toEqual([['USDT', 'explained', '0', '7', '7', '0', null]]);
  });

  test('has no part of a perp, which settles elsewhere', () => {
    expect(reconciled({ fills: [{ ...fill('buy', '1 ETH/USDT @ 100', []), market: 'perp' }], reported: {} })).toEqual(
      [],
    );
  });
});

describe('what is not known', () => {
  const flows = [flow('deposit', 'USDT', '100')];

  test('an opening balance is no 0: nothing is expected, and what must have been there is told', () => {
    const rows = reconciled({ flows, reported: { USDT: '130' }, facts: { beginsWithNothing: false, lookBack: true } });
    expect(rows.map(line)).toEqual([['USDT', 'opening-unknown', null, null, '130', null, '30']]);
    expect(rows[0]?.causes).toEqual(['before-look-back']);
  });

  test('a history that does not reach back and yet makes up the balance explains it', () => {
    const rows = reconciled({ flows, reported: { USDT: '100' }, facts: { beginsWithNothing: false, lookBack: true } });
    expect(rows.map(line)).toEqual([['USDT', 'explained', null, null, '100', null, '0']]);
    expect(rows[0]?.causes).toEqual([]);
  });

  test('balances that could not be read leave all of it open', () => {
    expect(reconciled({ flows, reported: null }).map(line)).toEqual([
      ['USDT', 'not-reported', '0', '100', null, null, null],
    ]);
  });

  test('a flow under way moved nothing yet, and is the first of the causes; a void one is none', () => {
    const [row] = reconciled({
      flows: [
        ...flows,
        flow('withdrawal', 'USDT', '-20', { fee: decimal('1'), status: 'pending' }),
        flow('withdrawal', 'USDT', '-9', { status: 'void' }),
      ],
      reported: { USDT: '79' },
      facts: { incomplete: true, bySymbol: true, kindsUnread: true },
    });
    expect(row && line(row)).toEqual(['USDT', 'unexplained', '0', '100', '79', '21', null]);
    expect(text(row?.movements?.pending ?? null)).toBe('-21');
    expect(row?.causes).toEqual(['under-way', 'import-incomplete', 'symbol-not-read', 'flow-not-read']);
  });

  test('what lies in no wallet is left out', () => {
    const movements = createMovements(10_000);
    movements.addFill(fill('buy', '1 ETH/USDT @ 100', [['3', 'GATEPOINT']]));
    const rows = reconcile(movements.byAsset(), held({ ETH: '1', USDT: '0' }), whole, new Set(['GATEPOINT']));
    expect(rows.map(({ asset }) => asset)).toEqual(['ETH', 'USDT']);
  });
});

describe('flows', () => {
  test('are one when kind, id and asset are, and change when time, status or amounts do', () => {
    const one = flow('deposit', 'USDT', '1.5');
    const pending: Flow = { ...one, status: 'pending' };
    expect(flowIdentity(one)).toBe(flowIdentity(pending));
    expect(flowIdentity(one)).not.toBe(flowIdentity({ ...one, asset: 'BTC' }));
    expect(flowIdentity(one)).not.toBe(flowIdentity({ ...one, kind: 'reward' }));
    expect(sameFlow(one, { ...one, amount: '1.50' as Flow['amount'], revision: 3 })).toBe(true); // as an exchange may write it
    for (const change of [
      { status: 'void' as const },
      { amount: decimal('1.6') },
      { fee: decimal('0.1') },
      { occurredAtUs: 1 },
    ])
      expect(sameFlow(one, { ...one, ...change })).toBe(false);
  });

  test('come by time, then by id as a number', () => {
    const rows = [
      flow('deposit', 'A', '1', { id: '10' }),
      flow('deposit', 'B', '1', { id: '9' }),
      flow('deposit', 'C', '1', { occurredAtUs: 1, id: '99' }),
    ];
    expect(rows.sort(compareFlows).map(({ asset }) => asset)).toEqual(['C', 'B', 'A']);
  });
});

describe('laws', () => {
  const assets = ['BTC', 'ETH', 'USDT', 'BNB'] as const;
  const amount = fc.integer({ min: 1, max: 10_000_000 }).map((cents) => (cents / 100).toFixed(2));
  const flowOf = fc
    .record({
      kind: fc.constantFrom('deposit', 'withdrawal', 'transfer', 'conversion', 'reward'),
      asset: fc.constantFrom(...assets),
      amount,
      fee: amount,
      status: fc.constantFrom('completed', 'pending', 'void'),
      leaves: fc.boolean(),
    })
    .map(
      (each): Flow =>
        flow(
          each.kind,
          each.asset,
          each.leaves ? `-${each.amount}` : each.amount,
          each.status === 'completed' ? { fee: decimal(each.fee) } : { fee: decimal(each.fee), status: each.status },
        ),
    );
  const fillOf = fc
    .record({
      side: fc.constantFrom('buy', 'sell'),
      base: fc.constantFrom('BTC', 'ETH'),
      quantity: amount,
      price: amount,
      fee: amount,
      feeCoin: fc.constantFrom(...assets),
    })
    .map((each) => fill(each.side, `${each.quantity} ${each.base}/USDT @ ${each.price}`, [[each.fee, each.feeCoin]]));

  /** The balance as an exchange would keep it, in whole units of 10^-36. */
  function booked(fills: readonly Fill[], flows: readonly Flow[]): Map<string, bigint> {
    const balance = new Map<string, bigint>();
    const book = (asset: string, units: bigint) => balance.set(asset, (balance.get(asset) ?? 0n) + units);
    const scaled = (decimals: string) =>
      BigInt(decimals.replace('.', '')) * 10n ** BigInt(36 - (decimals.split('.')[1]?.length ?? 0));
    for (const { side, base, quantity, price, fees } of fills) {
      const sign = side === 'buy' ? 1n : -1n;
      book(base, sign * scaled(quantity));
      book('USDT', (-sign * scaled(quantity) * scaled(price)) / 10n ** 36n);
      for (const fee of fees) book(fee.currency, -scaled(fee.amount));
    }
    for (const each of flows) if (each.status === 'completed') book(each.asset, scaled(each.amount) - scaled(each.fee));
    return balance;
  }

  test('whatever happened, in whatever order it was read, a whole history leaves nothing unexplained', () => {
    fc.assert(
      fc.property(fc.array(fillOf, { maxLength: 20 }), fc.array(flowOf, { maxLength: 20 }), (fills, flows) => {
        const movements = createMovements(10_000);
        for (const each of flows.toReversed()) movements.addFlow(each);
        for (const each of fills) movements.addFill(each);
        const reported = booked(fills, flows) as Map<string, E36>; // counted at scale 36
        for (const row of reconcile(movements.byAsset(), reported, whole)) expect(line(row)).toContain('explained');
      }),
    );
  });

  test('what is missing is what is unexplained, to the last digit', () => {
    fc.assert(
      fc.property(fc.array(fillOf, { maxLength: 10 }), flowOf, (fills, lost) => {
        const movements = createMovements(10_000);
        for (const each of fills) movements.addFill(each);
        const reported = booked(fills, [lost]) as Map<string, E36>; // as above
        const moved = booked([], [lost]).get(lost.asset) ?? 0n;
        const row = reconcile(movements.byAsset(), reported, whole).find(({ asset }) => asset === lost.asset);
        expect(row?.unexplained ?? 0n).toBe(-moved);
      }),
    );
  });
});
