/**
 * The names of coverage documents: one per account and device, `<account>@<device>`, since each device tells of its own reading.
 *
 * Before there was sync a document was named by its account alone: it is the one of whoever stored it.
 */

export const coverageName = (accountId: string, deviceId: string): string => `${accountId}@${deviceId}`;

/** Whether a coverage document is of this account, whichever device wrote it. */
export const isCoverageOf = (name: string, accountId: string): boolean =>
  name === accountId || name.startsWith(`${accountId}@`);

/** The account that a coverage document is of. Device ids hold no "@". */
export const accountOfCoverage = (name: string): string => {
  const at = name.lastIndexOf('@');
  return at === -1 ? name : name.slice(0, at);
};
