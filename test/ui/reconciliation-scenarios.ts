/** What an account's page shows of reconciliation: assets that agree, one that does not, one under way. */
import type { AccountReconciliation, ReconciledAsset } from '../../extension/engine/api/reconciliation';
import { decimal } from '../../shared/money/decimal';
import { unixMs } from '../../shared/result';

const at = unixMs(Date.UTC(2026, 9, 1, 11, 58));

const asset = (
  name: string,
  [moved, reported, difference]: readonly [string, string, string],
  change: Partial<ReconciledAsset> = {},
): ReconciledAsset => ({
  asset: name,
  verdict: 'explained',
  opening: null,
  moved: decimal(moved),
  expected: null,
  reported: decimal(reported),
  difference: decimal(difference),
  parts: [
    { part: 'bought', amount: decimal(moved) },
    { part: 'fees', amount: decimal('-0.00012345') },
  ],
  pending: decimal('0'),
  causes: [],
  count: 41,
  from: unixMs(Date.UTC(2024, 2, 3)),
  ...change,
});

/** 50,000 came, 1,201.5 left with a fee of 1; 310,100.25 were paid and 268,400.75 received; 120.5 of fees. */
const usdt = asset('USDT', ['5977.5', '6120.75', '-143.25'], {
  verdict: 'opening-unknown',
  parts: [
    { part: 'paid', amount: decimal('-310100.25') },
    { part: 'received', amount: decimal('268400.75') },
    { part: 'fees', amount: decimal('-120.5') },
    { part: 'deposits', amount: decimal('50000') },
    { part: 'withdrawals', amount: decimal('-2201.5') },
    { part: 'flowFees', amount: decimal('-1') },
  ],
  pending: decimal('-250'),
  causes: ['under-way', 'before-look-back', 'flow-not-read'],
  count: 1_204,
});

/** As an account that was read to its end. */
export const reconciled: AccountReconciliation = {
  assets: [
    usdt,
    asset('XYZ', ['0', '1500', '-1500'], {
      verdict: 'opening-unknown',
      parts: [],
      causes: ['before-look-back', 'flow-not-read'],
      count: 0,
      from: null,
    }),
    asset('BTC', ['0.81204567', '0.81204567', '0']),
    asset('ETH', ['12.4', '12.4', '0']),
  ],
  balancesAt: at,
  balancesFailure: null,
  sources: [
    { source: 'deposits', state: 'read', readTo: at, failure: null },
    {
      source: 'withdrawals',
      state: 'failed',
      readTo: at,
      failure: { reason: 'permission-missing', subject: 'withdrawals' },
    },
  ],
  reading: false,
  unreadKinds: ['transfer', 'conversion', 'reward'],
  flows: 14,
};

/** The coin that is traded does not add up. */
export const tradedDiffers: AccountReconciliation = {
  ...reconciled,
  assets: [
    asset('BTC', ['0.81204567', '0.9', '-0.08795433'], { verdict: 'opening-unknown', causes: ['before-look-back'] }),
    usdt,
  ],
};

/** As one that was never read. */
export const notReconciled: AccountReconciliation = {
  assets: [],
  balancesAt: null,
  balancesFailure: null,
  sources: [],
  reading: false,
  unreadKinds: ['transfer'],
  flows: 0,
};
