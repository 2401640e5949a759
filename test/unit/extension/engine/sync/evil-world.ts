/** What the tests of a lying server share: a first device that wrote over an honest one, a second one, and answers that are bent. */
import type { LogServer, Pushed, SyncRefusal } from '../../../../../extension/engine/sync/log-server';
import type { RunEnd } from '../../../../../extension/engine/sync/run';
import { ok, type Result } from '../../../../../shared/result';
import type { LogPage } from '../../../../../shared/sync/pull-frame';
import type { Push } from '../../../../../shared/sync/push-frame';
import { must } from '../../store/open-store';
import { fillsNumbered } from '../../store/sample-fills';
import { testVault } from '../../store/test-vault';
import { MemoryLog, serverOf } from './memory-log';
import { connect, openDevice, type SyncDevice } from './sync-device';
import { account, settingsOf } from './sync-documents';

export const vault = await testVault();

export type Bent = Partial<{
  pull: (page: LogPage, after: number) => LogPage;
  push: (answer: Result<Pushed, SyncRefusal>, push: Push) => Result<Pushed, SyncRefusal>;
}>;

/** An honest server whose answers are bent on their way. */
function bentServer(log: MemoryLog, device: SyncDevice, { pull, push }: Bent): LogServer {
  const honest = serverOf(log, device.id);
  return {
    async pull(after, signal) {
      const page = await honest.pull(after, signal);
      return page.ok && pull ? ok(pull(page.value, after)) : page;
    },
    async push(batch, signal) {
      const answer = await honest.push(batch, signal);
      return push ? push(answer, batch) : answer;
    },
  };
}

export interface World {
  readonly log: MemoryLog;
  readonly writer: SyncDevice;
  readonly reader: SyncDevice;
}

/** A first device has synced an account, settings and 64 fills; the second one is connected and has read nothing. */
export async function world(): Promise<World> {
  const log = new MemoryLog();
  const [writer, reader] = [await openDevice({ vault, n: 1 }), await openDevice({ vault, n: 2 })];
  for (const each of [writer, reader]) await connect(each);
  const documents = [account('account-1', 'Main'), settingsOf('USDT')];
  must(await writer.store.write({ putDocuments: documents, appendFills: fillsNumbered(0, 64) }));
  must(await writer.run(serverOf(log, writer.id)));
  return { log, writer, reader };
}

export const honestly = ({ log }: World, device: SyncDevice) => device.run(serverOf(log, device.id));
export const bent = ({ log }: World, device: SyncDevice, how: Bent) => device.run(bentServer(log, device, how));

export async function change(device: SyncDevice): Promise<void> {
  device.clock.now += 1_000;
  must(await device.store.write({ putDocuments: [settingsOf('EUR')] }));
}

export const alarmOf = (ended: Result<void, RunEnd>): string | null =>
  !ended.ok && ended.error.end === 'alarm' ? ended.error.alarm.kind : null;
export const refusalOf = (ended: Result<void, RunEnd>): string | null =>
  !ended.ok && ended.error.end === 'refusal' && 'failure' in ended.error.refusal
    ? `${ended.error.refusal.kind}: ${ended.error.refusal.failure.code ?? ended.error.refusal.failure.reason}`
    : null;

/** What a device holds of documents: its count, since a lie must leave it as it was. */
export const held = async ({ database: { tables } }: SyncDevice): Promise<readonly number[]> => [
  await tables.documents.count(),
  await tables.segments.count(),
];
