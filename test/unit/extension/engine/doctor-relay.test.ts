/** The doctor with a sync server: both ways side by side, and no key through the relay that may not be. */
import { expect, test } from 'vitest';
import type { DoctorReport } from '../../../../extension/engine/api/doctor';
import type { EngineDeps } from '../../../../extension/engine/context';
import { createClients } from '../../../../extension/exchanges/create-clients';
import { createRelayEgress, type RelayMessage } from '../../../../extension/exchanges/relay-egress';
import type { KeyRights } from '../../../../shared/exchanges/readings';
import type { Failure } from '../../../../shared/reasons';
import { ok } from '../../../../shared/result';
import { must } from '../store/open-store';
import { accountDraft, createWorld, openWorld } from './engine-world';
import { balance, fakeExchange } from './fake-exchange';

const { id } = accountDraft;
const refused: Failure = {
  reason: 'key-or-address-refused',
  host: 'api.binance.com',
  code: '-2015',
  address: '203.0.113.7',
};
const onlyReads: KeyRights = {
  readable: true,
  read: true,
  trade: false,
  transfer: false,
  withdraw: false,
  ipRestricted: true,
};

/** What Binance says of a key that reads, and trades or not. */
const restrictions = (trades: boolean) => ({
  ...{ ipRestrict: true, createTime: 1698645219000, enableReading: true, enableSpotAndMarginTrading: trades },
  ...{ enableWithdrawals: false, enableInternalTransfer: false, permitsUniversalTransfer: false, enableMargin: false },
  ...{ enableFutures: false, enableVanillaOptions: false, enablePortfolioMarginTrading: false },
});

/** What is answered without a key. */
const publicAnswers = (serverTime: number): Readonly<Record<string, object>> => ({
  '/api/v3/time': { serverTime },
  '/api/v3/exchangeInfo': { symbols: [] },
});

async function worldWith(
  answer: { readonly status: number; readonly body: object },
  egress: 'direct' | 'relay' = 'direct',
) {
  const exchange = fakeExchange(['BTC/USDT']);
  exchange.balances = [balance('USDT', '5', '0', '5')];
  const sent: RelayMessage[] = [];
  const relay = {
    isConnected: () => true,
    post: async (message: RelayMessage) => {
      sent.push(message);
      const open = publicAnswers(created.clock.now)[message.path];
      const status = open === undefined ? answer.status : 200;
      const headers: Readonly<Record<string, string>> = {
        'fillbook-status': String(status),
        'fillbook-headers': '%7B%7D',
      };
      const body = new TextEncoder().encode(JSON.stringify(open ?? answer.body));
      return ok({ status: 200, header: (name: string) => headers[name] ?? null, body });
    },
  };
  const created = createWorld(exchange.client);
  const { now } = created.deps;
  const createRelayed: EngineDeps['createRelayed'] = (server) =>
    createClients({ egress: createRelayEgress({ server, now }), now });
  exchange.now = () => created.clock.now;
  const { session } = await openWorld({ ...created, deps: { ...created.deps, relay, createRelayed } });
  must(await session.accounts.add({ ...accountDraft, egress, readOnlyConfirmed: true }));
  const knows = (rights: KeyRights) => session.observations.record(id, { wallets: {}, rights: ok(rights) });
  const run = async (): Promise<DoctorReport> => {
    session.doctor.start(id);
    for (;;) {
      const report = session.doctor.report(id);
      if (report && report.endedAt !== null) return report;
      await new Promise((resolve) => setTimeout(resolve));
    }
  };
  const signed = (report: DoctorReport) => report.steps.find((step) => step.id === 'signed-call');
  return { exchange, session, sent, knows, run, signed };
}

test('a key that is refused from here and answered through the relay is not the cause', async () => {
  const { exchange, knows, run, signed } = await worldWith({ status: 200, body: restrictions(false) });
  await knows(onlyReads);
  exchange.failures.set('keyRights', [refused]);
  const report = await run();
  expect(signed(report)).toMatchObject({
    state: 'failed',
    failure: refused,
    paths: [
      { path: 'direct', failure: refused },
      { path: 'relay', failure: null },
    ],
  });
  expect(report.diagnosis).toMatchObject({ kind: 'failed', cause: 'relay-answers', action: 'open-account' });
});

test('a key that both ways refuse is looked at as before', async () => {
  const { exchange, knows, run, signed } = await worldWith({
    status: 401,
    body: { code: -2015, msg: 'Invalid API-key, IP, or permissions for action.' },
  });
  await knows(onlyReads);
  exchange.failures.set('keyRights', [refused]);
  const report = await run();
  expect(signed(report)).toMatchObject({ paths: [{ path: 'direct' }, { path: 'relay', failure: { code: '-2015' } }] });
  expect(report.diagnosis).toMatchObject({ cause: 'key-unclear' });
});

test.each([
  ['that can trade', { ...onlyReads, trade: true }],
  ['whose rights nobody knows', { readable: false }],
] as const)('a key %s is not sent through the relay to compare', async (_, rights) => {
  const { exchange, knows, run, sent } = await worldWith({ status: 200, body: {} });
  await knows(rights);
  exchange.failures.set('keyRights', [refused]);
  expect((await run()).diagnosis).toMatchObject({ cause: 'key-unclear' });
  expect(sent).toEqual([]);
});

test('on the relay a key that can trade fails', async () => {
  const { run, sent } = await worldWith({ status: 200, body: restrictions(true) }, 'relay');
  const report = await run();
  expect(sent.length).toBeGreaterThan(0);
  expect(report.steps.find((step) => step.id === 'rights')).toMatchObject({
    state: 'failed',
    failure: { reason: 'relay-refused', code: 'key-can-do-more' },
  });
});
