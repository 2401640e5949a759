/** Contents of shared snapshots as the extension makes them, one of each detail. */
import type { SharedFigure, SnapshotContent } from '../../../../shared/snapshot/content';

export const asOf = Date.UTC(2026, 10, 20, 9, 30);

const figure = (value: string | null, more: Partial<SharedFigure> = {}): SharedFigure => ({
  value,
  at: value === null ? null : asOf - 60_000,
  stale: false,
  missing: value === null ? ['not-read'] : [],
  ...more,
});

const equity = ['10000', '10250.5', null, '9900', '10400.25'].map((value, day) => ({
  date: `2026-11-${16 + day}`,
  value,
  partial: day === 3,
}));

/** Amounts and coins: one account known, one stale and partial, one that could not be read. */
export const coinsSnapshot: SnapshotContent = {
  version: 1,
  title: 'Desk of J., November',
  asOf,
  live: true,
  detail: 'coins',
  currency: 'USDT',
  total: figure('12480.221937551', { missing: ['not-read'] }),
  free: figure('9110.02', { missing: ['not-read'] }),
  locked: figure('3370.201937551', { missing: ['not-read'] }),
  methods: ['fifo'],
  net: figure('1184.1', { missing: ['history-incomplete'] }),
  volume: figure('250000.75'),
  returned: figure('4.15'),
  equity,
  accounts: [
    {
      label: 'main',
      exchange: 'Binance',
      value: figure('8201.1'),
      free: figure('8000'),
      locked: figure('201.1'),
      net: figure('900'),
      volume: figure('200000'),
      returned: figure('3.2'),
    },
    {
      label: 'bot 2',
      exchange: 'Bitget',
      value: figure('4279.121937551', { stale: true, missing: ['no-price'] }),
      free: figure('1110.02', { stale: true }),
      locked: figure('3169.101937551', { stale: true }),
      net: figure('-15.9', { missing: ['history-incomplete'] }),
      volume: figure('50000.75'),
      returned: figure(null, { missing: ['flows-unknown'] }),
    },
    {
      label: 'SHARP',
      exchange: 'BitMart',
      value: figure(null),
      free: figure(null),
      locked: figure(null),
      net: figure(null, { missing: ['history-incomplete'] }),
      volume: figure(null, { missing: ['history-incomplete'] }),
      returned: figure(null, { missing: ['too-short'] }),
    },
  ],
  coins: [
    { asset: 'USDT', quantity: '9110.02', free: '9110.02', locked: '0', value: figure('9110.02') },
    { asset: 'BTC', quantity: '0.03370201', free: '0', locked: '0.03370201', value: figure('3370.201937551') },
    { asset: 'OBSC', quantity: '12', free: '12', locked: '0', value: figure(null, { missing: ['no-price'] }) },
  ],
};

export const amountsSnapshot: SnapshotContent = { ...coinsSnapshot, detail: 'amounts', coins: null };

const noAmount = { net: null, volume: null };

export const percentSnapshot: SnapshotContent = {
  ...coinsSnapshot,
  detail: 'percent',
  total: null,
  free: figure('73', { missing: ['not-read'] }),
  locked: figure('27', { missing: ['not-read'] }),
  ...noAmount,
  equity: ['100', '102.51', null, '99', '104'].map((value, day) => ({
    date: `2026-11-${16 + day}`,
    value,
    partial: day === 3,
  })),
  accounts: coinsSnapshot.accounts.map((account, index) => ({
    ...account,
    ...noAmount,
    value: [figure('65.71'), figure('34.29', { stale: true }), figure(null)][index] ?? figure(null),
    free: [figure('97.55'), figure('25.94'), figure(null)][index] ?? figure(null),
    locked: [figure('2.45'), figure('74.06'), figure(null)][index] ?? figure(null),
  })),
  coins: null,
};
