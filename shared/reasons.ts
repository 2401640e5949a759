/**
 * Why a value is unknown: one closed union, and one table that says it to a trader.
 *
 * A value on screen is known, or unknown with one of these. Code decides by `reason` alone;
 * `detail` is the exchange's own words, already stripped of secrets, and is only ever shown.
 */
import type { UnixMs } from './result';

export type Reason =
  | 'no-credentials'
  | 'vault-locked'
  | 'credentials-invalid'
  | 'key-rejected'
  | 'signature-rejected'
  | 'passphrase-rejected'
  | 'permission-missing'
  | 'ip-not-whitelisted'
  | 'key-or-address-refused'
  | 'clock-skew'
  | 'rate-limited'
  | 'exchange-unavailable'
  | 'exchange-closed'
  | 'account-paused'
  | 'network-failed'
  | 'host-access-missing'
  | 'relay-unreachable'
  | 'relay-refused'
  | 'sync-refused'
  | 'sync-stopped'
  | 'sync-left-out'
  | 'sync-device-added'
  | 'share-not-sent'
  | 'share-not-revoked'
  | 'region-blocked'
  | 'account-mode'
  | 'unexpected-payload'
  | 'unsupported'
  | 'cancelled'
  | 'price-missing'
  | 'history-incomplete'
  | 'storage-full'
  | 'storage-failed'
  | 'damaged'
  | 'tampered';

/**
 * One failure, as it is stored, sent to pages and shown.
 *
 * - `host`: the host that was called, where one was.
 * - `address`: the caller's address as the exchange named it (`ip-not-whitelisted`, `key-or-address-refused`).
 * - `untilAt`: when it may be tried again, where the exchange said so (`rate-limited`, `exchange-unavailable`).
 * - `skewMs`: this computer's clock minus the exchange's (`clock-skew`).
 * - `code`: the exchange's code or the HTTP status, for the curious and for support.
 * - `subject`: what is affected: an asset (`price-missing`), a symbol, a field of a payload.
 * - `detail`: the exchange's own text, sanitised, at most 300 characters.
 */
export interface Failure {
  readonly reason: Reason;
  readonly host?: string;
  readonly address?: string;
  readonly untilAt?: UnixMs;
  readonly skewMs?: number;
  readonly code?: string;
  readonly subject?: string;
  readonly detail?: string;
}

/** What the one button beside a reason does; the pages know how. */
export type ActionId =
  | 'add-credentials'
  | 'unlock'
  | 'replace-key'
  | 'copy-address'
  | 'open-account'
  | 'sync-clock'
  | 'wait'
  | 'retry'
  | 'grant-host'
  | 'report'
  | 'add-symbol'
  | 'resume-import'
  | 'resume-account'
  | 'free-storage'
  | 'recover'
  | 'open-sync'
  | 'open-shares';

/**
 * When the same call is worth repeating without a person.
 *
 * - `never`: only a person can change the outcome; repeating could get the key banned.
 * - `backoff`: transient; exponential with full jitter, not before `untilAt`.
 * - `until`: at `untilAt`, not before.
 */
type RetryPolicy = 'never' | 'backoff' | 'until';

export interface ReasonEntry {
  /** Two to five words. */
  readonly title: string;
  /** One sentence in a trader's words; `{exchange}`, `{address}`, `{subject}`, `{skew}`, `{until}`, `{host}` are filled in. */
  readonly sentence: string;
  /** The sentence where the datum that `sentence` needs was not given. */
  readonly sentenceWithout?: string;
  /** The sentence for a failure of ours with this `code`, where one reason has causes that read differently. */
  readonly sentenceByCode?: Readonly<Record<string, string>>;
  readonly action: { readonly id: ActionId; readonly label: string };
  readonly retry: RetryPolicy;
}

