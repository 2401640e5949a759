/** Sync for looking at its screen: off, connected and whatever can stand in its way, a pairing and a move at each step. */
import { wordlist } from '@scure/bip39/wordlists/english.js';
import type { EngineListener } from '../../extension/engine/api/events';
import type {
  LostVersion,
  MovingState,
  PairingState,
  SyncActivity,
  SyncAlarm,
  SyncApi,
  SyncDevice,
  SyncView,
} from '../../extension/engine/api/sync';
import type { Failure } from '../../shared/reasons';
import { err, ok, type Result, Secret, unixMs } from '../../shared/result';
import { formatPairingCode } from '../../shared/sync/pairing-code';
import { ago, now } from './sample-data';
import type { Scenario } from './scenarios';

/** What sync answers in a scenario; a call that is made changes nothing but what is shown of it. */
export interface SyncScenario {
  readonly view: SyncView;
  readonly pairing?: PairingState;
  readonly moving?: MovingState;
  /** What every call ends in; left out: it is done. */
  readonly refuses?: Failure;
  readonly inviteNeeded?: boolean;
}

const soon = <T>(value: T, ms = 40) => new Promise<T>((resolve) => setTimeout(() => resolve(value), ms));
const dayMs = 86_400_000;
const hex = (letter: string, bytes: number) => letter.repeat(bytes * 2) as never; // the brand is the parser's

const origin = 'https://sync.desk.example';
const host = 'sync.desk.example';

const off: SyncView = {
  connection: null,
  activity: { state: 'idle' },
  waiting: { records: 0, oldestAt: null },
  devices: [],
  devicesFailure: null,
  quarantined: [],
  future: [],
  lost: [],
  relay: null,
};

const device = (deviceId: string, label: string | null, more: Partial<SyncDevice> = {}): SyncDevice => ({
  deviceId,
  label,
  isThis: false,
  admittedAt: ago(60 * 24 * 20),
  removedAt: null,
  lastAskedAt: ago(25),
  lastSeenAt: ago(60 * 3),
  ...more,
});

const devices: readonly SyncDevice[] = [
  device('d1', 'Desk, left screen', {
    isThis: true,
    admittedAt: ago(60 * 24 * 90),
    lastAskedAt: ago(0),
    lastSeenAt: ago(2),
  }),
  device('d2', 'Laptop'),
  device('d3', null, { lastAskedAt: null, lastSeenAt: null, admittedAt: ago(60 * 24) }),
  device('d4', 'Old phone', { removedAt: ago(60 * 24 * 40), admittedAt: ago(60 * 24 * 80) }),
];

const connected: SyncView = {
  ...off,
  connection: {
    origin,
    vaultId: 'v'.repeat(64),
    deviceId: 'd1',
    connectedAt: ago(60 * 24 * 90),
    lastSyncAt: ago(2),
    seq: 48_210,
  },
  devices,
  relay: { addresses: ['198.51.100.4'], seenFrom: '198.51.100.4' },
};

const doing = (activity: SyncActivity, more: Partial<SyncView> = {}): SyncScenario => ({
  view: { ...connected, activity, ...more },
});

const alarm = (kind: SyncAlarm['kind']): SyncScenario => {
  const since = ago(50);
  return doing({ state: 'stopped', alarm: kind === 'withheld' ? { kind, since, count: 3 } : { kind, since } });
};

const unreached: Failure = { reason: 'network-failed', code: 'sync', host };

const lost: readonly LostVersion[] = [
  {
    id: 'l1',
    kind: 'account',
    subject: 'Binance · main',
    deviceId: 'd2',
    stampedAt: ago(60 * 30),
    keptUntil: unixMs(now + 28 * dayMs),
    differences: [
      { field: 'Label', lost: 'main account of the desk', current: 'main' },
      { field: 'Symbols of its own', lost: 'BTC/USDT, ETH/USDT', current: 'BTC/USDT' },
    ],
  },
  {
    id: 'l2',
    kind: 'credential',
    subject: 'Gate · grid bot',
    deviceId: 'd9',
    stampedAt: ago(60 * 24 * 3),
    keptUntil: unixMs(now + 27 * dayMs),
    differences: [{ field: 'API key', lost: '••••3f9a', current: '••••77c1' }],
  },
  {
    id: 'l3',
    kind: 'settings',
    subject: 'Settings',
    deviceId: 'd2',
    stampedAt: ago(60 * 24 * 4),
    keptUntil: unixMs(now + 26 * dayMs),
    differences: [],
  },
];

