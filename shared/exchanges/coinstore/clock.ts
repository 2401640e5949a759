/** Coinstore has no call for its clock: it is read from when a reply was dated. */
import type { Failure } from '../../reasons';
import { err, ok, type Result, type UnixMs, unixMs } from '../../result';
import { unexpected } from '../payload';
import type { ExchangeReply } from '../reply';

/**
 * The exchange's clock when it sent a reply, from the header `Date`, which counts whole seconds: the middle of that second, so
 * at most half a second off, besides the time that the reply was on its way. `Age` is added where a cache kept the reply.
 * `unexpected-payload` naming `date` where the header is missing or no date.
 */
export function parseServerTime({ headers }: Pick<ExchangeReply, 'headers'>): Result<UnixMs, Failure> {
  const datedMs = Date.parse(headers.date ?? '');
  if (Number.isNaN(datedMs)) return err(unexpected('date', 'not-a-date'));
  const age = headers.age ?? '';
  return ok(unixMs(datedMs + 500 + (/^\d{1,7}$/.test(age) ? Number(age) * 1000 : 0)));
}
