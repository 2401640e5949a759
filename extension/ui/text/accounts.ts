/** What the accounts screen says. */
export const accounts = {} as const;
