import { exchangeContract } from './exchange-contract';

exchangeContract({
  exchange: 'coinstore',
  tellsRights: false,
  tellsBudget: false,
  tellsUntil: false,
  candles: { rows: 1000, after200Days: '1d' },
  reasons: {
    // One code (1401) for an address, a signature and a clock.
    ipRefused: 'key-or-address-refused',
    badSignature: 'key-or-address-refused',
    clockSkew: 'key-or-address-refused',
    keyUnknown: 'key-rejected',
    missingRead: 'permission-missing',
    rateLimited: 'rate-limited',
    serverBusy: 'exchange-unavailable',
    serverError: 'exchange-unavailable',
    firewall403: 'region-blocked',
    region451: 'region-blocked',
    cutBody: 'network-failed',
    truncatedJson: 'network-failed',
    emptyBody: 'network-failed',
    timeout: 'network-failed',
  },
});
