/** Bitget, as everything outside its folder knows it. */
import { dayMs } from '../../utc-day';
import type { ExchangeInfo } from '../info';
import { endpoints } from './endpoints';

export const bitget: ExchangeInfo = {
  name: 'Bitget',
  hosts: ['api.bitget.com'],
  endpoints,
  credentialFields: ['apiKey', 'secret', 'passphrase'],
  fieldLengths: {},
  wallets: ['spot'],
  lookBackMs: 90 * dayMs,
  flows: { lookBackMs: 90 * dayMs, unread: ['transfer', 'conversion', 'reward'] },
  closing: null,
  keySteps: [
    'Open the account menu → API Keys and choose Create API Key, then System-generated.',
    'Give it a name and choose a passphrase for it; you enter both here.',
    'Under Permissions take Read-only. No trading, no transfers, no withdrawals.',
    'Recommended: bind the address that this computer calls from.',
    'Copy the API key and the secret key into this form. The secret is shown only now.',
  ],
  whitelist: 'At Bitget: API Keys, edit this key, and bind the address to it.',
  deepScan: null,
};
