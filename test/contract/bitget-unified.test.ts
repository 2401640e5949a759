import { exchangeContract } from './exchange-contract';

exchangeContract({
  exchange: 'bitget',
  mode: 'unified',
  tellsRights: true,
  tellsBudget: false,
  tellsUntil: false,
  candles: { rows: 1000, after200Days: '1m' },
  reasons: {
    ipRefused: 'ip-not-whitelisted',
    keyUnknown: 'key-rejected',
    badSignature: 'signature-rejected',
    passphraseWrong: 'passphrase-rejected',
    missingRead: 'permission-missing',
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
    // the refusal that tells the kind of account comes first, and here without a word: a bare 400 is no reason to try again
    emptyBody: 'unexpected-payload',
    timeout: 'network-failed',
  },
});
