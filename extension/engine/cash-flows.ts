/**
 * The cash flows of each account: read after each import of fills, source by source and page by page, each page and how far it
 * reaches in one transaction.
 *
 * May stop between any two statements: what is stored is true, a repeated page brings nothing twice. So the engine is not held
 * for it: some lists are served so rarely that a first reading takes minutes, and the next import goes on with it. One source that fails hides
 * no other unless the failure is the account's; whatever failed is said, and asked for again after the next import.
 */
import type { ExchangeAccount } from '../../shared/exchanges/account';
import { exchangeInfos } from '../../shared/exchanges/ids';
import { compareFlows, type Flow, flowIdentity, sameFlow } from '../../shared/ledger/flow';
import type { Failure } from '../../shared/reasons';
import { err, msOfUs, ok, type Result, type UnixMs, unixMs } from '../../shared/result';
import { dayMs } from '../../shared/utc-day';
import type { ExchangeClient, ExchangeFlow, FlowSource } from '../exchanges/client';
import { flowStream } from '../store/flow-stream';
import type { Store } from '../store/store';
import { type Accounts, isActive } from './accounts';
import type { Books } from './books';
import type { EngineDeps } from './context';
import {
  afterFlowsFailure,
  afterFlowsPage,
  type FlowCoverage,
  flowCoverageSchema,
  unreadSource,
} from './flow-coverage';
import { missingHosts, type Observations } from './observations';
import type { Repeat } from './retry';
import { heldAssets } from './wallets';

export interface CashFlows {
  /** Resolves when what is stored of every account is in; before, half a history would look whole. */
  readonly loaded: Promise<void>;
  /** By time. */
  of(accountId: string): readonly Flow[];
  coverage(accountId: string): FlowCoverage;
  isReading(accountId: string): boolean;
  /** What of the stored flows could not be opened, and readings that broke off. */
  failures(accountId: string): readonly Failure[];
  /** Reads what is new, or joins the reading that is going on. Resolves when it has ended. */
  read(accountId: string): Promise<void>;
  /** Takes flows that another device read, and that are stored. */
  learn(accountId: string, rows: readonly Flow[]): Promise<void>;
  /** Ends the account's reading after the call in flight. */
  end(accountId: string): Promise<void>;
  forget(accountId: string): Promise<void>;
  close(): Promise<void>;
}

interface CashFlowParts {
  readonly store: Store;
  readonly deps: EngineDeps;
  readonly accounts: Accounts;
  readonly observations: Observations;
  readonly books: Books;
  readonly repeat: Repeat;
  /** `news`: flows came or changed; else how far they are read. */
  readonly onChange: (news: boolean) => void;
}

/** A flow that has been under way for so long will not end any more, or its exchange tells no longer how. */
const longestUnderWayMs = 90 * dayMs;
/** So many pages of one source are no history but a list that goes round. */
const endlessPages = 5_000;
/** Failures that concern the source alone: the others are asked all the same. */
const ofOneSource: ReadonlySet<Failure['reason']> = new Set([
  'unexpected-payload',
  'unsupported',
  'permission-missing',
]);

const keyOf = (accountId: string): string => `flows:${accountId}`;

/** Flows by identity, the highest revision of each. */
type ByIdentity = Map<string, Flow>;

/** The rows that are not held yet, each once; one that changed gets a higher revision. */
function unknownOf(held: ByIdentity, accountId: string, rows: readonly ExchangeFlow[]): readonly Flow[] {
  const news: ByIdentity = new Map();
  for (const row of rows) {
    const flow: Flow = { ...row, account: accountId, revision: 0 };
    const key = flowIdentity(flow);
    const known = news.get(key) ?? held.get(key);
    if (!known) news.set(key, flow);
    else if (!sameFlow(known, flow)) news.set(key, { ...flow, revision: known.revision + 1 });
  }
  return [...news.values()];
}

