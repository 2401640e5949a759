/** What Trades says. */
export const trades = {
  title: 'Trades',
} as const;
