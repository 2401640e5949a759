/** What is said where an account is paused, its key tested, its address looked for, or where it is removed. */
import { counted } from './counted';

export const care = {
  // pausing
  pause: 'Pause',
  pauseTitle: (label: string) => `Pause ${label}`,
  pauseWhat: (exchange: string) =>
    `Nothing is asked of ${exchange} for it until you resume it: no balances, no fills. An import stands still and goes on then.`,
  pauseTotals: 'Its last values stay, with their age. Totals name it as missing, since what it holds now is not known.',
  pauseLookBack: (exchange: string, days: number) => `${exchange} keeps fills for ${days} days`,
  pauseLookBackUntil: (time: string) => `Resume it before ${time}. What is traded and not read by then is lost.`,
  pauseLookBackUnread: 'Nothing was read of it yet, and each day that it stays paused a day of its history is lost.',
  resume: 'Resume',
  pausedTitle: (time: string) => `Paused since ${time}`,
  paused: (exchange: string) =>
    `Nothing is asked of ${exchange} for it. Its last values stay with their age, and totals name it as missing. Resumed, it reads what happened meanwhile.`,
  pausedImport: 'It stands still while the account is paused, and goes on when you resume it.',
  pausedLookBack: (time: string) => `Resume this account before ${time}, so that no fill is lost.`,
  pausedLookBackPassed: (exchange: string) =>
    `Fills may already be lost: resume this account, so that it reads what ${exchange} still has.`,
  symbolsAddedPaused: (amount: number) =>
    `${counted(amount, 'symbol')} added. The import reads them when the account is resumed.`,

  // the test of the stored key
  test: 'Test the key',
  testAgain: 'Test again',
  testing: (exchange: string) => `Asking ${exchange} with the stored key for balances and rights.`,
  testingFor: (seconds: number) => ` ${seconds} s`,
  cancelTest: 'Cancel the test',
  testCancelled: 'The test was cancelled. Nothing was changed.',
  tested: (time: string) => `Tested ${time}. Nothing of it was stored.`,
  testFailed: (time: string) => `The test of ${time} failed.`,
  walletHolds: (wallet: string, assets: number) =>
    assets === 0 ? `${wallet}: nothing in it` : `${wallet}: ${counted(assets, 'asset')}`,
  walletFailed: (wallet: string) => `${wallet}: could not be read`,
  walletsRead: 'Wallets read',

  // the address
  addressTitle: 'Address to whitelist',
  addressSeen: (exchange: string) => `${exchange} sees this connection as`,
  copyAddress: 'Copy address',
  addressCopied: (address: string) => `${address} copied.`,
  addressUnknown: (exchange: string) =>
    `${exchange} names the address in its first refusal, and it then stands here. Fillbook asks nobody else for it.`,

  // removing
  eraseTitle: (label: string) => `Erase ${label}`,
  erase: 'Erase account',
  removeGoes: 'What goes',
  removeGoesKey: (masked: string) => `its key ${masked}; at the exchange it stays until you delete it there`,
  removeGoesBalances: 'its balances, and it is in no total any more',
  removeGoesLastBalances: 'its last balances',
  removeGoesFills: (fills: number, since: string) => `${counted(fills, 'fill')} since ${since}, with their PnL`,
  removeGoesNoFills: 'no fills: none are stored',
  removeGoesCoverage: 'what is known of how far its history is read, and the symbols you named',
  removeStays: (fills: number, since: string) =>
    `${counted(fills, 'fill')} since ${since} and their PnL stay in your figures. You can give it a key again later.`,
  removeStaysNone: 'No fills are stored. The account stays in the list, without a key.',
  eraseLookBack: (exchange: string, days: number) =>
    `${exchange} serves the last ${days} days alone: what is older cannot be read again.`,
  eraseClosed: (exchange: string) => `${exchange} has closed: none of it can be read again.`,

  // the list
  sortBy: 'Sort by',
  sorts: { added: 'when added', name: 'name', value: 'value', age: 'oldest first', trouble: 'trouble first' },
  summary: (accounts: number, failing: number) =>
    failing === 0
      ? counted(accounts, 'account')
      : `${counted(accounts, 'account')}, ${failing.toLocaleString()} with trouble`,
} as const;
