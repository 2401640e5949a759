/** Coinstore, as everything outside its folder knows it. */
import type { ExchangeInfo } from '../info';
import { endpoints } from './endpoints';

export const coinstore: ExchangeInfo = {
  name: 'Coinstore',
  hosts: ['api.coinstore.com'],
  endpoints,
  credentialFields: ['apiKey', 'secret'],
  fieldLengths: {},
  wallets: ['spot'],
  lookBackMs: null,
  flows: { lookBackMs: null, unread: ['transfer', 'reward'] },
  closing: null,
  keySteps: [
    'Open User Center → API Management and create an API key.',
    'Where rights are offered, leave only reading ticked. No trading, no withdrawals: Coinstore tells nobody else what a key may do.',
    'Recommended: bind the address that this computer calls from, at most five. Over IPv6 it has another one than over IPv4.',
    'Copy the API key and the secret key into this form. The secret is shown only now.',
  ],
  whitelist:
    'At Coinstore: API Management, edit this key, and bind the address to it, at most five. Over IPv6 you have another one than over IPv4.',
  deepScan: {
    what: 'Coinstore lists fills only symbol by symbol, so the import asks for the symbols that your balances, deposits and orders point to. A coin that was sold out long ago may leave no such trace. The deep scan asks for every market, one by one.',
    time: 'A few minutes, with half of the request limit left to your bots. It can be stopped and goes on later.',
  },
};
