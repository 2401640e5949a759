/** What storage says of the vault: there while a copy of its header lies in `local`, open while its key lies in `session`. */
import { browser } from 'wxt/browser';
import { localKeys, sessionKeys } from './keys';

/** Removes all that a locked vault must not leave; what sample data keeps there has nothing to do with it. */
export const wipeVaultSession = (): Promise<void> => browser.storage.session.remove(Object.values(sessionKeys));

export async function isVaultOpen(): Promise<boolean> {
  return sessionKeys.rootKey in (await browser.storage.session.get(sessionKeys.rootKey));
}

export async function isVaultThere(): Promise<boolean> {
  return localKeys.vaultHeader in (await browser.storage.local.get(localKeys.vaultHeader));
}

/** Calls `listener` whenever the key comes where none was. */
export function onVaultOpened(listener: () => void): void {
  browser.storage.session.onChanged.addListener((changes) => {
    const change = changes[sessionKeys.rootKey];
    if (change && change.oldValue === undefined && change.newValue !== undefined) listener();
  });
}

/** Calls `listener` whenever the vault is erased. */
export function onVaultErased(listener: () => void): void {
  browser.storage.local.onChanged.addListener((changes) => {
    const change = changes[localKeys.vaultHeader];
    if (change && change.newValue === undefined) listener();
  });
}

/** Calls `listener` whenever the key goes, whoever removed it. */
export function onVaultLocked(listener: () => void): void {
  browser.storage.session.onChanged.addListener((changes) => {
    const change = changes[sessionKeys.rootKey];
    if (change && change.newValue === undefined) listener();
  });
}
