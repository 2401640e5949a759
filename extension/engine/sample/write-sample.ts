/**
 * What lies in the database when sample data is opened: seven accounts as if they had been in use for a while.
 *
 * It is written through the store like everything else, and only where time must have passed: past days of equity, what was
 * known before an account began to fail, the history of one that was not read for too long. All the rest the engine reads from
 * the sample's exchanges by itself.
 */

import type { Account } from '../../../shared/exchanges/account';
import { exchangeInfos } from '../../../shared/exchanges/ids';
import type { Failure } from '../../../shared/reasons';
import { msOfUs, ok, type Result, type UnixMs, unixMs } from '../../../shared/result';
import { dayMs, startOfUtcDay, utcDayOf } from '../../../shared/utc-day';
import { type SampleAccount, sampleAccounts } from '../../exchanges/sample/accounts';
import { futuresBalances, samplePrices, spotBalances } from '../../exchanges/sample/clients';
import { pastHoldings } from '../../exchanges/sample/past-holdings';
import { keyOf, type SampleWorld, worldOf } from '../../exchanges/sample/world';
import { type Coverage, wholeAccount } from '../../store/coverage';
import { type DocumentPut, documentSchemas } from '../../store/documents';
import type { SnapshotRow, Store, WriteBatch } from '../../store/store';
import { afterPage, emptyCoverage, unreadStream, withStream } from '../coverage-state';

const hourMs = 3_600_000;
/** Past days of equity. */
const snapshotDays = 35;

interface Writing {
  readonly sample: SampleAccount;
  readonly world: SampleWorld;
  readonly id: string;
}

const hoursBefore = ({ openedAt }: SampleWorld, hours: number): UnixMs => unixMs(openedAt - hours * hourMs);

/** The last minute of each past UTC day, the oldest first. */
function pastDays(openedAt: number): readonly number[] {
  const midnight = startOfUtcDay(openedAt);
  return Array.from({ length: snapshotDays }, (_, index) => midnight - (snapshotDays - 1 - index) * dayMs - 60_000);
}

function snapshotsOf({ sample, world, id }: Writing): readonly SnapshotRow[] {
  return pastHoldings(sample, world, pastDays(world.openedAt)).map(({ at, value, assets }) => ({
    date: utcDayOf(at),
    at: unixMs(at),
    accountId: id,
    currency: 'USDT',
    value,
    assets: JSON.stringify(assets),
  }));
}

/** The fills that a reading at `readAt` found, by the stream that it read them in. */
function readBefore({ sample, world }: Writing, readAt: UnixMs) {
  const { lookBackMs, deepScan } = exchangeInfos[sample.exchange];
  const streams = new Map<string, { readonly passedOver: number; readonly fills: (typeof served)[number][] }>();
  const until = world.storyOf(sample).fills.filter(({ executedAtUs }) => executedAtUs <= readAt * 1000);
  const servedFromUs = lookBackMs === null ? 0 : (readAt - lookBackMs) * 1000;
  const served = until.filter(({ symbol }) => !sample.unreadable.includes(symbol));
  for (const fill of served) {
    const name = deepScan === null ? wholeAccount : fill.symbol;
    const stream = streams.get(name) ?? {
      passedOver: served.filter((one) => isOf(name, one.symbol) && one.executedAtUs < servedFromUs).length,
      fills: [],
    };
    if (fill.executedAtUs >= servedFromUs) stream.fills.push(fill);
    streams.set(name, stream);
  }
  return streams;
}

const isOf = (stream: string, symbol: string): boolean => stream === wholeAccount || stream === symbol;

/** An import that ended at `readAt`, with the fills that it stored. */
function importedAt(writing: Writing, readAt: UnixMs): Required<Pick<WriteBatch, 'putDocuments' | 'appendFills'>> {
  const { sample, id } = writing;
  const { lookBackMs } = exchangeInfos[sample.exchange];
  const streams = readBefore(writing, readAt);
  let coverage: Coverage = { ...emptyCoverage(id), startedAt: readAt, finishedAt: readAt, state: 'complete' };
  for (const [name, { passedOver, fills }] of streams) {
    const newest = fills.at(-1);
    const outcome = {
      next: String(passedOver + fills.length),
      added: fills.length,
      newestMs: newest === undefined ? null : msOfUs(newest.executedAtUs),
      readTo: null,
      done: true,
      askedAt: readAt,
      lookBackMs,
    };
    coverage = withStream({ ...coverage, done: coverage.done + 1 }, name, afterPage(unreadStream, outcome));
  }
  const fills = [...streams.values()].flatMap((stream) => stream.fills.map((fill) => ({ ...fill, account: id })));
  return { putDocuments: [{ kind: 'coverage', id, value: coverage }], appendFills: fills };
}

