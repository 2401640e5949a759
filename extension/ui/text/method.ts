/** What is said of the choice of a PnL method. Imported where it is chosen and watched alone, so that the popup does not load it. */
export const method = {
  title: 'PnL method',
  hint: 'Which units a sale takes. It decides what is realized when, on Overview, in Closings and in Performance; round trips are the same by every method.',
  names: {
    fifo: 'FIFO',
    lifo: 'LIFO',
    hifo: 'HIFO (highest cost first)',
    lofo: 'LOFO (lowest cost first)',
    average: 'Average cost',
  },
  sentences: {
    fifo: 'What was bought first is sold first.',
    lifo: 'What was bought last is sold first.',
    hifo: 'What cost most a unit, fees included, is sold first.',
    lofo: 'What cost least a unit, fees included, is sold first.',
    average: 'All that is held costs the same a unit, and a sale leaves that average as it is.',
  },
  ofAccount: 'Method of this account',
  ofAccountHint: 'The PnL of this account by another method than the rest of the vault.',
  asVault: (name: string) => `As the vault: ${name}`,
  still: (name: string) => `Its figures are by ${name} until the new ones are computed.`,
  progress: (done: number, total: number) =>
    `Recomputing ${done.toLocaleString()} of ${total.toLocaleString()} ${total === 1 ? 'fill' : 'fills'}. The figures of an account keep the former method until all of its books are done.`,
  failed: (accounts: string, code: string) =>
    `Could not compute ${accounts} by the chosen method, for a fault of Fillbook's own (${code}). Its figures keep the former one.`,
  anAccount: 'an account',
  retry: 'Try again',
  notSaved: 'Not saved: the former choice holds.',
  saved: 'Saved.',
} as const;
