/** What the doctor's screen says. */

import type { Wallet } from '../../../shared/exchanges/info';
import type { DoctorActionId, DoctorCheck, DoctorOutcome, DoctorStepId } from '../../engine/api/doctor';
import type { ImportProgress } from '../../engine/api/imports';
import type { Power } from '../accounts/key-verdict';
import { powerNames } from './accounts';
import { counted } from './counted';

const and = (parts: readonly string[]) =>
  parts.length < 2 ? (parts[0] ?? '') : `${parts.slice(0, -1).join(', ')} and ${parts.at(-1)}`;

const walletNames: Readonly<Record<Wallet, string>> = { spot: 'spot', futures: 'futures' };

const steps: Readonly<Record<DoctorStepId, string>> = {
  vault: 'Vault',
  credential: 'Stored key',
  hosts: 'Browser permission',
  clock: 'Clock',
  'public-call': 'Call without a key',
  'signed-call': 'Signed call',
  rights: 'Rights of the key',
  balances: 'Balances',
  symbols: 'Symbols and history',
};

const states: Readonly<Record<DoctorOutcome<unknown>['state'], string>> = {
  waiting: 'waiting',
  running: 'running',
  passed: 'passed',
  noted: 'not told',
  warned: 'warning',
  failed: 'failed',
  'not-run': 'not run',
};

const actions: Readonly<Record<DoctorActionId, string>> = {
  'run-again': 'Run again',
  refresh: 'Refresh now',
  'add-credentials': 'Add a key',
  'replace-key': 'Replace the key',
  'copy-address': 'Copy address',
  'open-account': 'See the account',
  unlock: 'See the account',
  recover: 'See the account',
  'sync-clock': 'How to set the clock',
  'grant-host': 'Allow access',
  report: 'Copy as text',
  'add-symbol': 'See the symbols',
  'resume-import': 'Resume the import',
  'resume-account': 'Resume the account',
  'free-storage': 'How to free space',
  'open-sync': 'Open Sync',
  'open-shares': 'Open Shares',
};

const imports: Readonly<Record<ImportProgress['state'], string>> = {
  idle: 'nothing imported yet',
  running: 'running',
  waiting: 'waiting',
  paused: 'stopped by you',
  stopped: 'stopped',
  complete: 'complete',
  'complete-with-warnings': 'complete with warnings',
};