/** The table of reasons: each has a sentence, exactly one action and a retry policy. */
export const reasons: Readonly<Record<Reason, ReasonEntry>> = {
  'no-credentials': {
    title: 'No key',
    sentence: 'This account has no API key, so nothing can be fetched for it.',
    action: { id: 'add-credentials', label: 'Add a key' },
    retry: 'never',
  },
  'vault-locked': {
    title: 'Vault locked',
    sentence: 'The vault is locked; nothing is read or fetched until it is open.',
    action: { id: 'unlock', label: 'Unlock' },
    retry: 'never',
  },
  'credentials-invalid': {
    title: 'Stored key cannot be opened',
    sentence: 'The stored API key could not be opened. Enter it again; your history is not affected.',
    action: { id: 'replace-key', label: 'Enter the key again' },
    retry: 'never',
  },
  'key-rejected': {
    title: 'Key rejected',
    sentence: '{exchange} does not know this API key. It was deleted, has expired, or was pasted wrongly.',
    action: { id: 'replace-key', label: 'Replace the key' },
    retry: 'never',
  },
  'signature-rejected': {
    title: 'Secret rejected',
    sentence: '{exchange} knows the key but not its signature: the secret does not belong to it.',
    action: { id: 'replace-key', label: 'Enter the secret again' },
    retry: 'never',
  },
  'passphrase-rejected': {
    title: 'Passphrase rejected',
    sentence: '{exchange} refused the passphrase of this key.',
    action: { id: 'replace-key', label: 'Enter the passphrase again' },
    retry: 'never',
  },
  'permission-missing': {
    title: 'Read right missing',
    sentence: 'This key may not read what Fillbook asked for. Switch reading on for it at {exchange}.',
    action: { id: 'open-account', label: 'See the rights' },
    retry: 'never',
  },
  'ip-not-whitelisted': {
    title: 'Address not whitelisted',
    sentence: "Your address {address} is not on this key's whitelist at {exchange}.",
    sentenceWithout: "Your address is not on this key's whitelist at {exchange}.",
    action: { id: 'copy-address', label: 'Copy address' },
    retry: 'never',
  },
  'key-or-address-refused': {
    title: 'Key or address refused',
    sentence:
      '{exchange} refused the request from {address}: the key is wrong, the address is not on its whitelist, or it may not read.',
    sentenceWithout:
      '{exchange} refused the request: the key is wrong, your address is not on its whitelist, or it may not read. The exchange does not say which.',
    action: { id: 'open-account', label: 'Check the key' },
    retry: 'never',
  },
  'clock-skew': {
    title: 'Clock is off',
    sentence: "This computer's clock is {skew} {exchange}'s time, so its requests are refused.",
    sentenceWithout: "This computer's clock differs from {exchange}'s time, so its requests are refused.",
    action: { id: 'sync-clock', label: 'How to set the clock' },
    retry: 'never',
  },
  'rate-limited': {
    title: 'Too many requests',
    sentence: '{exchange} asks to wait until {until}. Your bots share this limit.',
    sentenceWithout: '{exchange} asks to wait before the next request. Your bots share this limit.',
    sentenceByCode: { sync: 'The sync server asks to wait until {until}.' },
    action: { id: 'wait', label: 'Retry when allowed' },
    retry: 'until',
  },
  'exchange-unavailable': {
    title: 'Exchange unavailable',
    sentence: '{exchange} is down or under maintenance.',
    sentenceByCode: { sync: 'The sync server is busy, or not ready.' },
    action: { id: 'retry', label: 'Try again' },
    retry: 'backoff',
  },
  'exchange-closed': {
    title: 'Exchange closed',
    sentence: '{exchange} has closed. History and PnL are kept; nothing more is fetched.',
    action: { id: 'open-account', label: 'See the account' },
    retry: 'never',
  },
  'account-paused': {
    title: 'Paused',
    sentence: 'You paused this account: nothing is asked of {exchange} until you resume it.',
    action: { id: 'resume-account', label: 'Resume' },
    retry: 'never',
  },
  'network-failed': {
    title: 'No answer',
    sentence: '{exchange} could not be reached, or its reply was cut off.',
    sentenceByCode: { sync: 'The sync server could not be reached, or its reply was cut off.' },
    action: { id: 'retry', label: 'Try again' },
    retry: 'backoff',
  },
  'host-access-missing': {
    title: 'Browser permission missing',
    sentence: 'The browser has not been allowed to reach {host}.',
    action: { id: 'grant-host', label: 'Allow access' },
    retry: 'never',
  },
  'relay-unreachable': {
    title: 'Relay unreachable',
    sentence: 'The relay that this account uses does not answer.',
    sentenceByCode: {
      'not-connected': 'No sync server is connected, so there is no relay to call {exchange} through.',
      'too-many-in-flight': 'The relay has as many requests of this vault under way as it takes.',
    },
    action: { id: 'retry', label: 'Try again' },
    retry: 'backoff',
  },
  'relay-refused': {
    title: 'Relay refused',
    sentence: 'The relay that this account uses refused the request.',
    sentenceByCode: {
      'key-can-do-more':
        'This key can trade or move funds, and through the relay only keys go that can do nothing but read. Make a read-only key at {exchange}.',
      'rights-not-confirmed':
        '{exchange} does not tell what this key can do. Confirm that it can only read before it is used through the relay.',
      'route-unknown':
        'The sync server has no relay. Ask whoever runs it, or call {exchange} straight from this computer.',
      'sign-again': 'The request waited at the relay until {exchange} would no longer take it.',
      'not-relayed': 'The relay is older than this Fillbook: it does not know this read of {exchange}.',
    },
    action: { id: 'open-account', label: 'Check the relay' },
    retry: 'never',
  },
  'sync-refused': {
    title: 'Sync server refused',
    sentence: 'The sync server refused the request.',
    sentenceByCode: {
      'quota-exceeded':
        'This vault has used up its share of the sync server. Its operator can give it more room; here everything is kept.',
      'storage-full': "The sync server's disk is full. Its operator has to make room; here everything is kept.",
      'vault-frozen':
        'A device was removed from this vault, so the sync server admits no other until the vault has moved to new keys.',
      'vault-retired': 'This vault has moved to new keys: pair this device again from one that has moved.',
      'vault-closed':
        'The sync server says that this vault was erased there. What is on this device stays; connect it anew to sync again.',
      'device-removed': 'This device was removed from the vault.',
      'vault-unknown': 'The sync server does not know this vault.',
      'invite-required': 'The sync server takes a new vault only with an invite of its operator.',
      'signature-rejected': 'The sync server did not accept the signature of this device.',
      'too-large': 'The sync server does not take as much at once.',
      'move-overtaken':
        'Another device moved this vault to new keys after this one had begun, and its move is the one that counts.',
      'exists-already': 'On the sync server this belongs to another vault, or to this one before it moved to new keys.',
      'token-expired': 'The sync server did not let this device in. Try again.',
      malformed: 'The sync server and this Fillbook are of different versions: it did not understand the request.',
      'route-unknown': 'The sync server is older than this Fillbook and does not know the request.',
      'other-server': 'Another server answers under the address of the sync server.',
      blocked: 'The browser has not been allowed to reach the sync server.',
    },
    action: { id: 'open-sync', label: 'Open Sync' },
    retry: 'never',
  },
  'sync-stopped': {
    title: 'Sync has stopped',
    sentence: "The sync server's log is not the one that this device has read. Nothing of it was taken over.",
    sentenceByCode: {
      'head-below': 'The log on the sync server ends before what this device has read there. Nothing was lost here.',
      'new-log': 'The sync server began a new log: it was restored or set up anew. Nothing was lost here.',
      withheld: 'The sync server lists records without giving them. Nothing of its log was taken over.',
      removed: 'This device was removed from the vault. What is stored here stays; nothing more is sent or taken.',
      moved: 'The vault has moved to new keys: pair this device again from one that has moved.',
      closed: 'Another device erased this vault on the sync server. What is on this device stays.',
    },
    action: { id: 'open-sync', label: 'Open Sync' },
    retry: 'never',
  },
  'sync-left-out': {
    title: 'Records left out',
    sentence: '{subject} of what other devices sent could not be opened and is left out; all else was taken.',
    sentenceWithout: 'Some of what other devices sent could not be opened and is left out; all else was taken.',
    action: { id: 'open-sync', label: 'Open Sync' },
    retry: 'never',
  },
  'sync-device-added': {
    title: 'A device was added',
    sentence:
      'The device “{subject}” was added to this vault. If neither you nor your desk added it, remove it under Devices.',
    sentenceWithout:
      'Another device was added to this vault. If neither you nor your desk added it, remove it under Devices.',
    action: { id: 'open-sync', label: 'Open Sync' },
    retry: 'never',
  },
  'share-not-sent': {
    title: 'Shared snapshot not sent',
    sentence: 'What a live link shows is out of date: its newer figures could not be sent.',
    sentenceByCode: {
      'network-failed': 'What a live link shows is out of date: the sync server has not been reached for some time.',
      'no-account': 'What a live link shows is out of date: none of its accounts is there any more.',
      'too-many-accounts': 'What a live link shows is out of date: it has more accounts than a shared snapshot takes.',
      'too-large': 'What a live link shows is out of date: with so many accounts and coins it is too large to be sent.',
      'quota-exceeded': 'What a live link shows is out of date: this vault has used up its share of the sync server.',
      'exists-already':
        'What a live link shows is out of date: it was made in another vault, or in this one before it moved to new keys. Revoke it and make a new one.',
    },
    action: { id: 'open-shares', label: 'Open Shares' },
    retry: 'never',
  },
  'share-not-revoked': {
    title: 'Link may still open',
    sentence: 'A link that you revoked may still open: the sync server has not confirmed it. Each refresh asks again.',
    action: { id: 'open-shares', label: 'Open Shares' },
    retry: 'never',
  },
  'region-blocked': {
    title: 'Region blocked',
    sentence: '{exchange} does not answer requests from where you are, or its firewall stopped this one.',
    action: { id: 'open-account', label: 'See the account' },
    retry: 'never',
  },
  'account-mode': {
    title: 'Account mode',
    sentence: 'This account is in a mode at {exchange} that the request does not fit.',
    action: { id: 'open-account', label: 'See the account' },
    retry: 'never',
  },
  'unexpected-payload': {
    title: 'Unexpected reply',
    sentence: '{exchange} replied with something Fillbook does not understand. Nothing was changed.',
    sentenceByCode: {
      sync: 'The sync server replied with something Fillbook does not understand. Nothing was changed.',
    },
    action: { id: 'report', label: 'Copy the details' },
    retry: 'never',
  },
  unsupported: {
    title: 'Not supported',
    sentence: 'Fillbook does not read this from {exchange} yet.',
    action: { id: 'open-account', label: 'See the account' },
    retry: 'never',
  },
  cancelled: {
    title: 'Cancelled',
    sentence: 'You stopped this. What was saved is kept.',
    action: { id: 'resume-import', label: 'Resume' },
    retry: 'never',
  },
  'price-missing': {
    title: 'No price',
    sentence: 'No market gives a price for {subject}, so its value is not known.',
    sentenceWithout: 'No market gives a price, so the value is not known.',
    action: { id: 'retry', label: 'Look again' },
    retry: 'backoff',
  },
  'history-incomplete': {
    title: 'History incomplete',
    sentence:
      'The history of {subject} sold more than it bought: buys are missing, so PnL that rests on it is not true yet.',
    sentenceWithout: 'The imported history is not complete yet, so PnL that rests on it may still change.',
    sentenceByCode: {
      'look-back':
        '{exchange} no longer serves the fills {subject}: if anything was traded then, it is missing, and PnL that rests on it is not the whole truth.',
      unexplained:
        'What was read of this account does not add up to the {subject} that {exchange} reports, so PnL that rests on it may lack something.',
      'not-begun': 'The history of this account was not imported yet, so PnL lacks what is in it.',
      'being-read': 'Fillbook is still reading the stored fills. PnL that rests on them follows by itself.',
    },
    action: { id: 'add-symbol', label: 'Complete the history' },
    retry: 'never',
  },
  'storage-full': {
    title: 'Storage full',
    sentence: 'The browser has no room left for Fillbook. Nothing stored was lost; nothing new was saved.',
    action: { id: 'free-storage', label: 'Free some space' },
    retry: 'never',
  },
  'storage-failed': {
    title: 'Storage failed',
    sentence: "The browser's database refused a read or a write.",
    sentenceByCode: {
      'session-key-left':
        'The pages are locked, but the browser did not remove the key from its memory: a page that is opened later could open the vault with it. Lock again, or close the browser.',
      'popup-summary':
        'The browser did not take what the popup and the toolbar button show: until it does, both may show what was true before.',
    },
    action: { id: 'retry', label: 'Try again' },
    retry: 'backoff',
  },
  damaged: {
    title: 'Data damaged',
    sentence: 'A stored record is damaged and was left out.',
    sentenceByCode: {
      'restore-not-merged':
        'The vault was opened with its backup, but what the backup holds was not added. Restore it again from the settings.',
    },
    action: { id: 'recover', label: 'Recover' },
    retry: 'never',
  },
  tampered: {
    title: 'Data changed from outside',
    sentence: 'A stored record was changed by something other than Fillbook and was left out.',
    action: { id: 'recover', label: 'Recover' },
    retry: 'never',
  },
};

