/** The methods that a report may be made by. */
import { lotMethods } from '../ledger/lot-order';

/** The methods of lots, and round trips. */
export const reportMethods = [...lotMethods, 'roundtrip'] as const;

export type ReportMethod = (typeof reportMethods)[number];

/** The method of this name; null where there is none. */
export const reportMethodOf = (name: string): ReportMethod | null =>
  reportMethods.find((method) => method === name) ?? null;
