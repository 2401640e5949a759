/** Gate, as everything outside its folder knows it. */
import type { ExchangeInfo } from '../info';
import { endpoints } from './endpoints';

export const gate: ExchangeInfo = {
  name: 'Gate',
  hosts: ['api.gateio.ws'],
  endpoints,
  credentialFields: ['apiKey', 'secret'],
  fieldLengths: {},
  wallets: ['spot'],
  lookBackMs: null,
  flows: { lookBackMs: null, unread: ['transfer', 'conversion', 'reward'] },
  closing: null,
  keySteps: [
    'Open the account menu → API Management and choose Create API Key (API v4).',
    'Give it a name; for Spot and Account take Read Only, for Unified as well where yours is a unified account. Leave everything else empty.',
    'Recommended: add the address that this computer calls from. Gate lets a key without one expire after 90 days.',
    'Copy the key and the secret into this form. The secret is shown only now.',
  ],
  whitelist: 'At Gate: API Management, edit this key, and add the address to its IP whitelist.',
  deepScan: null,
};