const quarantined = Array.from({ length: 3 }, (_, n) => ({
  rid: `r${n}`,
  seq: 48_100 + n,
  deviceId: n === 2 ? 'd3' : 'd2',
  failure: (n === 0 ? { reason: 'unsupported', subject: 'kind 9' } : { reason: 'tampered' }) satisfies Failure,
  at: ago(60 * n + 4),
}));

const future = [
  { rid: 'f1', deviceId: 'd2', what: 'Settings', stampedAt: unixMs(now + 2 * dayMs), dueAt: unixMs(now + 2 * dayMs) },
];

/** Of the length that a real one has. */
const code = formatPairingCode({
  origin,
  vaultId: hex('a', 32),
  deviceId: hex('b', 16),
  logId: hex('c', 16),
  point: { seq: 48_210, h: hex('d', 32) },
  bits: new Secret(new Uint8Array(16).fill(7)),
});

const expiresAt = unixMs(now + 9 * 60_000 + 30_000);
const pairings: Readonly<Record<string, PairingState>> = {
  waiting: { state: 'waiting', code, expiresAt },
  expired: { state: 'waiting', code, expiresAt: ago(1) },
  compare: { state: 'compare', digits: '402917', expiresAt, deviceLabel: 'Laptop at home' },
  handing: { state: 'handing-over' },
  done: { state: 'done' },
  failed: { state: 'failed', failure: { reason: 'pairing-expired' } },
};

const words = wordlist.filter((_, place) => place % 85 === 40).slice(0, 24);

const moves: Readonly<Record<string, MovingState>> = {
  running: { state: 'running', step: 'upload', done: 1_204, total: 9_310 },
  begun: { state: 'running', step: 'cut-off', done: 0, total: 0 },
  failed: { state: 'failed', failure: unreached, canResume: true, unopened: [] },
  unopened: { state: 'failed', failure: { reason: 'damaged' }, canResume: true, unopened: quarantined },
  stopped: {
    state: 'failed',
    failure: { reason: 'sync-refused', code: 'move-overtaken', host },
    canResume: false,
    unopened: [],
  },
  done: {
    state: 'done',
    words,
    renew: [
      { accountId: 'acc-1', label: 'Binance · main' },
      { accountId: 'acc-2', label: 'Gate · grid bot' },
    ],
    links: [
      { shareId: 's1', title: 'Desk of J., November', live: true },
      { shareId: 's2', title: '', live: false },
    ],
    leftBehind: [{ seq: 48_100, device: 'Old phone', failure: { reason: 'tampered' }, at: ago(4) }],
  },
};

const named = <T>(prefix: string, each: Readonly<Record<string, T>>, of: (value: T) => SyncScenario) =>
  Object.fromEntries(Object.entries(each).map(([name, value]) => [`${prefix}-${name}`, of(value)]));

const syncs: Readonly<Record<string, SyncScenario>> = {
  'sync-off': { view: off },
  'sync-invite': { view: off, inviteNeeded: true },
  'sync-unanswered': { view: off, refuses: unreached },
  'sync-connected': { view: connected },
  'sync-first': doing(
    { state: 'idle' },
    { connection: connected.connection && { ...connected.connection, lastSyncAt: null } },
  ),
  'sync-waiting': doing({ state: 'idle' }, { waiting: { records: 14, oldestAt: ago(8) } }),
  'sync-running': doing({ state: 'running', step: 'pull', done: 1_204, total: 9_310 }),
  'sync-offline': doing(
    { state: 'offline', failure: unreached, retryAt: unixMs(now + 4 * 60_000) },
    {
      waiting: { records: 14, oldestAt: ago(60 * 7) },
      devicesFailure: unreached,
      connection: connected.connection && { ...connected.connection, lastSyncAt: ago(60 * 30) },
    },
  ),
  'sync-refused': doing({ state: 'refused', failure: { reason: 'sync-refused', code: 'quota-exceeded', host } }),
  'sync-blocked': doing({ state: 'blocked', failure: { reason: 'host-access-missing', host } }),
  'sync-left-out': doing({ state: 'idle' }, { quarantined, future }),
  'sync-lost': doing({ state: 'idle' }, { lost }),
  'sync-removed': doing({ state: 'removed' }, { waiting: { records: 2, oldestAt: ago(30) } }),
  'sync-moved': doing({ state: 'moved' }, { waiting: { records: 2, oldestAt: ago(30) } }),
  'sync-closed': doing({ state: 'closed' }, { waiting: { records: 2, oldestAt: ago(30) } }),
  ...named(
    'sync-alarm',
    {
      'head-below': 'head-below',
      'other-history': 'other-history',
      'new-log': 'new-log',
      withheld: 'withheld',
    } as const,
    alarm,
  ),
  ...named('sync-pairing', pairings, (pairing) => ({ view: connected, pairing })),
  'sync-pairing-frozen': { view: connected, refuses: { reason: 'sync-refused', code: 'vault-frozen', host } },
  ...named('sync-moving', moves, (moving) => ({ view: connected, moving })),
  'sync-moving-alarm': {
    ...doing({ state: 'stopped', alarm: { kind: 'withheld', since: ago(5), count: 3 } }),
    moving: {
      state: 'failed',
      failure: { reason: 'unexpected-payload', subject: 'sync', code: 'withheld' },
      canResume: true,
      unopened: [],
    },
  },
};

