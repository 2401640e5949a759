/** What the settings screen says. */
export const settings = {} as const;
