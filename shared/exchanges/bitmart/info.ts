/** BitMart, as everything outside its folder knows it. */
import { unixMs } from '../../result';
import type { ExchangeInfo } from '../info';
import { endpoints } from './endpoints';

export const bitmart: ExchangeInfo = {
  name: 'BitMart',
  hosts: ['api-cloud.bitmart.com'],
  endpoints,
  credentialFields: ['apiKey', 'secret', 'memo'],
  fieldLengths: {},
  wallets: ['spot'],
  lookBackMs: null,
  flows: { lookBackMs: null, unread: ['transfer', 'reward'] },
  closing: { closesAt: unixMs(Date.UTC(2027, 0, 31, 15, 59)) },
  keySteps: [
    'Open the account menu → API Settings and add an API.',
    'Choose a memo for it; you enter it here.',
    'Leave only Read-Only ticked. No trading, no withdrawals.',
    'Recommended: bind the address that this computer calls from.',
    'Copy the access key and the secret key into this form. The secret is shown only now.',
  ],
  whitelist: 'At BitMart: API Settings, edit this key, and bind the address to it.',
  deepScan: null,
};