/** Creates the cash flows of an open vault and begins to load what is stored of them. */
export function createCashFlows(accountIds: readonly string[], parts: CashFlowParts): CashFlows {
  const { store, deps, accounts, observations, books, repeat, onChange } = parts;
  const flows = new Map<string, ByIdentity>();
  const coverages = new Map<string, FlowCoverage>();
  const unopened = new Map<string, readonly Failure[]>();
  const readings = new Map<string, { readonly abort: AbortController; readonly ended: Promise<void> }>();

  const heldOf = (accountId: string): ByIdentity => flows.get(accountId) ?? new Map();
  const coverageOf = (accountId: string): FlowCoverage => coverages.get(accountId) ?? {};

  async function load(accountId: string): Promise<void> {
    const stored = await store.readFlows(accountId);
    if (!stored.ok) {
      unopened.set(accountId, [stored.error]);
      return;
    }
    unopened.set(
      accountId,
      stored.value.failures.map(({ failure }) => failure),
    );
    flows.set(accountId, new Map(stored.value.rows.map((flow) => [flowIdentity(flow), flow])));
    const coverage = await store.readLocal(keyOf(accountId), flowCoverageSchema);
    if (coverage.ok && coverage.value) coverages.set(accountId, coverage.value);
  }

  /** Stores a page with what it covers, then takes both as the truth. */
  async function save(accountId: string, next: FlowCoverage, news: readonly Flow[]): Promise<Result<void, Failure>> {
    const written = await store.write({ appendFlows: news, putLocal: [{ key: keyOf(accountId), value: next }] });
    if (!written.ok) return written;
    const held = new Map(heldOf(accountId));
    for (const flow of news) held.set(flowIdentity(flow), flow);
    flows.set(accountId, held);
    coverages.set(accountId, next);
    onChange(news.length > 0);
    return ok(undefined);
  }

  /** The first flow that was not final when it was read, of those that may still become it. */
  function underWaySince(accountId: string): UnixMs | null {
    const oldest = deps.now() - longestUnderWayMs;
    const times = [...heldOf(accountId).values()]
      .filter(({ status }) => status === 'pending')
      .map(({ occurredAtUs }) => msOfUs(occurredAtUs))
      .filter((ms) => ms >= oldest);
    return times.length === 0
      ? null
      : unixMs(times.reduce<number>((first, at) => Math.min(first, at), Number.POSITIVE_INFINITY));
  }

  /** A day before the first that is known to have happened, for clocks and zones that differ. */
  function earliestOf(accountId: string): UnixMs | null {
    const firstFill = books.span(accountId).oldest;
    const times = [...heldOf(accountId).values()].map(({ occurredAtUs }) => msOfUs(occurredAtUs));
    const all = firstFill === null ? times : [...times, firstFill];
    return all.length === 0
      ? null
      : unixMs(Math.max(0, all.reduce<number>((first, at) => Math.min(first, at), Number.POSITIVE_INFINITY) - dayMs));
  }

  const touchedBy = (accountId: string): readonly string[] => [
    ...new Set([
      ...heldAssets(observations.of(accountId).wallets),
      ...books.of(accountId).flatMap(({ book }) => [book.key.base, book.key.quote]),
      ...[...heldOf(accountId).values()].map(({ asset }) => asset),
    ]),
  ];

  async function readSource(
    account: ExchangeAccount,
    client: ExchangeClient,
    source: FlowSource,
    signal: AbortSignal,
  ): Promise<Result<void, Failure>> {
    const { id } = account;
    const [host = account.exchange] = exchangeInfos[account.exchange].hosts;
    for (let pages = 0; pages < endlessPages; pages += 1) {
      const { cursor, state } = coverageOf(id)[source] ?? unreadSource;
      const asked = {
        cursor,
        againFromMs: state === 'partial' ? null : underWaySince(id),
        earliestMs: earliestOf(id),
        assets: touchedBy(id),
      };
      const askedAt = deps.now();
      const page = await repeat(host, () => client.flows.page(source, asked, signal), signal);
      if (signal.aborted) return err({ reason: 'cancelled' });
      if (!page.ok) return page;
      const next = afterFlowsPage(coverageOf(id), source, page.value, askedAt);
      const saved = await save(id, next, unknownOf(heldOf(id), id, page.value.flows));
      if (!saved.ok || page.value.done) return saved;
    }
    return err({ reason: 'unexpected-payload', host, subject: 'flows', detail: 'a-list-without-end' });
  }

  async function clientOf(account: ExchangeAccount): Promise<Result<ExchangeClient, Failure>> {
    const [missing] = await missingHosts(deps, account.exchange);
    if (missing) return err({ reason: 'host-access-missing', host: new URL(missing).host });
    return accounts.clientOf(account);
  }

  /** What cannot be stored is still said to whoever looks, until the next reading. */
  async function noteFailure(accountId: string, source: FlowSource, failure: Failure): Promise<void> {
    const next = afterFlowsFailure(coverageOf(accountId), source, failure, deps.now());
    const saved = await save(accountId, next, []);
    if (saved.ok) return;
    coverages.set(accountId, afterFlowsFailure(next, source, saved.error, deps.now()));
    onChange(false);
  }

  async function readAll(account: ExchangeAccount, signal: AbortSignal): Promise<void> {
    await loaded;
    const client = await clientOf(account);
    if (!client.ok) {
      // A failure of the account is told by its balances; where a source was read before, it is said of that too.
      for (const source of Object.keys(coverageOf(account.id)))
        await noteFailure(account.id, source as FlowSource, client.error);
      return;
    }
    for (const source of client.value.flows.sources) {
      const read = await readSource(account, client.value, source, signal);
      if (signal.aborted) return;
      if (read.ok) continue;
      await noteFailure(account.id, source, read.error);
      if (!ofOneSource.has(read.error.reason)) return;
    }
  }

  const loaded = (async () => {
    for (const accountId of accountIds) await load(accountId);
  })();

  async function end(accountId: string): Promise<void> {
    const going = readings.get(accountId);
    going?.abort.abort();
    await going?.ended;
  }

  return {
    loaded,
    of: (accountId) => [...heldOf(accountId).values()].sort(compareFlows),
    coverage: coverageOf,
    isReading: (accountId) => readings.has(accountId),
    failures: (accountId) => unopened.get(accountId) ?? [],
    async read(accountId) {
      const account = accounts.get(accountId);
      if (!account || !isActive(account) || account.pausedAt !== null) return;
      const going = readings.get(accountId);
      if (going) return going.ended;
      const abort = new AbortController();
      const ended = readAll(account, abort.signal)
        // A defect is told beside what could not be opened: only its name, since a message might quote what must not be shown.
        .catch((error: unknown) => {
          const code = error instanceof Error ? error.name : typeof error;
          unopened.set(accountId, [...(unopened.get(accountId) ?? []), { reason: 'storage-failed', code }]);
        })
        .finally(() => readings.delete(accountId));
      readings.set(accountId, { abort, ended });
      return ended;
    },
    async learn(accountId, rows) {
      await loaded;
      const held = new Map(heldOf(accountId));
      for (const flow of rows) {
        const known = held.get(flowIdentity(flow));
        if (!known || flowStream.supersedes(flow, known)) held.set(flowIdentity(flow), flow);
      }
      flows.set(accountId, held);
      onChange(true);
    },
    end,
    async forget(accountId) {
      await end(accountId);
      flows.delete(accountId);
      coverages.delete(accountId);
      unopened.delete(accountId);
      await store.write({ deleteLocal: [keyOf(accountId)] });
    },
    async close() {
      await Promise.all([...readings.keys()].map(end));
    },
  };
}
