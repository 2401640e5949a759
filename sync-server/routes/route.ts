/** What the definitions of all routes share: their refusals, their schemas of bytes, and the security of a device's token. */
import { z } from '@hono/zod-openapi';
import { refusalStatus } from '../../shared/sync/refusals';

const reasons = Object.keys(refusalStatus);

/** The form of every refusal. */
const refusalSchema = z
  .object({ error: z.looseObject({ reason: z.enum(reasons) }) })
  .openapi('Refusal', { description: 'Why not; code decides by the reason, whose further data depend on it.' });

/** Any status but the one of success. */
export const refusals = {
  default: { description: 'A refusal', content: { 'application/json': { schema: refusalSchema } } },
} as const;

/** An answer in JSON. */
export const answer = <T extends z.ZodType>(schema: T, description: string) => ({
  description,
  content: { 'application/json': { schema } },
});

/** A body in JSON, without which a request is refused. */
export const jsonBody = <T extends z.ZodType>(schema: T) => ({
  required: true,
  content: { 'application/json': { schema } },
});

/** Sealed bytes as base64 (RFC 4648 §4, with padding), at most so many. */
export const sealedBytes = (maxBytes: number) =>
  z
    .base64()
    .max(Math.ceil(maxBytes / 3) * 4)
    .openapi({ description: `Sealed by the device; at most ${maxBytes} bytes, as base64` });

/** The bytes of what `sealedBytes` let through. */
export const bytesOf = (base64: string): Uint8Array => Buffer.from(base64, 'base64');

export const base64Of = (bytes: Uint8Array): string => Buffer.from(bytes).toString('base64');

/** The routes that want a device's token. */
export const withToken = [{ token: [] }];

/** Bytes that are refused beyond, of a route whose body is a small JSON. */
export const smallBodyBytes = 16 * 1024;
