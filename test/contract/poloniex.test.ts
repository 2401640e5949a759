import { exchangeContract } from './exchange-contract';

exchangeContract({
  exchange: 'poloniex',
  tellsRights: false,
  tellsBudget: false,
  tellsUntil: false,
  // 90 days after the history of fills begins, so that few of its windows are empty
  today: Date.UTC(2021, 9, 29),
  candles: { rows: 500, after200Days: '1m' },
  reasons: {
    ipRefused: 'ip-not-whitelisted',
    missingRead: 'permission-missing',
    keyUnknown: 'key-or-address-refused',
    badSignature: 'key-or-address-refused',
    accountMode: 'account-mode',
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
