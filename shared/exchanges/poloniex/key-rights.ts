/** GET /feeinfo: the cheapest proof that a key works. No endpoint of Poloniex lists what a key may do. */
import { z } from 'zod';
import type { Failure } from '../../reasons';
import { ok, type Result } from '../../result';
import { parsePayload, unsignedText } from '../payload';
import type { KeyRights } from '../readings';

const feeInfo = z.object({ makerRate: unsignedText, takerRate: unsignedText });

/** The key signed and may read, but its other rights are not told. `unexpected-payload` where the reply proves nothing. */
export function parseKeyProof(payload: unknown): Result<KeyRights, Failure> {
  const parsed = parsePayload(feeInfo, payload);
  return parsed.ok ? ok({ readable: false }) : parsed;
}
