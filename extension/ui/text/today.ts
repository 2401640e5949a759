/** What Overview says of the PnL of today. */
export const today = {
  title: 'PnL today',
  figure: (method: string, realized: boolean) => `Today, ${realized ? 'realized ' : ''}${method}`,
  figureTitle: (realized: boolean) =>
    `Realized net of closings since 00:00 UTC, ${realized ? 'without' : 'with'} the change of unrealized PnL since then`,
  since: (method: string) => `${method}, since 00:00 UTC`,
  realized: 'Realized',
  plus: '+',
  change: 'Change of unrealized',
  minus: '−',
  equals: '=',
  net: 'Today',
  unrealized: 'Unrealized now',
  before: "At yesterday's end",
  changed: 'Change',
  pricedAt: (time: string) => `prices of yesterday's end read at ${time} UTC`,
  ofCandles: (markets: string) =>
    `No price was read in the last hour of yesterday of ${markets}: it is the last one of 23:59 UTC by the exchange's candles.`,
  market: (symbol: string, exchange: string) => `${symbol} (${exchange})`,
  realizedAlone:
    "This is what was realized alone: how unrealized PnL has changed since yesterday's end is not known, since no prices were read in the last hour of that day and no exchange told any afterwards. Fillbook notes them by itself where it refreshes then.",
  unpriced: (symbols: string) =>
    `The change of ${symbols} is not in it: no market gave a price, now or at yesterday's end.`,
  storedRates: (quotes: string) =>
    `What was realized in ${quotes} is converted at the stored rate of the minute of each closing that has one.`,
  ratesOfNow: (quotes: string) =>
    `What was realized in ${quotes} and has no stored rate is converted at prices of now.`,
  changeOfNow: 'The change is converted at prices of now.',
} as const;
