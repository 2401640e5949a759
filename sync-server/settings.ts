/**
 * The server's configuration: environment variables, judged once at the start. Whatever is wrong is said at once, each by the
 * name of its variable and without its value, which may be a password.
 */
import ipaddr from 'ipaddr.js';
import { z } from 'zod';
import { err, ok, type Result } from '../shared/result';
import { appPassword, appRole, type DatabaseTarget } from './db/connection';

const wholeNumber = (min: number, max: number, fallback: number) =>
  z
    .string()
    .regex(/^\d+$/, 'must be a whole number')
    .transform(Number)
    .pipe(z.number().min(min).max(max))
    .default(fallback);

const listOf = (holds: (text: string) => boolean, what: string) =>
  z
    .string()
    .default('')
    .transform((text) =>
      text
        .split(',')
        .map((part) => part.trim())
        .filter((part) => part !== ''),
    )
    .refine((parts) => parts.every(holds), `must be ${what}, separated by commas`);

const isRange = (text: string): boolean => ipaddr.isValidCIDR(text) || ipaddr.isValid(text);

const originSchema = z
  .string()
  .refine(
    (text) => /^https?:/.test(text) && URL.canParse(text) && new URL(text).origin === text,
    'must be an origin, as https://sync.example',
  );

/** What a URL says of its user, decoded; null where it says it in a way that none can be read from. */
function credentialsOf(text: string): { readonly username: string; readonly password: string } | null {
  try {
    const { username, password } = new URL(text);
    return { username: decodeURIComponent(username), password: decodeURIComponent(password) };
  } catch {
    return null; // a % that begins no byte: passwords have to be encoded
  }
}

const databaseUrl = z
  .string()
  .refine(
    (text) => /^postgres(ql)?:\/\//.test(text) && URL.canParse(text),
    'must be a URL, as postgres://user:password@host/name',
  )
  .refine(
    (text) => !URL.canParse(text) || credentialsOf(text) !== null,
    'has a % in user or password: write it as %25',
  );

const environment = z.object({
  HOST: z.string().min(1).default('127.0.0.1'),
  PORT: wholeNumber(0, 65_535, 8_787),
  PUBLIC_ORIGIN: originSchema.optional(),
  DATA_DIR: z.string().min(1).default('.data/server'),
  DATABASE_URL: databaseUrl.optional(),
  DATABASE_APP_URL: databaseUrl.optional(),
  DATABASE_POOL: wholeNumber(2, 200, 16),
  DATABASE_PREPARE: z.enum(['on', 'off']).default('off'),
  REGISTRATION: z.enum(['invite', 'open']).default('invite'),
  QUOTA_BYTES: wholeNumber(1_048_576, Number.MAX_SAFE_INTEGER, 1_073_741_824),
  RATE_ADDRESS_PER_MINUTE: wholeNumber(1, 10_000_000, 300),
  RATE_DEVICE_PER_MINUTE: wholeNumber(1, 10_000_000, 3_000),
  TRUSTED_PROXIES: listOf(isRange, 'addresses or ranges'),
  METRICS_TOKEN: z.string().min(16, 'must have 16 characters or more').optional(),
  LOG_LEVEL: z.enum(['trace', 'debug', 'info', 'warn', 'error', 'silent']).default('info'),
  RELAY: z.enum(['on', 'off']).default('on'),
  EGRESS_ADDRESSES: listOf(ipaddr.isValid, 'addresses'),
  EGRESS_PROBE_URL: z.url({ protocol: /^https$/ }).optional(),
  EGRESS_LOCAL_ADDRESS: z.string().refine(ipaddr.isValid, 'must be an address').optional(),
});

type Environment = z.infer<typeof environment>;

export interface Settings {
  readonly host: string;
  readonly port: number;
  /** The server's own origin, which devices sign; null: what it listens on. */
  readonly origin: string | null;
  readonly dataDir: string;
  /** Null: the embedded PostgreSQL in `dataDir`. */
  readonly database: DatabaseTarget | null;
  readonly poolSize: number;
  /** Whether statements are prepared once a connection: not behind a pooler that hands connections from one to another. */
  readonly prepare: boolean;
  readonly openRegistration: boolean;
  /** Bytes that a vault may hold where it has no quota of its own. */
  readonly quotaBytes: number;
  readonly perMinute: { readonly address: number; readonly device: number };
  /** Whose X-Forwarded-For counts: addresses and ranges. */
  readonly trustedProxies: readonly string[];
  /** Null: metrics are for callers on this machine alone. */
  readonly metricsToken: string | null;
  readonly logLevel: Environment['LOG_LEVEL'];
  readonly relay: RelaySettings | null;
}

