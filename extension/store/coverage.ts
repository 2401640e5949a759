/**
 * The coverage document: how far one account's history is imported by this device, and what it is not.
 *
 * Written with each page of fills in one transaction, so that it never claims more than is stored, and never less than
 * a repeated page would bring again.
 */
import { z } from 'zod';
import { unixMs } from '../../shared/result';
import { failureSchema } from './failure';

/** Stands for a symbol where an exchange lists the fills of all markets at once: the key of that one stream. */
export const wholeAccount = '*';

const instant = z.int().transform((value) => unixMs(value));

/**
 * A span of time of one stream: read through, read and empty (which proves nothing), older than the exchange still
 * keeps, or failed. `fromMs` inclusive, `toMs` exclusive.
 */
const spanSchema = z.object({
  fromMs: instant,
  toMs: instant,
  state: z.enum(['covered', 'empty', 'beyond-look-back', 'failed']),
});

/**
 * One stream, of a symbol or of the whole account: `cursor` is the exchange's own text of where reading goes on; `fills` counts
 * what was stored; `coveredToMs` is the instant before which nothing is left to read; `readFromMs` is where the reading that
 * is going on, or ended last, began.
 */
const streamSchema = z.object({
  cursor: z.string(),
  fills: z.int().nonnegative(),
  state: z.enum(['pending', 'partial', 'covered', 'empty', 'failed']),
  coveredToMs: instant.nullable(),
  lastReadAt: instant.nullable(),
  readFromMs: instant.nullable().default(null), // version 1 has none
  failure: failureSchema.nullable(),
  spans: z.array(spanSchema),
});

/**
 * `queue`: the streams still to read in this run, next one first; `done`: how many of the run have been read. `symbols`: every
 * stream that was ever asked for, by symbol, or the one under `wholeAccount`.
 */
export const coverageSchema = z.object({
  accountId: z.string(),
  kind: z.enum(['import', 'deep-scan']),
  state: z.enum(['idle', 'running', 'waiting', 'paused', 'stopped', 'complete', 'complete-with-warnings']),
  startedAt: instant.nullable(),
  finishedAt: instant.nullable(),
  retryAt: instant.nullable(),
  failure: failureSchema.nullable(),
  queue: z.array(z.string()),
  done: z.int().nonnegative(),
  symbols: z.record(z.string(), streamSchema),
});

export type Coverage = z.infer<typeof coverageSchema>;
export type CoverageOfStream = z.infer<typeof streamSchema>;
