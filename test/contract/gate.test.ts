import { expect, test } from 'vitest';
import { createClients } from '../../extension/exchanges/create-clients';
import { createDirectEgress } from '../../extension/exchanges/direct-egress';
import { Secret, unixMs } from '../../shared/result';
import { startSimulator } from '../simulator/simulator';
import { exchangeContract } from './exchange-contract';
import { simulatorFetch } from './simulator-fetch';

exchangeContract({
  exchange: 'gate',
  tellsRights: false,
  tellsBudget: true,
  tellsUntil: true,
  // Gate's list of fills is read from 2017 on, in windows of 30 days.
  today: Date.UTC(2017, 8, 1),
  candles: { rows: 999, after200Days: '30m' },
  reasons: {
    ipRefused: 'ip-not-whitelisted',
    missingRead: 'permission-missing',
    keyUnknown: 'key-rejected',
    badSignature: 'signature-rejected',
    rateLimited: 'rate-limited',
    serverBusy: 'exchange-unavailable',
    maintenance: 'exchange-unavailable',
    serverError: 'exchange-unavailable',
    firewall403: 'region-blocked',
    region451: 'region-blocked',
    clockSkew: 'clock-skew',
    cutBody: 'network-failed',
    truncatedJson: 'network-failed',
    emptyBody: 'network-failed',
    timeout: 'network-failed',
  },
});

const now = () => unixMs(Date.now());

test('a classic and a unified account of Gate, side by side: each has its own balances, and its address is named when refused', async () => {
  const simulator = await startSimulator({
    seed: 17,
    accounts: [
      { label: 'classic', exchange: 'gate', fills: 80 },
      { label: 'unified', exchange: 'gate', fills: 80, mode: 'unified' },
    ],
  });
  const clientFor = createClients({ egress: createDirectEgress({ fetch: simulatorFetch(simulator), now }), now });
  const clientOf = (label: string) => {
    const key = simulator.accountKeys[label]?.readOnly;
    return clientFor('gate', { apiKey: new Secret(key?.apiKey ?? ''), secret: new Secret(key?.secret ?? '') });
  };
  try {
    for (const label of ['classic', 'unified']) {
      const balances = await clientOf(label).balances('spot');
      const held = Object.entries(simulator.truth(label).balances).filter(([, { total }]) => total !== '0');
      expect(
        balances.ok && Object.fromEntries(balances.value.map(({ asset, ...amounts }) => [asset, amounts])),
      ).toEqual(Object.fromEntries(held));
    }
    simulator.faults.set({ kind: 'ipRefused', exchange: 'gate' });
    expect(await clientOf('unified').balances('spot')).toMatchObject({
      ok: false,
      error: { reason: 'ip-not-whitelisted', address: '127.0.0.1', host: 'api.gateio.ws' },
    });
  } finally {
    await simulator.close();
  }
});
