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
  closing: null,
  keySteps: [
    'Open the account menu → API Keys and choose Create New API Key.',
    'Give it a name and leave only Read ticked. No trading, no withdrawals.',
    'Recommended: restrict it to the address that this computer calls from.',
    'Copy the API key and the secret into this form. The secret is shown only now.',
  ],
  deepScan: null,
};
