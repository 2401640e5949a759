/** How often each fault is played: a short round with every test run, the whole with `npm run faults` (FILLBOOK_FAULTS=all). */
export const rounds = (all: number, short: number): number => (process.env.FILLBOOK_FAULTS === 'all' ? all : short);

/** Says what was played, for the record of a run. */
export const played = (what: string): void => console.log(`faults: ${what}`);
