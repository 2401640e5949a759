/** Poloniex, as everything outside its folder knows it. */
import type { ExchangeInfo } from '../info';
import { endpoints } from './endpoints';

export const poloniex: ExchangeInfo = {
  name: 'Poloniex',
  hosts: ['api.poloniex.com'],
  endpoints,
  credentialFields: ['apiKey', 'secret'],
  fieldLengths: {},
  wallets: ['spot', 'futures'],
  lookBackMs: null,
  flows: { lookBackMs: null, unread: ['transfer'] },
  closing: null,
  keySteps: [
    'Open the profile icon → API Keys and create a new key. Poloniex asks you to confirm it by e-mail or code.',
    'Leave trading and withdrawals switched off: reading needs neither.',
    'Recommended: restrict access to trusted IPs only, with the address that this computer calls from.',
    'Copy the API key and the secret into this form.',
  ],
  whitelist: 'At Poloniex: API Keys, edit this key, and restrict it to trusted IPs with this address.',
  deepScan: null,
};