/** What was known of an account before it began to fail, or was paused; nothing where it is asked as soon as a page opens. */
function observedBefore({ sample, world }: Writing): unknown {
  const { refused, refusedWallet, pausedHours, readUntilHours, rights } = sample;
  const failed = (failure: Failure, hours: number) => ({ failure, failedAt: hoursBefore(world, hours) });
  if (readUntilHours !== null && (refused || pausedHours !== null)) {
    const at = hoursBefore(world, readUntilHours);
    const failure = refused ? failed(refused, readUntilHours - 0.25) : null;
    const spot = { last: { value: spotBalances(sample, world, at), at }, failure };
    return { wallets: { spot }, rights: { last: { value: rights, at }, failure: null } };
  }
  if (refusedWallet === undefined) return null;
  const at = hoursBefore(world, 3);
  const futures = { last: { value: futuresBalances(sample), at }, failure: failed(refusedWallet.failure, 2.75) };
  const spot = { last: { value: spotBalances(sample, world, at), at }, failure: null };
  return { wallets: { spot, futures }, rights: { last: { value: rights, at }, failure: null } };
}

function documentsOf({ sample, world, id }: Writing, index: number): readonly DocumentPut[] {
  const { exchange, label, pausedHours } = sample;
  const account: Account = documentSchemas.account.parse({
    kind: 'exchange',
    id,
    label,
    createdAt: world.openedAt - 400 * dayMs + index,
    exchange,
    egress: 'direct',
    credentialId: id,
    userSymbols: [],
    pausedAt: pausedHours === null ? null : hoursBefore(world, pausedHours),
  });
  const key = keyOf(world.openedAt);
  const credential = { apiKey: key, secret: key, passphrase: key, memo: key };
  return [
    { kind: 'account', id, value: account },
    { kind: 'credential', id, value: credential },
  ];
}

/** The prices that the account's exchange was asked for last before the day of the opening. */
function endedPrices({ sample: { exchange }, world }: Writing): NonNullable<WriteBatch['putLocal']>[number] {
  const at = unixMs(pastDays(world.openedAt).at(-1) ?? world.openedAt);
  const value = samplePrices(exchange, world, at).map((price) => ({ ...price, exchange }));
  return { key: `prices-ended:${exchange}`, value: { value, at } };
}

function batchOf(writing: Writing, index: number): WriteBatch {
  const { sample, world, id } = writing;
  const imported =
    sample.readUntilHours === null ? null : importedAt(writing, hoursBefore(world, sample.readUntilHours));
  const observed = observedBefore(writing);
  return {
    putDocuments: [...documentsOf(writing, index), ...(imported?.putDocuments ?? [])],
    appendFills: imported?.appendFills ?? [],
    appendSnapshots: snapshotsOf(writing),
    putLocal: [...(observed === null ? [] : [{ key: `observed:${id}`, value: observed }]), endedPrices(writing)],
  };
}

/** Writes the sample of this instant into an empty store. */
export async function writeSample(store: Store, now: UnixMs, newId: () => string): Promise<Result<void, Failure>> {
  const world = worldOf(now);
  const settings = documentSchemas.settings.parse({
    baseCurrency: 'USDT',
    autoLock: 'browser-close',
    wordsConfirmed: true,
  });
  for (const [index, sample] of sampleAccounts.entries()) {
    const written = await store.write(batchOf({ sample, world, id: newId() }, index));
    if (!written.ok) return written;
  }
  // Last: settings that are there say that all of it is.
  const written = await store.write({ putDocuments: [{ kind: 'settings', id: 'settings', value: settings }] });
  return written.ok ? ok(undefined) : written;
}
