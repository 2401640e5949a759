/** What is said of books by coin. Imported where figures are shown or the choice is made, so that the popup does not load it. */
import { counted } from './counted';

export const pooling = {
  title: 'Books',
  hint: 'Which fills share lots: whose purchase a sale closes. It decides what is realized when, on Overview, in Trades and in Performance.',
  options: {
    'by-market': 'One per account and symbol',
    'by-coin': 'One per coin, across accounts and symbols',
  },
  sentences: {
    'by-market': (_currency: string) => 'What was bought in one account and symbol is sold there alone.',
    'by-coin': (currency: string) =>
      `Spot fills of one coin share lots, valued in ${currency} at the price of the minute of each fill, by the PnL method of the vault. Margin and futures stay by account and symbol.`,
  },
  failed: (code: string) =>
    `The books could not be computed by this choice, for a fault of Fillbook's own (${code}). The figures keep the former one.`,
  retry: 'Try again',
  of: (currency: string) => `Spot is pooled by coin, valued in ${currency} at the price of the minute of each fill.`,
  unpriced: (base: string, quotes: string, currency: string, fills: number) =>
    `${base} has no pooled figure: the price of ${quotes} in ${currency} is not known at the minutes of ${counted(fills, 'fill')}. It is in no row and no sum.`,
  lookingUp: (found: number, total: number) => `Looking up prices at the minutes of fills: ${found} of ${total}.`,
  shared: (bases: string) =>
    `${bases}: pooled over several accounts, so that no account alone has its round trips and open lots. Choose all accounts, or books by account and symbol.`,
  closingsOfAccount: 'Pooled coins: closings whose sale is of this account, whichever account bought.',
  change: 'Open Settings',
  pool: (base: string) => `${base} · all accounts`,
  severalAccounts: 'several',
  ownBook: (base: string) =>
    `This is what it did among the fills of this account and symbol alone. The PnL of ${base} on Overview, in Trades and in Performance is pooled over accounts and symbols.`,
  accountMethod: 'Spot is pooled by coin: its PnL is by the method of the vault.',
  ofFill: 'Account, symbol',
  in: (currency: string) => `in ${currency}`,
} as const;
