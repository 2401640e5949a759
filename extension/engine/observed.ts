/**
 * The observation model at rest: the last value that was known beside the failure that hides it, both with their time.
 *
 * A success clears the failure; a failure keeps the last value. So a refresh that fails never turns a value into nothing,
 * and a restart shows the same as before it.
 */
import { z } from 'zod';
import type { Failure } from '../../shared/reasons';
import { type Result, type UnixMs, unixMs } from '../../shared/result';
import { failureSchema } from '../store/failure';
import type { Observed } from './api/observed';

export interface Observation<T> {
  readonly last: { readonly value: T; readonly at: UnixMs } | null;
  readonly failure: { readonly failure: Failure; readonly failedAt: UnixMs } | null;
}

/** Nothing was ever asked. */
export const pending: Observation<never> = { last: null, failure: null };

/** An instant at rest. */
export const instantSchema = z.int().transform((value) => unixMs(value));

/** The shape at rest of an observation whose value has the shape `value`. */
export const observationSchema = <T extends z.ZodType>(value: T) =>
  z.object({
    last: z.object({ value, at: instantSchema }).nullable(),
    failure: z.object({ failure: failureSchema, failedAt: instantSchema }).nullable(),
  });

/** The observation after one more attempt. `failedAt` stays that of the first of a row of failures with one reason. */
export function observe<T>(before: Observation<T>, outcome: Result<T, Failure>, at: UnixMs): Observation<T> {
  if (outcome.ok) return { last: { value: outcome.value, at }, failure: null };
  const same = before.failure?.failure.reason === outcome.error.reason;
  const failedAt = same && before.failure ? before.failure.failedAt : at;
  return { last: before.last, failure: { failure: outcome.error, failedAt } };
}

/** As pages see it, with the value mapped. */
export function toObserved<T, U>(observation: Observation<T>, map: (value: T) => U): Observed<U> {
  const last = observation.last && { value: map(observation.last.value), at: observation.last.at };
  if (observation.failure) return { state: 'unknown', ...observation.failure, last };
  return last ? { state: 'known', ...last } : { state: 'pending' };
}
