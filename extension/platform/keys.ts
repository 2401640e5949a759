/** The keys of `storage.session` and `storage.local`, in one place: everything that lies outside the sealed database. */

/** Lies in memory only and goes with the browser session; trusted contexts only. */
export const sessionKeys = { rootKey: 'rootKey', summary: 'summary' } as const;

/** Unsealed and on disk: nothing here may name an account, a key or an amount. */
export const localKeys = { autoLockMinutes: 'autoLockMinutes' } as const;
