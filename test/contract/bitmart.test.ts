import { exchangeContract } from './exchange-contract';

exchangeContract({
  exchange: 'bitmart',
  tellsRights: false,
  tellsBudget: true,
  tellsUntil: true,
  // BitMart is read from 2018 on, a week a call: some hundred days later these are few
  today: Date.UTC(2018, 3, 12),
  candles: { rows: 200, after200Days: '1m' },
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
