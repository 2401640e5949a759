/** What the account's page says of whether its history adds up to what the exchange reports. */
import type { FlowKind } from '../../../shared/ledger/flow';
import type { MovementPart } from '../../../shared/ledger/movements';
import type { DifferenceCause } from '../../../shared/ledger/reconciliation';
import type { FlowSourceView } from '../../engine/api/reconciliation';
import { counted } from './counted';

const assets = (count: number) => counted(count, 'asset');

const kinds: Readonly<Record<FlowKind, string>> = {
  deposit: 'deposits',
  withdrawal: 'withdrawals',
  transfer: 'transfers between your wallets',
  conversion: 'conversions of coins outside the markets',
  reward: 'rewards and interest',
};

const sourceNames: Readonly<Record<FlowSourceView['source'], string>> = {
  deposits: 'Deposits',
  withdrawals: 'Withdrawals',
  dust: 'Dust that became BNB',
  conversions: 'Conversions',
  activity: 'Deposits and withdrawals',
};

const parts: Readonly<Record<MovementPart, string>> = {
  bought: 'Bought',
  sold: 'Sold',
  paid: 'Paid for buys',
  received: 'Received from sells',
  fees: 'Fees of fills',
  deposits: 'Deposits',
  withdrawals: 'Withdrawals',
  transfers: 'Transfers',
  conversions: 'Conversions',
  rewards: 'Rewards',
  flowFees: 'Fees of withdrawals',
};

const causes: Readonly<Record<DifferenceCause, { readonly short: string; readonly sentence: string }>> = {
  'under-way': {
    short: 'under way',
    sentence: 'A deposit or withdrawal of it is under way: the exchange may have counted it already.',
  },
  'import-incomplete': {
    short: 'import not complete',
    sentence: 'Fills, deposits or withdrawals are still being read, or a part of them could not be read.',
  },
  'before-look-back': {
    short: 'before the look-back',
    sentence: 'The exchange no longer serves what happened earlier.',
  },
  'symbol-not-read': {
    short: 'a symbol not read',
    sentence: 'A symbol that was sold out long ago may never have been read: name it, or run the deep scan.',
  },
  'flow-not-read': {
    short: 'not read at this exchange',
    sentence: 'Something that is not read at this exchange moved it.',
  },
};

const list = (words: readonly string[]): string =>
  words.length < 2 ? words.join('') : `${words.slice(0, -1).join(', ')} and ${words.at(-1)}`;

export const reconciliation = {
  title: 'Reconciliation',
  caption: 'What the history of each asset makes up, and what the exchange reports',
  agreed: (count: number, exchange: string) =>
    count === 1
      ? `The history of the 1 asset makes up what ${exchange} reports, to the last digit.`
      : `The history makes up what ${exchange} reports for all ${assets(count)}, to the last digit.`,
  differ: (differing: number, count: number, exchange: string) =>
    `${differing.toLocaleString()} of ${assets(count)} ${differing === 1 ? 'does' : 'do'} not agree with what ${exchange} reports. PnL of ${differing === 1 ? 'it' : 'them'} may rest on a history that is not whole.`,
  notReported: (exchange: string) =>
    `What ${exchange} reports is not known yet, so there is nothing to hold the history against.`,
  none: 'Nothing moved yet, and nothing is held.',
  how: 'Fills, fees, deposits and withdrawals of the spot wallet, up to the balances of',
  fromNothing:
    'Where the history may not reach back to the first day nothing is expected, and unexplained is what it makes up from nothing, less what is reported.',
  unread: (unread: readonly FlowKind[], exchange: string) =>
    `Not read at ${exchange}: ${list(unread.map((kind) => kinds[kind]))}.`,
  readTo: (source: FlowSourceView['source'], time: string) => `${sourceNames[source]} read up to ${time}.`,
  notRead: (source: FlowSourceView['source']) => `${sourceNames[source]} not read yet.`,
  failed: (source: FlowSourceView['source']) => `${sourceNames[source]} could not be read.`,
  neverRead: 'Deposits and withdrawals were not read yet: they follow the import of fills.',
  readNow: 'Read deposits and withdrawals',
  reading: 'Reading deposits and withdrawals',
  columns: {
    asset: 'Asset',
    expected: 'Expected',
    reported: 'Reported',
    unexplained: 'Unexplained',
    causes: 'Likely causes',
  },
  expectedTitle: 'Opening balance and all that moved it since',
  unexplainedTitle: 'What the history makes up less what the exchange reports',
  openingUnknown: 'Not known: the history may not reach back to the first day',
  reportedUnknown: 'What the exchange holds of it is not known',
  agrees: 'agrees',
  causes,
  detailTitle: (asset: string) => `${asset}: what moved it`,
  sumCaption: (asset: string) => `What moved ${asset}, and what the exchange reports`,
  sumPart: 'Part',
  sumAmount: 'Amount',
  opening: 'Opening balance',
  parts,
  moved: 'Together',
  reported: 'Reported by the exchange',
  difference: 'Unexplained',
  pending: 'Under way, not counted',
  count: (count: number, since: string) =>
    `${count.toLocaleString()} ${count === 1 ? 'fill or flow' : 'fills and flows'} since ${since}.`,
  nothingMoved: 'No fill and no flow of it is known.',
  heldBefore: 'If nothing else is missing, so much was there before the history begins:',
  tooMuch: 'The history tells of more than is there: something that left the account is missing in it.',
  causesTitle: 'Likely causes',
  restsOn: (asset: string) =>
    `This PnL rests on ${asset}, whose history does not make up what the exchange reports: something may be missing in it.`,
  seeWhy: 'See the reconciliation',
} as const;
