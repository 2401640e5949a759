/** What the unlock screen says. */
export const unlock = {} as const;
