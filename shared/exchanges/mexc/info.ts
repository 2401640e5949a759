/** MEXC, as everything outside its folder knows it. */
import { dayMs } from '../../utc-day';
import type { ExchangeInfo } from '../info';
import { endpoints } from './endpoints';

export const mexc: ExchangeInfo = {
  name: 'MEXC',
  hosts: ['api.mexc.com'],
  endpoints,
  credentialFields: ['apiKey', 'secret'],
  fieldLengths: {},
  wallets: ['spot'],
  lookBackMs: 30 * dayMs,
  flows: { lookBackMs: 90 * dayMs, unread: ['transfer', 'conversion', 'reward'] },
  closing: null,
  keySteps: [
    'Open the account menu → API Management.',
    'Tick only rights that say View or Read: for Account, for Spot, and for Withdraw, which shows your deposits. Nothing that trades, withdraws or transfers.',
    'Recommended: bind the address that this computer calls from. MEXC lets a key without one expire after 90 days.',
    'Copy the access key and the secret key into this form. The secret is shown only now.',
  ],
  whitelist: 'At MEXC: API Management, edit this key, and bind the address to it.',
  deepScan: {
    what: 'MEXC lists fills only symbol by symbol, so the import asks for the symbols that your balances, deposits and orders point to. A coin that was sold out may leave no such trace. The deep scan asks for every market, one by one.',
    time: 'About 20 minutes, with half of the request limit left to your bots. It can be stopped and goes on later.',
  },
};
