/** What the account's page says of how far each symbol is read. */
import { counted } from './counted';

export const coverage = {
  title: 'Symbols',
  caption: 'What is imported of each symbol',
  captionWhole: 'Symbols that fills are stored of',
  wholeRead: (exchange: string, time: string) =>
    `${exchange} lists the fills of all markets at once, so no symbol has to be named. Read up to ${time}.`,
  wholeUnread: (exchange: string) =>
    `${exchange} lists the fills of all markets at once, so no symbol has to be named. Nothing was read yet.`,
  noneWhole: 'No fills are stored yet.',
  none: 'No symbols yet. The import finds them, and you can name them here.',
  search: 'Search symbols',
  noMatch: (typed: string) => `No symbol has ${typed} in its name.`,
  clear: 'Show all symbols',
  shown: (shown: number, total: number) =>
    shown === total ? counted(total, 'symbol') : `${shown.toLocaleString()} of ${counted(total, 'symbol')}`,
  columns: { symbol: 'Symbol', fills: 'Fills', from: 'Covered from', to: 'Covered to', state: 'State' },
  states: {
    pending: 'not read yet',
    partial: 'in part',
    covered: 'covered',
    empty: 'no fills',
    failed: 'failed',
  },
  failedFor: (reason: string) => `failed: ${reason.charAt(0).toLowerCase()}${reason.slice(1)}`,
  beginning: 'the beginning',
  now: 'now',
  detailTitle: (symbol: string) => `${symbol}: what is read`,
  detailFills: 'Fills stored',
  detailRead: 'Last read',
  never: 'never',
  spansCaption: 'What is read and what is not, oldest first',
  spanFrom: 'From',
  spanTo: 'To',
  spanState: 'State',
  spanStates: {
    covered: 'read',
    empty: 'read, no fills',
    'beyond-look-back': 'no longer served by the exchange',
    failed: 'could not be read',
    unread: 'to be read',
  },
  toGo: 'Markets to go',
  scanAsks: (markets: number, exchange: string) =>
    markets === 0
      ? `Every market of ${exchange} has been read; only new ones would be asked for.`
      : `It would ask for ${counted(markets, 'market')} that ${markets === 1 ? 'was' : 'were'} never read.`,
} as const;