const placeholder = /\{(exchange|address|subject|skew|until|host)\}/g;

/**
 * How far this computer's clock is from another, in words that a name can follow.
 *
 * `skewMs` is ours minus theirs. Whole seconds below two minutes, else minutes: 1_200 gives "1 second ahead of", 125_000
 * "2 minutes ahead of", −40_000 "40 seconds behind".
 */
export function skewText(skewMs: number): string {
  const seconds = Math.round(Math.abs(skewMs) / 1000);
  const size =
    seconds < 120 ? `${seconds} ${seconds === 1 ? 'second' : 'seconds'}` : `${Math.round(seconds / 60)} minutes`;
  return `${size} ${skewMs > 0 ? 'ahead of' : 'behind'}`;
}

/**
 * The sentence a trader reads for a failure.
 *
 * `exchangeName` is the display name ("Binance"); `timeText` writes an instant in the reader's zone.
 * A datum that the sentence needs and the failure lacks selects `sentenceWithout`, never an empty hole.
 */
export function reasonSentence(failure: Failure, exchangeName: string, timeText: (at: UnixMs) => string): string {
  const entry = reasons[failure.reason];
  const data: Record<string, string | undefined> = {
    exchange: exchangeName,
    address: failure.address,
    subject: failure.subject,
    skew: failure.skewMs === undefined ? undefined : skewText(failure.skewMs),
    until: failure.untilAt === undefined ? undefined : timeText(failure.untilAt),
    host: failure.host ?? exchangeName,
  };
  const sentence = entry.sentenceByCode?.[failure.code ?? ''] ?? entry.sentence;
  const complete = [...sentence.matchAll(placeholder)].every(([, name]) => name !== undefined && data[name]);
  const template = complete ? sentence : (entry.sentenceWithout ?? sentence);
  return template.replace(placeholder, (_, name: string) => data[name] ?? '');
}
