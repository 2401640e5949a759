/**
 * The steps of a doctor's run: each one look at one thing, handed on to those after it.
 *
 * Every step is one attempt and repeats nothing, since a repetition would hide what happens. Calls go through the account's
 * own client, so that they wait their turn in its pace like every other call, and what they bring is not stored.
 */
import type { ExchangeAccount } from '../../shared/exchanges/account';
import { exchangeInfos } from '../../shared/exchanges/ids';
import type { Wallet } from '../../shared/exchanges/info';
import type { Failure, Reason } from '../../shared/reasons';
import { err, ok, type Result } from '../../shared/result';
import type { Balance, ExchangeClient, KeyRights } from '../exchanges/client';
import type { Store } from '../store/store';
import type { Accounts } from './accounts';
import type { DoctorFound, DoctorStepId, DoctorWallet, SignedPath } from './api/doctor';
import type { Books } from './books';
import { isClosed } from './closing';
import type { EngineDeps } from './context';
import { powersOf } from './diagnosis';
import { symbolOf } from './discovery';
import type { Imports } from './imports';
import { lookBackOf } from './look-back';
import type { Markets, MarketsBySymbol } from './markets';
import { missingHosts, type Observations } from './observations';
import { relayRefusal } from './relay-rights';

export interface StepParts {
  readonly deps: EngineDeps;
  readonly store: Store;
  readonly accounts: Accounts;
  readonly observations: Observations;
  readonly imports: Imports;
  readonly books: Books;
  readonly markets: Markets;
}

/** What a step came to, before its time is added. */
export type Finding = {
  [Id in DoctorStepId]:
    | {
        readonly id: Id;
        readonly state: 'passed' | 'noted' | 'warned';
        readonly found: DoctorFound[Id];
        readonly failure: Failure | null;
      }
    | {
        readonly id: Id;
        readonly state: 'failed';
        readonly failure: Failure;
        readonly paths?: readonly SignedPath[];
      };
}[DoctorStepId];

export interface PlannedStep {
  readonly id: DoctorStepId;
  take(): Promise<Finding>;
}

/** Below this the clocks agree: exchanges allow a second or more. */
const clockToleranceMs = 1_000;
/** Gaps that are named; the others are counted. */
const longestGaps = 50;

/** Refusals that concern what was asked for, not the key: the exchange knew who asked. */
const knewTheKey: ReadonlySet<Reason> = new Set(['permission-missing', 'account-mode', 'unsupported']);

const failed = <Id extends DoctorStepId>(id: Id, failure: Failure) => ({ id, state: 'failed', failure }) as const;

/** The smallest difference between two clocks that explains a reading: the answer was written between asking and receiving. */
function skewOf(askedAt: number, receivedAt: number, theirs: number): number {
  if (askedAt > theirs) return askedAt - theirs;
  return receivedAt < theirs ? receivedAt - theirs : 0;
}

