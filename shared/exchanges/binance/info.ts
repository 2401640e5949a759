/** Binance, as everything outside its folder knows it. */
import type { ExchangeInfo } from '../info';
import { endpoints } from './endpoints';

export const binance: ExchangeInfo = {
  name: 'Binance',
  hosts: ['api.binance.com'],
  endpoints,
  credentialFields: ['apiKey', 'secret'],
  fieldLengths: { apiKey: 64, secret: 64 },
  wallets: ['spot'],
  lookBackMs: null,
  flows: { lookBackMs: null, unread: ['transfer', 'reward'] },
  closing: null,
  keySteps: [
    'Open Account → API Management and choose Create API.',
    'Take System generated, give it a name and verify with your code.',
    'Open Edit restrictions and leave only Enable Reading ticked. No trading, no withdrawals, no transfers.',
    'Recommended: Restrict access to trusted IPs only, with the address that this computer calls from.',
    'Copy the API key and the secret key into this form. The secret is shown only now.',
  ],
  whitelist: 'At Binance: API Management, Edit restrictions of this key, Restrict access to trusted IPs only.',
  deepScan: {
    what: 'Binance lists fills only symbol by symbol, so the import asks for the symbols that your balances, deposits and orders point to. A coin that was sold out long ago may leave no such trace. The deep scan asks for every market, one by one.',
    time: 'About 20 to 30 minutes, with half of the request limit left to your bots. It can be stopped and goes on later.',
  },
};
