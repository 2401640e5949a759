import { exchangeContract } from './exchange-contract';

exchangeContract({
  exchange: 'mexc',
  tellsRights: false,
  tellsBudget: false,
  tellsUntil: true,
  // 100 rows a page, 50 pages within ten seconds
  fills: 1000,
  candles: { rows: 500, after200Days: '1m' },
  reasons: {
    ipRefused: 'ip-not-whitelisted',
    missingRead: 'permission-missing',
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
