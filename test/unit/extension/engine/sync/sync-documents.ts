/** Documents that the tests of sync write. */
import type { DocumentPut, StoredSettings } from '../../../../../extension/store/documents';
import { newSettings } from '../../../../../extension/store/documents';
import { unixMs } from '../../../../../shared/result';

export const account = (id: string, label: string, createdAt = 0): DocumentPut => ({
  kind: 'account',
  id,
  value: {
    kind: 'exchange',
    id,
    label,
    createdAt: unixMs(createdAt),
    exchange: 'binance',
    egress: 'direct',
    credentialId: id,
    userSymbols: [],
    pausedAt: null,
  },
});

export const settingsOf = (baseCurrency: StoredSettings['baseCurrency']): DocumentPut => ({
  kind: 'settings',
  id: 'settings',
  value: { ...newSettings, baseCurrency },
});