interface RelaySettings {
  /** The addresses that exchanges see, as the operator knows them. */
  readonly egressAddresses: readonly string[];
  /** Answers with the address that it was called from, as text. */
  readonly probeUrl: string | null;
  /** The address of this machine that exchanges are called from. */
  readonly localAddress: string | null;
}

/** A variable and what is wrong with it. */
interface BadVariable {
  readonly name: string;
  readonly message: string;
}

/** The URL without what the two roles and the sockets say themselves. */
function placeOf(text: string): string {
  const url = new URL(text);
  url.username = '';
  url.password = '';
  url.search = '';
  return url.href;
}

/** How the URL wants the connection encrypted; `disable` where it does not say. */
function tlsOf(text: string): DatabaseTarget['tls'] | null {
  const mode = new URL(text).searchParams.get('sslmode') ?? 'disable';
  return mode === 'disable' ? 'off' : mode === 'require' || mode === 'verify-full' ? mode : null;
}

function databaseOf({ DATABASE_URL, DATABASE_APP_URL }: Environment): Result<DatabaseTarget | null, BadVariable> {
  if (DATABASE_URL === undefined) {
    return DATABASE_APP_URL === undefined
      ? ok(null)
      : err({ name: 'DATABASE_URL', message: 'is missing beside DATABASE_APP_URL' });
  }
  const owner = credentialsOf(DATABASE_URL);
  if (owner === null || owner.username === '')
    return err({ name: 'DATABASE_URL', message: 'must name the user that owns the tables' });
  if (DATABASE_APP_URL === undefined && owner.password === '') {
    return err({
      name: 'DATABASE_APP_URL',
      message: "is needed where DATABASE_URL has no password to derive the server's own from",
    });
  }
  const app =
    DATABASE_APP_URL === undefined
      ? { username: appRole, password: appPassword(owner.password) }
      : credentialsOf(DATABASE_APP_URL);
  if (app === null || app.username === '')
    return err({ name: 'DATABASE_APP_URL', message: 'must name the user that the server logs in as' });
  const tls = tlsOf(DATABASE_URL);
  if (tls === null)
    return err({ name: 'DATABASE_URL', message: 'has another sslmode than disable, require or verify-full' });
  return ok({ url: placeOf(DATABASE_URL), tls, socket: null, owner, app });
}

const settingsOf = (env: Environment, database: DatabaseTarget | null): Settings => ({
  host: env.HOST,
  port: env.PORT,
  origin: env.PUBLIC_ORIGIN ?? null,
  dataDir: env.DATA_DIR,
  database,
  poolSize: env.DATABASE_POOL,
  prepare: database === null || env.DATABASE_PREPARE === 'on',
  openRegistration: env.REGISTRATION === 'open',
  quotaBytes: env.QUOTA_BYTES,
  perMinute: { address: env.RATE_ADDRESS_PER_MINUTE, device: env.RATE_DEVICE_PER_MINUTE },
  trustedProxies: env.TRUSTED_PROXIES,
  metricsToken: env.METRICS_TOKEN ?? null,
  logLevel: env.LOG_LEVEL,
  relay:
    env.RELAY === 'off'
      ? null
      : {
          egressAddresses: env.EGRESS_ADDRESSES,
          probeUrl: env.EGRESS_PROBE_URL ?? null,
          localAddress: env.EGRESS_LOCAL_ADDRESS ?? null,
        },
});

/** The settings, or every bad variable, one a line. An empty variable counts as not set. */
export function readSettings(
  variables: Readonly<Record<string, string | undefined>>,
): Result<Settings, readonly BadVariable[]> {
  const set = Object.fromEntries(Object.entries(variables).filter(([, value]) => value !== undefined && value !== ''));
  const parsed = environment.safeParse(set);
  if (!parsed.success) {
    return err(parsed.error.issues.map(({ path, message }) => ({ name: String(path[0]), message })));
  }
  const database = databaseOf(parsed.data);
  return database.ok ? ok(settingsOf(parsed.data, database.value)) : err([database.error]);
}
