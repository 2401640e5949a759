/** Shares for looking at their screen: none, several in every state, without a server, and a preview of a sealed sample. */
import type { EngineListener } from '../../extension/engine/api/events';
import type { PreparedShare, ShareDraft, SharesApi, SharesView, ShareView } from '../../extension/engine/api/shares';
import type { Failure } from '../../shared/reasons';
import { err, ok, type Result, unixMs } from '../../shared/result';
import { shareLinkText } from '../../shared/snapshot/link';
import { passphraseKeyOf, sealSnapshot } from '../../shared/snapshot/sealing';
import { fromHex, type Hex, toHex } from '../../shared/vault/bytes';
import { amountsSnapshot, coinsSnapshot, percentSnapshot } from '../unit/shared/snapshot/a-snapshot';
import { ago, now } from './sample-data';
import type { Scenario } from './scenarios';

/** What shares answer in a scenario. `refuses`: what every call that changes something ends in. */
export interface SharesScenario {
  readonly view: SharesView;
  readonly refuses?: Failure;
}

const dayMs = 86_400_000;
const origin = 'https://sync.desk.example';
const host = 'sync.desk.example';
const unreached: Failure = { reason: 'network-failed', code: 'sync', host };

const share = (id: string, more: Partial<ShareView> = {}): ShareView => ({
  id,
  title: 'Desk of J., November',
  accountLabels: null,
  detail: 'percent',
  live: false,
  hasPassphrase: false,
  createdAt: ago(60 * 24),
  expiresAt: unixMs(now + 6 * dayMs),
  state: 'open',
  sentAt: ago(60 * 24),
  problem: null,
  ...more,
});

const several: readonly ShareView[] = [
  share('a1', { live: true, detail: 'coins', sentAt: ago(2), hasPassphrase: true }),
  share('a2', { title: '', accountLabels: ['bot 2', 'grid'], detail: 'amounts', sentAt: null }),
  share('a3', { title: 'Client K., quarterly view of all bots', expiresAt: unixMs(now + 80 * dayMs) }),
  share('a4', { title: 'Over', state: 'expired', expiresAt: ago(30), createdAt: ago(60 * 24 * 8) }),
];

const shared = (shares: readonly ShareView[], more: Partial<SharesView> = {}): SharesScenario => ({
  view: { origin, shares, unread: [], ...more },
});

const scenarios: Readonly<Record<string, SharesScenario>> = {
  'shares-none': shared([]),
  'shares-off': shared([], { origin: null }),
  'shares-several': shared(several),
  'shares-stale': shared([share('a1', { live: true, sentAt: ago(60 * 9), problem: unreached })]),
  'shares-revoking': shared([share('a1', { state: 'revoking', problem: unreached }), ...several.slice(1)]),
  'shares-ended': shared([share('a1', { state: 'ended', live: true }), ...several.slice(1)]),
  'shares-unread': shared(several.slice(0, 1), { unread: [{ reason: 'tampered' }] }),
  'shares-refused': {
    ...shared(several),
    refuses: { reason: 'sync-refused', code: 'quota-exceeded', host },
  },
};

/** Each over `base`. */
export const sharesScenarios = (base: Scenario): Readonly<Record<string, Scenario>> =>
  Object.fromEntries(Object.entries(scenarios).map(([name, shares]) => [name, { ...base, shares }]));

const soon = <T>(value: T, ms = 40) => new Promise<T>((resolve) => setTimeout(() => resolve(value), ms));
const random = (bytes: number) => crypto.getRandomValues(new Uint8Array(bytes));
const contents = { percent: percentSnapshot, amounts: amountsSnapshot, coins: coinsSnapshot };

/** A sample, sealed as the engine would: what the frame opens is no picture. */
async function prepared(draft: ShareDraft): Promise<Result<PreparedShare, Failure>> {
  const [id, linkKey, salt] = [toHex(random(16)), random(32), random(16)];
  const key = draft.passphrase === null ? ok(null) : await passphraseKeyOf(draft.passphrase, salt);
  if (!key.ok) return err({ reason: 'unsupported' });
  const expiresAt = unixMs(now + draft.days * dayMs);
  const sample = contents[draft.detail];
  const content = { ...sample, title: draft.title, live: draft.live, asOf: now };
  const secrets = { shareId: id, linkKey, salt, passphraseKey: key.value, expiresAt };
  const bytes = await sealSnapshot(secrets, content, random(12));
  if (!bytes.ok) return err({ reason: 'unsupported', subject: bytes.error.reason });
  return ok({
    shareId: id,
    linkKey: toHex(linkKey),
    salt: toHex(salt),
    passphraseKey: key.value && toHex(key.value),
    preparedAt: unixMs(now),
    expiresAt,
    bytes: bytes.value,
  });
}

export function fakeShares(listeners: ReadonlySet<EngineListener>, scenario: Scenario): SharesApi {
  const { view, refuses } = scenario.shares ?? shared([]);
  let shares = view.shares;
  const say = () => {
    for (const listener of listeners) listener({ topic: 'shares' });
  };
  const linkOf = (id: string, linkKey: string) =>
    shareLinkText(origin, fromHex(id.padEnd(32, '0') as Hex), fromHex(linkKey as Hex)); // made above, or of letters of hex
  return {
    shares: () => soon({ ...view, shares }),
    prepareShare: (draft) => prepared(draft),
    createShare: async (choices, made) => {
      await soon(undefined, 300);
      if (refuses !== undefined) return err(refuses);
      if (view.origin === null) return err({ reason: 'not-connected' });
      shares = [share(made.shareId, { ...choices, accountLabels: null, createdAt: unixMs(now) }), ...shares];
      say();
      return ok({ link: linkOf(made.shareId, made.linkKey) });
    },
    shareLink: async (id) => ok(linkOf(id, 'ab'.repeat(32))),
    revokeShare: async (id) => {
      await soon(undefined, 300);
      if (refuses !== undefined) return err(refuses);
      shares = shares.filter((one) => one.id !== id);
      say();
      return ok(undefined);
    },
  };
}
