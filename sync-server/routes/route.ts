/** What the declarations of all routes are made of: who may call, what is answered, their refusals and their schemas of bytes. */
import { z } from '@hono/zod-openapi';
import { refusalStatus } from '../../shared/sync/refusals';
import type { ServerDeps } from '../deps';
import { byAddress, byDevice, limitBody } from '../middleware';

const reasons = Object.keys(refusalStatus);

/** The form of every refusal. */
const refusalSchema = z
  .object({ error: z.looseObject({ reason: z.enum(reasons) }) })
  .openapi('Refusal', { description: 'Why not; code decides by the reason, whose further data depend on it.' });

/** Any status but the one of success. */
const refusals = {
  default: { description: 'A refusal', content: { 'application/json': { schema: refusalSchema } } },
} as const;

/** The answers of a route: one of success, and every refusal. */
export const gives = <T>(success: T) => ({ 200: success, ...refusals });

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

/** Says in the description that a route wants a device's token. */
export const withToken = [{ token: [] }];

/** Bytes that are refused beyond, of a route whose body is a small JSON. */
export const smallBodyBytes = 16 * 1024;

interface Bounds {
  /** A body of more bytes is refused before it is read; absent: the route takes none. */
  readonly maxBytes?: number;
}

/** For a route that counts its request in the call that does its work: the body is bounded, and nothing else done before. */
export const bounded = ({ maxBytes }: Bounds) => ({ middleware: maxBytes === undefined ? [] : [limitBody(maxBytes)] });

/** For devices by their token, which is looked at before the body is read. A retired vault's may read where `retiredToo`. */
export const forDevice = (
  deps: ServerDeps,
  { retiredToo = false, ...bounds }: Bounds & { readonly retiredToo?: boolean } = {},
) => ({
  security: withToken,
  middleware: [byDevice(deps, { retiredToo }), ...bounded(bounds).middleware],
});

/** For anyone, counted against the address. */
export const forAnyone = (deps: ServerDeps, bounds: Bounds = {}) => ({
  middleware: [...bounded(bounds).middleware, byAddress(deps)],
});
