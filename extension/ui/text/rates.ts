/** What is said of the rates of fees in other coins. */
export const rates = {
  at: 'at',
  intervals: {
    '1m': 'minute',
    '5m': '5 minutes',
    '15m': '15 minutes',
    '30m': '30 minutes',
    '1h': 'hour',
    '4h': '4 hours',
    '1d': 'day',
  },
  closeOf: (interval: string, from: string, exchange: string) =>
    `last price of the ${interval} from ${from}, ${exchange}:`,
  turned: 'turned round',
  lookingUp: (found: number, total: number) => `Looking up prices at the minute of each fee: ${found} of ${total}.`,
  minutes: (count: number) => (count === 1 ? '(fees in 1 minute)' : `(fees in ${count} minutes)`),
  retry: 'Look up again',
} as const;
