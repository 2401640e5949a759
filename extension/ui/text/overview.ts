/** What Overview says. */
export const overview = {
  title: 'Overview',
} as const;
