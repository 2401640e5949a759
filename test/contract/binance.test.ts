import { exchangeContract } from './exchange-contract';

exchangeContract({
  exchange: 'binance',
  tellsRights: true,
  tellsBudget: true,
  tellsUntil: true,
  candles: { rows: 1000, after200Days: '1m' },
  reasons: {
    ipRefused: 'key-or-address-refused',
    missingRead: 'key-or-address-refused',
    keyUnknown: 'key-rejected',
    badSignature: 'signature-rejected',
    rateLimited: 'rate-limited',
    banned: 'rate-limited',
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
