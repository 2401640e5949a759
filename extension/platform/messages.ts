/**
 * Messages to the background, the one context with every browser API.
 *
 * - `hold`: keep the engine alive without a page, or let it go.
 * - `notify`: show a notification; the background has the words, and hears the click.
 * - `refresh-alarm`: set the alarm of refreshes, for an offscreen document.
 * - `host`: an offscreen document, which has only `chrome.runtime`, asks for one call of the host.
 *
 * Only Fillbook's own pages are listened to: the sender's id is checked, the message parsed, all else ignored.
 */
import { z } from 'zod';
import { type Reason, reasons } from '../../shared/reasons';
import type { HealthNotice } from '../engine/host';

// The extension's policy forbids making code from text, which zod would probe for and the browser would report.
z.config({ jitless: true });

export const hostMethods = [
  'readSessionKey',
  'writeSessionKey',
  'wipeSession',
  'grantedHosts',
  'readLocal',
  'writeLocal',
  'removeLocal',
  'writeSummary',
  'setBadge',
  'hold',
  'setAutoLock',
] as const;

const healthNotice: z.ZodType<HealthNotice, unknown> = z.strictObject({
  kind: z.enum(['failing', 'recovered']),
  reason: z.string().refine((value): value is Reason => Object.hasOwn(reasons, value)),
  accounts: z.array(
    z.strictObject({
      id: z.string(),
      name: z.strictObject({ exchange: z.string(), label: z.string() }).nullable(),
    }),
  ),
});

export const backgroundMessage = z.discriminatedUnion('type', [
  z.strictObject({ type: z.literal('hold'), on: z.boolean() }),
  z.strictObject({ type: z.literal('notify'), notice: healthNotice }),
  z.strictObject({ type: z.literal('refresh-alarm'), minutes: z.int().positive().nullable() }),
  z.strictObject({ type: z.literal('host'), method: z.enum(hostMethods), args: z.array(z.unknown()).max(2) }),
]);

/** The reply to a call that failed: told apart from an answer of null, which means that nothing is there. */
export const failedCall = { failedCall: true } as const;

/** Throws where the background could not do what it was asked. */
export function mustSucceed(reply: unknown): unknown {
  if (typeof reply === 'object' && reply !== null && 'failedCall' in reply) throw new Error('the background refused');
  return reply;
}

export type BackgroundMessage = z.infer<typeof backgroundMessage>;
