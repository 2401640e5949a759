/**
 * Documents: small mutable records, each version sealed with its stamp. The last writer wins; a delete is a version too.
 *
 * A document's plaintext is UTF-8 JSON: `{"stamp": {at, counter, device}, "id": its id, "value": …}`, or
 * `{"stamp", "id", "deleted": true}` for a tombstone. `schemaVersions` counts up when the shape of a kind changes; a
 * version above the known one is `unsupported` (another Fillbook wrote it), a body that fits no shape is `damaged`.
 */
import { z } from 'zod';
import type { Account, DustRule } from '../../shared/exchanges/account';
import { exchangeIds } from '../../shared/exchanges/ids';
import { type LotMethod, lotMethods } from '../../shared/ledger/lot-order';
import { parseDecimal } from '../../shared/money/decimal';
import { unixMs } from '../../shared/result';
import type { Hlc } from '../../shared/sync/hlc';
import { type Coverage, coverageSchema } from './coverage';
import { type StoredSharedSnapshot, sharedSnapshotSchema } from './shared-snapshot';

const accountBase = { id: z.string().min(1), label: z.string(), createdAt: z.int() };

const quantitySchema = z.string().transform((text, context) => {
  const parsed = parseDecimal(text);
  if (parsed.ok && !parsed.value.startsWith('-')) return parsed.value;
  context.addIssue({ code: 'custom', message: 'not a decimal from 0' });
  return z.NEVER;
});

const dustSchema: z.ZodType<DustRule, unknown> = z.object({
  others: z.enum(['market', 'none']),
  bySymbol: z.record(z.string(), quantitySchema),
});

const accountSchema: z.ZodType<Account, unknown> = z.discriminatedUnion('kind', [
  z.object({
    ...accountBase,
    kind: z.literal('exchange'),
    exchange: z.enum(exchangeIds),
    egress: z.enum(['direct', 'relay']),
    relayConfirmedAt: z.int().exactOptional(),
    credentialId: z.string().nullable(),
    userSymbols: z.array(z.string()),
    dust: dustSchema.exactOptional(),
    method: z.enum(lotMethods).exactOptional(), // versions 1 and 2 have none
    pausedAt: z.int().nullable().default(null), // version 1 has none
  }),
  z.object({ ...accountBase, kind: z.literal('wallet'), chainId: z.int(), address: z.string() }),
  z.object({ ...accountBase, kind: z.literal('file'), fileName: z.string() }),
]);

const credentialSchema = z.object({
  apiKey: z.string(),
  secret: z.string(),
  passphrase: z.string().exactOptional(),
  memo: z.string().exactOptional(),
});

/** A choice of five, of which a vault begins with one: the type says the five. */
const firstMethod: LotMethod = 'fifo';

/** The settings of a new vault. */
export const newSettings = {
  baseCurrency: 'USDT',
  method: firstMethod,
  books: 'by-market',
  autoLock: '15',
  wordsConfirmed: false,
  refreshMinutes: 5,
  notifyFailures: true,
  notifyNames: true,
  notifyLookBack: true,
  badge: 'issues',
  upDownColours: 'green-up',
} as const;

/** After how many days a backup is old; null: never. */
const backupReminderSchema = z.union([z.literal([7, 30, 90]), z.null()]);

/**
 * Version 5; settings of earlier versions lack some of the fields with a default, and are read with it. `backupReminder`: absent
 * where it was never chosen, and before version 4, which kept it on the device.
 */
const settingsSchema = z.object({
  baseCurrency: z.enum(['USDT', 'USDC', 'EUR', 'BTC']),
  method: z.enum(lotMethods).default(newSettings.method),
  books: z.enum(['by-market', 'by-coin']).default(newSettings.books), // before version 5 all were by market
  autoLock: z.enum(['5', '15', '60', 'browser-close']),
  wordsConfirmed: z.boolean(),
  refreshMinutes: z.literal([1, 5, 15, 60, 'manual']).default(newSettings.refreshMinutes),
  notifyFailures: z.boolean().default(newSettings.notifyFailures),
  notifyNames: z.boolean().default(newSettings.notifyNames),
  notifyLookBack: z.boolean().default(newSettings.notifyLookBack),
  badge: z.enum(['issues', 'today']).default(newSettings.badge),
  upDownColours: z.enum(['green-up', 'red-up']).default(newSettings.upDownColours),
  backupReminder: backupReminderSchema.exactOptional(),
});

/** An exchange key as it is sealed; who opens it wraps each part in `Secret` at once. */
export type StoredCredential = z.infer<typeof credentialSchema>;
export type StoredSettings = z.infer<typeof settingsSchema>;

/** Every kind of document and what it holds: a new kind is one line here and in the two tables below. */
export interface DocumentValues {
  readonly account: Account;
  readonly credential: StoredCredential;
  readonly settings: StoredSettings;
  readonly coverage: Coverage;
  readonly share: StoredSharedSnapshot;
}

export type DocumentKind = keyof DocumentValues;

export const documentSchemas: { readonly [K in DocumentKind]: z.ZodType<DocumentValues[K], unknown> } = {
  account: accountSchema,
  credential: credentialSchema,
  settings: settingsSchema,
  coverage: coverageSchema,
  share: sharedSnapshotSchema,
};

/** The version of each kind's shape that this Fillbook writes, from 1. */
export const schemaVersions: Readonly<Record<DocumentKind, number>> = {
  account: 3,
  credential: 1,
  settings: 5,
  coverage: 2,
  share: 2,
};

/** A document as it is read. */
export interface StoredDocument<K extends DocumentKind> {
  readonly id: string;
  readonly value: DocumentValues[K];
  readonly stamp: Hlc;
}

/** A document to write, by kind; `id` is opaque (random, or a fixed word), since it stands unsealed beside the body. */
export type DocumentPut = {
  [K in DocumentKind]: { readonly kind: K; readonly id: string; readonly value: DocumentValues[K] };
}[DocumentKind];

export interface DocumentKey {
  readonly kind: DocumentKind;
  readonly id: string;
}

/** The stamp that orders versions (shared/sync/hlc), sealed inside the body. */
const stampSchema: z.ZodType<Hlc, unknown> = z.object({
  at: z.int().transform((value) => unixMs(value)),
  counter: z.int().nonnegative(),
  device: z.string(),
});

export const documentBodySchema = z.union([
  z.object({ stamp: stampSchema, id: z.string(), deleted: z.literal(true) }),
  z.object({ stamp: stampSchema, id: z.string(), value: z.unknown() }),
]);