/** Each over `base`; those of a new device have no vault yet. */
export function syncScenarios(base: Scenario, without: Scenario): Readonly<Record<string, Scenario>> {
  const open = Object.entries(syncs).map(([name, sync]) => [name, { ...base, sync }]);
  const joins = ['waiting', 'compare', 'handing', 'failed'].map((name) => [
    `sync-join-${name}`,
    { ...without, sync: { view: off, pairing: pairings[name] } },
  ]);
  return Object.fromEntries([...open, ...joins]);
}

export function fakeSync(listeners: ReadonlySet<EngineListener>, scenario: Scenario): SyncApi {
  const { view, refuses, inviteNeeded = false, ...states } = scenario.sync ?? { view: off };
  let shown = view;
  let pairing: PairingState = states.pairing ?? { state: 'none' };
  let moving: MovingState = states.moving ?? { state: 'none' };
  const say = () => {
    for (const listener of listeners) listener({ topic: 'sync' });
  };
  const show = (change: () => void) => async (): Promise<Result<void, Failure>> => {
    await soon(undefined, 300);
    if (refuses !== undefined) return err(refuses);
    change();
    say();
    return ok(undefined);
  };
  const nothing = show(() => undefined);
  return {
    syncView: () => soon(shown),
    connectSync: async ({ invite, ...draft }) => {
      await soon(undefined, 300);
      if (refuses !== undefined) return err(refuses);
      if (inviteNeeded && invite === null) return err({ reason: 'invite-required' });
      return show(() => {
        shown = { ...connected, connection: connected.connection && { ...connected.connection, origin: draft.origin } };
      })();
    },
    syncNow: nothing,
    disconnectSync: show(() => {
      shown = off;
    }),
    reuploadSync: show(() => {
      shown = { ...shown, activity: { state: 'running', step: 'push', done: 0, total: 9_310 } };
    }),
    retryQuarantined: nothing,
    renameDevice: (deviceId, label) =>
      show(() => {
        shown = {
          ...shown,
          devices: shown.devices.map((one) => (one.deviceId === deviceId ? { ...one, label } : one)),
        };
      })(),
    restoreLostVersion: (id) =>
      show(() => {
        shown = { ...shown, lost: shown.lost.filter((one) => one.id !== id) };
      })(),
    dropLostVersion: (id) =>
      show(() => {
        shown = { ...shown, lost: shown.lost.filter((one) => one.id !== id) };
      })(),
    pairingState: () => soon(pairing),
    startPairing: show(() => {
      if (pairing.state === 'none') pairing = { state: 'waiting', code, expiresAt };
    }),
    joinPairing: show(() => {
      pairing = { state: 'compare', digits: '402917', expiresAt, deviceLabel: 'Laptop at home' };
    }),
    confirmPairing: show(() => {
      pairing = { state: 'done' };
    }),
    cancelPairing: async () => {
      pairing = { state: 'none' };
    },
    movingState: () => soon(moving),
    moveVault: async ({ passphrase }) => {
      if (passphrase !== 'correct horse battery staple') return soon(err({ reason: 'wrong-passphrase' }), 300);
      return show(() => {
        moving = { state: 'running', step: 'reseal', done: 1_204, total: 9_310 };
      })();
    },
    resumeMoving: show(() => {
      moving = { state: 'running', step: 'upload', done: 1_204, total: 9_310 };
    }),
    endMoving: async () => {
      moving = { state: 'none' };
      say();
    },
  };
}
