/** What `storage.session` says of the vault: open while its key lies there. */
import { browser } from 'wxt/browser';
import { sessionKeys } from './keys';

/** Removes all that a locked vault must not leave; what sample data keeps there has nothing to do with it. */
export const wipeVaultSession = (): Promise<void> => browser.storage.session.remove(Object.values(sessionKeys));

export async function isVaultOpen(): Promise<boolean> {
  return sessionKeys.rootKey in (await browser.storage.session.get(sessionKeys.rootKey));
}

/** Calls `listener` whenever the key goes, whoever removed it. */
export function onVaultLocked(listener: () => void): void {
  browser.storage.session.onChanged.addListener((changes) => {
    const change = changes[sessionKeys.rootKey];
    if (change && change.newValue === undefined) listener();
  });
}