export const doctor = {
  open: 'Open doctor',
  title: (account: string) => `Doctor: ${account}`,
  back: 'Back to the account',
  run: 'Run again',
  cancel: 'Stop',
  copy: 'Copy as text',
  copied: 'Copied. It holds no key and no amount.',
  copyFailed: 'The browser refused to copy.',
  refreshed: 'Refreshed.',

  // the diagnosis
  diagnosis: 'Diagnosis',
  examining: 'Looking at one thing after another',
  examiningNow: (step: string) => `Now: ${step}.`,
  waitsItsTurn: 'Calls wait their turn behind the import, since half of the limit is left to your bots.',
  cancelledTitle: 'Stopped',
  cancelled: 'You stopped this run. What was found until then stands below.',
  fineTitle: 'Everything answers',
  fine: (exchange: string) => `${exchange} accepts this key, and everything that Fillbook reads can be read.`,
  fineEmpty: (exchange: string) => `${exchange} reports nothing above 0: the account is empty there.`,
  stillOld: 'What the account shows is from before. Refresh it now.',
  rightsUntold: (exchange: string) => `${exchange} does not tell what a key may do. Check there that it can only read.`,
  noAnswerTitle: 'Nothing answers',
  noAnswer: (host: string) =>
    `Calls to ${host} go without an answer. Check this computer's connection, VPN and firewall, then run again.`,
  inPartTitle: 'One call answered, another did not',
  inPart: (host: string) =>
    `${host} is reached, but the connection was lost on the way. Run again; if it stays so, look at your VPN, proxy or firewall.`,
  withoutKeyTitle: 'Refused even without a key',
  withoutKey: (exchange: string) =>
    `${exchange} refuses calls that need no key, so your key is not the cause. It does not serve the place you call from, or a firewall on the way stops the call.`,
  accountCallsTitle: 'Account calls are stopped',
  accountCalls: (exchange: string) =>
    `${exchange} answers calls without a key and stops those for an account. It does not serve accounts from the place you call from, or its firewall stopped this one.`,
  clockTitle: 'Clock is off',
  clockFirst: 'Set it first: nothing can be said of the key before.',
  clockWorks: (skew: string, exchange: string) =>
    `This computer's clock is ${skew} ${exchange}'s time. It is still accepted, but may not be for long.`,
  keyUnclearTitle: 'Key or address refused',
  keyUnclear: (exchange: string, address: string | null) =>
    `${exchange} answers calls without a key and refuses the signed one${address === null ? '' : ` from ${address}`}, by a code that stands for several causes.`,
  checkOrder: 'Check in this order:',
  checks: {
    address: (exchange: string, address: string | null) =>
      address === null
        ? `The key's whitelist at ${exchange}. If it has one, your present address must be on it.`
        : `The key's whitelist at ${exchange}: ${address} must be on it.`,
    key: (exchange: string, masked: string | null) =>
      `The key${masked === null ? '' : ` ${masked}`}: it still exists at ${exchange} and has not expired.`,
    reading: (exchange: string) => `Its rights: reading is switched on at ${exchange}.`,
  } satisfies Record<DoctorCheck, (exchange: string, datum: string | null) => string>,
  relayAnswersTitle: 'Refused from here, answered through the relay',
  relayAnswers: (exchange: string, address: string | null) =>
    `${exchange} refuses this key from ${address ?? 'the address of this computer'} and answers it through the sync server, whose address is on its whitelist already. Choose that way on the account's page.`,
  directAnswersTitle: 'Refused through the relay, answered from here',
  directAnswers: (exchange: string, address: string | null) =>
    `${exchange} answers this key from this computer and not through the sync server. Add ${address ?? 'the address of the server'} to its whitelist, or choose the straight way on the account's page.`,
  relayInstead: (addresses: string) =>
    `Or put the address of your sync server on the whitelist, ${addresses}, which does not change, and choose that way on the account's page.`,
  addressChanges: 'This key worked before, and the address of a connection can change from one day to the next.',
  notRestricted: 'When its rights were read last, the key had no whitelist.',
  powersTitle: 'This key can do more than read',
  powers: (found: readonly Power[], exchange: string) =>
    `It can ${and(found.map((power) => powerNames[power]))}. Fillbook never does, but whoever steals the key could. Untick everything but reading at ${exchange}, then run again.`,
  walletTitle: (wallet: Wallet) => `The ${walletNames[wallet]} wallet is refused`,
  wallet: (wallet: Wallet) =>
    `The rest was read. What the ${walletNames[wallet]} wallet holds is missing in every total; it does not count as 0.`,
  unmatchedTitle: 'A symbol matches no market',
  unmatched: (symbols: readonly string[], exchange: string) =>
    `${and(symbols)}: ${exchange} has no such market. Correct it in your list, or take it off.`,
  gapsTitle: 'The history has gaps',
  gaps: (amount: number) => `The import could not read ${counted(amount, 'part')} of the history.`,
  lostTitle: 'A span of the history is gone',
  lost: 'PnL that rests on those fills is not whole. Open Fillbook more often, so that no other span is missed.',
  stoppedTitle: 'The import stopped',
  stopped: 'Every step works now, so it can go on.',
  also: (names: readonly string[]) => `See also below: ${and(names)}.`,

  // the steps
  steps: 'Steps',
  step: steps,
  directly: 'directly',
  ways: { direct: 'From this computer', relay: 'Through the sync server' },
  state: states,
  notRunFailed: (step: string) => `Not run, since “${step}” failed.`,
  notRunCancelled: 'Not run, since you stopped.',
  found: {
    vault: "It is open, and the account's record can be read.",
    credential: (masked: string | null) => `The key ${masked ?? ''} can be opened.`.replace('  ', ' '),
    hosts: (hosts: readonly string[]) => `Allowed: ${and(hosts)}.`,
    clockAgrees: (exchange: string) => `Agrees with ${exchange}'s time.`,
    clockOff: (skew: string, exchange: string) => `${skew} ${exchange}'s time.`,
    clockUntold: (exchange: string) => `${exchange}'s time could not be read.`,
    publicCall: (markets: number) => `Answered. ${counted(markets, 'market')} known.`,
    answered: {
      direct: 'Sent from this computer and accepted.',
      relay: 'Sent through the sync server and accepted.',
    },
    refusedBy: (way: string, sentence: string) => `${way}: ${sentence}`,
    rightsUntold: 'Cannot be read. Check at the exchange that the key is read-only.',
    readOnly: 'It can only read, as it should.',
    powers: (found: readonly Power[]) => `It can ${and(found.map((power) => powerNames[power]))}.`,
    restricted: 'Restricted to trusted addresses.',
    unrestricted: 'Works from any address.',
    wallet: (wallet: Wallet, assets: readonly string[], more: number) => {
      const name = `${walletNames[wallet].charAt(0).toUpperCase()}${walletNames[wallet].slice(1)}`;
      if (assets.length === 0) return `${name}: nothing above 0.`;
      const listed = more > 0 ? `${assets.join(', ')} and ${more} more` : and(assets);
      return `${name}: ${counted(assets.length + more, 'currency', 'currencies')}: ${listed}.`;
    },
    walletRefused: (wallet: Wallet, sentence: string) =>
      `${walletNames[wallet].charAt(0).toUpperCase()}${walletNames[wallet].slice(1)}: ${sentence}`,
    bySymbol: 'The exchange lists fills symbol by symbol.',
    byAccount: 'The exchange lists the fills of all symbols at once.',
    withFills: (symbols: number, fills: number) =>
      symbols === 0 ? 'No fills stored yet.' : `${counted(fills, 'fill')} of ${counted(symbols, 'symbol')} stored.`,
    lookBack: (days: number) => `It serves fills of the last ${counted(days, 'day')} only.`,
    lost: (from: string, to: string) =>
      `Fills from ${from} to ${to} were not read in time, and the exchange no longer serves them.`,
    unmatched: (symbols: readonly string[]) => `No such market: ${and(symbols)}.`,
    gap: (symbol: string | null, sentence: string) => `${symbol ?? 'Whole account'}: ${sentence}`,
    moreGaps: (amount: number) => `and ${counted(amount, 'more part')} that could not be read.`,
    import: (state: ImportProgress['state']) => `Import: ${imports[state]}.`,
  },

  // what the app did last
  last: 'What the app did last',
  lastRefresh: 'Last refresh',
  lastImport: 'Last import',
  never: 'none yet',
  refreshKnown: (time: string) => `balances read ${time}`,
  refreshFailed: (time: string, sentence: string) => `failed since ${time}. ${sentence}`,
  importEnded: (state: ImportProgress['state'], time: string | null, sentence: string | null) =>
    `${imports[state]}${time === null ? '' : ` ${time}`}${sentence === null ? '' : `. ${sentence}`}`,
  caption: 'The last calls to the exchange for this account, newest first, by refresh, import and doctor',
  noCalls: 'No call was made for this account yet.',
  columns: { time: 'Time', call: 'Call', result: 'Result', took: 'Took', size: 'Size' },
  noReply: 'no reply',
  understood: 'ok',

  actions,
} as const;