/** Plans the run of one account. A step may rest on what those before it found; none is taken after one that failed. */
export function planSteps(parts: StepParts, account: ExchangeAccount, signal: AbortSignal): readonly PlannedStep[] {
  const { deps } = parts;
  const info = exchangeInfos[account.exchange];
  let opened: ExchangeClient | null = null;
  let rights: Result<KeyRights, Failure> = ok({ readable: false });
  let markets: MarketsBySymbol | null = null;
  const balances = new Map<Wallet, Result<readonly Balance[], Failure>>();

  /** The credential step has opened it, else no later step is taken. */
  function client(): ExchangeClient {
    if (opened === null) throw new Error('no client');
    return opened;
  }

  async function vault(): Promise<Finding> {
    const record = await parts.store.readDocument('account', account.id);
    if (!record.ok) return failed('vault', record.error);
    return { id: 'vault', state: 'passed', found: null, failure: null };
  }

  async function credential(): Promise<Finding> {
    if (isClosed(account.exchange, deps.now())) return failed('credential', { reason: 'exchange-closed' });
    const result = await parts.accounts.clientOf(account);
    if (!result.ok) return failed('credential', result.error);
    opened = result.value;
    const known = parts.observations.of(account.id).rights.last?.value ?? null;
    const found = {
      maskedKey: parts.accounts.maskedKey(account),
      workedBefore: known !== null,
      ipRestricted: known?.readable === true ? known.ipRestricted : null,
    };
    return { id: 'credential', state: 'passed', found, failure: null };
  }

  async function hosts(): Promise<Finding> {
    const [missing] = await missingHosts(deps, account.exchange);
    if (missing !== undefined)
      return failed('hosts', { reason: 'host-access-missing', host: new URL(missing).hostname });
    return { id: 'hosts', state: 'passed', found: { hosts: info.hosts }, failure: null };
  }

  /** A time that cannot be read says nothing yet: whether anything is answered, the public call tells. */
  async function clock(): Promise<Finding> {
    const askedAt = deps.now();
    const theirs = await client().serverTime(signal);
    if (!theirs.ok) return { id: 'clock', state: 'noted', found: { skewMs: null }, failure: theirs.error };
    const skewMs = skewOf(askedAt, deps.now(), theirs.value);
    const state = Math.abs(skewMs) > clockToleranceMs ? 'warned' : 'passed';
    return { id: 'clock', state, found: { skewMs }, failure: null };
  }

  /** One price, where the list of markets is kept already: that list is megabytes. */
  async function publicCall(): Promise<Finding> {
    const exchange = client();
    const kept = await parts.markets.kept(account.exchange);
    const [probe] = kept ? [kept.get('BTC/USDT') ?? [...kept.values()].find(({ active }) => active)] : [];
    if (kept && probe) {
      const price = await exchange.tickers([probe], signal);
      if (!price.ok) return failed('public-call', price.error);
      markets = kept;
    } else {
      const listed = await exchange.markets(signal);
      if (!listed.ok) return failed('public-call', listed.error);
      markets = new Map(listed.value.map((market) => [market.symbol, market]));
    }
    return { id: 'public-call', state: 'passed', found: { markets: markets.size }, failure: null };
  }

  async function balancesOf(wallet: Wallet): Promise<Result<readonly Balance[], Failure>> {
    const read = balances.get(wallet) ?? (await client().balances(wallet, signal));
    balances.set(wallet, read);
    return read;
  }

  /** Where the rights tell nothing, a wallet that answers is the proof; one that only does not fit lets the next one answer. */
  async function proof(): Promise<Result<unknown, Failure>> {
    rights = await client().keyRights(signal);
    if (rights.ok && rights.value.readable) return rights;
    if (!rights.ok && !knewTheKey.has(rights.error.reason)) return rights;
    let first: Result<unknown, Failure> = err({ reason: 'unsupported' });
    for (const wallet of info.wallets) {
      const read = await balancesOf(wallet);
      if (read.ok || !knewTheKey.has(read.error.reason)) return read;
      if (balances.size === 1) first = read;
    }
    return first;
  }

  /** Whether this key may be seen by the relay: as it is already, or by rights that are known to be those of reading alone. */
  function mayRelay(): boolean {
    if (!deps.relay?.isConnected()) return false;
    const known = rights.ok && rights.value.readable ? rights.value : lastRights();
    return account.egress === 'relay' || relayRefusal(known, false) === null;
  }

  const lastRights = (): KeyRights | null => parts.observations.of(account.id).rights.last?.value ?? null;

  /** The same key the other way, where there is one: what tells the way's failure from the key's. Null: not sent. */
  async function otherPath(): Promise<SignedPath | null> {
    if (!mayRelay()) return null;
    const path = account.egress === 'relay' ? 'direct' : 'relay';
    const other = await parts.accounts.clientBy(account, path);
    if (!other.ok) return null;
    const told = await other.value.keyRights(signal);
    if (signal.aborted) return null;
    if (told.ok && told.value.readable) return { path, failure: null };
    if (!told.ok && !knewTheKey.has(told.error.reason)) return { path, failure: told.error };
    const read = await other.value.balances(info.wallets[0] ?? 'spot', signal);
    if (signal.aborted) return null;
    return { path, failure: read.ok || knewTheKey.has(read.error.reason) ? null : read.error };
  }

  async function signedCall(): Promise<Finding> {
    const proven = await proof();
    const own: SignedPath = { path: account.egress, failure: proven.ok ? null : proven.error };
    const other = signal.aborted ? null : await otherPath();
    const paths = other === null ? [own] : [own, other];
    if (!proven.ok) return { ...failed('signed-call', proven.error), ...(other !== null && { paths }) };
    return { id: 'signed-call', state: 'passed', found: { paths }, failure: null };
  }

  /** Reads what the signed call brought. */
  async function keyRights(): Promise<Finding> {
    if (!rights.ok) return { id: 'rights', state: 'noted', found: { readable: false }, failure: rights.error };
    const found = rights.value;
    if (!found.readable) return { id: 'rights', state: 'noted', found, failure: null };
    if (!found.read) return failed('rights', { reason: 'permission-missing' });
    const refused = account.egress === 'relay' ? relayRefusal(found, true) : null;
    if (refused) return failed('rights', refused);
    return { id: 'rights', state: powersOf(found).length > 0 ? 'warned' : 'passed', found, failure: null };
  }

  async function wallets(): Promise<Finding> {
    const found: DoctorWallet[] = [];
    for (const wallet of info.wallets) {
      if (signal.aborted) return failed('balances', { reason: 'cancelled' });
      const read = await balancesOf(wallet);
      found.push(
        read.ok
          ? { wallet, state: 'known', assets: read.value.map(({ asset }) => asset).sort() }
          : { wallet, state: 'unknown', failure: read.error },
      );
    }
    const refused = found.flatMap((wallet) => (wallet.state === 'unknown' ? wallet.failure : []));
    const [first] = refused;
    if (first && refused.length === found.length) return failed('balances', first);
    return { id: 'balances', state: first ? 'warned' : 'passed', found: { wallets: found }, failure: null };
  }

  async function symbols(): Promise<Finding> {
    const { fills } = client();
    await parts.books.loaded;
    const bySymbol: MarketsBySymbol = markets ?? new Map();
    const { warnings, state, failure, fillsStored } = parts.imports.progress(account.id);
    const traded = new Set(parts.books.of(account.id).map(({ book }) => book.key.symbol));
    const unmatched = account.userSymbols.filter((typed) => symbolOf(typed, bySymbol) === null);
    const { lookBackMs } = info;
    const coverage = parts.imports.coverage(account.id);
    const lookBack = lookBackMs === null ? null : lookBackOf(coverage, lookBackMs, deps.now(), true);
    const found = {
      listedBy: fills.by,
      withFills: traded.size,
      fillsStored,
      unmatched,
      gaps: warnings.slice(0, longestGaps),
      gapCount: warnings.length,
      importState: state,
      lookBack,
    };
    const lost = lookBack?.gap ?? null;
    const whole = unmatched.length === 0 && warnings.length === 0 && lost === null && state !== 'stopped';
    return { id: 'symbols', state: whole ? 'passed' : 'warned', found, failure: state === 'stopped' ? failure : null };
  }

  return [
    { id: 'vault', take: vault },
    { id: 'credential', take: credential },
    { id: 'hosts', take: hosts },
    { id: 'clock', take: clock },
    { id: 'public-call', take: publicCall },
    { id: 'signed-call', take: signedCall },
    { id: 'rights', take: keyRights },
    { id: 'balances', take: wallets },
    { id: 'symbols', take: symbols },
  ];
}
