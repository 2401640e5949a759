/** Asks an exchange what a key is good for: the wallets that it can read, and what it may do. */
import type { ExchangeId } from '../../shared/exchanges/ids';
import { exchangeInfos } from '../../shared/exchanges/ids';
import type { Wallet } from '../../shared/exchanges/info';
import { type Failure, reasons } from '../../shared/reasons';
import { err, ok, type Result } from '../../shared/result';
import type { Balance, ExchangeClient, KeyRights } from '../exchanges/client';
import type { CommandParts } from './account-commands';
import type { EngineApi } from './api';
import type { KeyTest } from './api/account-entry';
import type { AccountTest } from './api/accounts';
import { exchangeClosed, isClosed } from './closing';
import type { EngineDeps } from './context';
import { missingHosts, withSkew } from './observations';

type Balances = Result<readonly Balance[], Failure>;

/** What a key that works was found to be. */
export interface Tested {
  readonly test: KeyTest;
  readonly wallets: Readonly<Partial<Record<Wallet, Balances>>>;
  readonly rights: Result<KeyRights, Failure>;
}

/** The spot balances prove the right to read; rights, and other wallets, that cannot be read do not fail a key that works. */
export async function tryKey(
  deps: EngineDeps,
  exchange: ExchangeId,
  client: ExchangeClient,
  signal?: AbortSignal,
): Promise<Result<Tested, Failure>> {
  const [missing] = await missingHosts(deps, exchange);
  if (missing) return err({ reason: 'host-access-missing', host: new URL(missing).host });
  const spot = await withSkew(client, deps, await client.balances('spot', signal));
  if (!spot.ok) return spot;
  const rights = await client.keyRights(signal);
  if (!rights.ok && reasons[rights.error.reason].retry === 'never') return rights;
  const wallets: Partial<Record<Wallet, Balances>> = { spot };
  for (const wallet of exchangeInfos[exchange].wallets) wallets[wallet] ??= await client.balances(wallet, signal);
  const outcomes = exchangeInfos[exchange].wallets.map((wallet) => [wallet, wallets[wallet] ?? spot] as const);
  const assets = outcomes.flatMap(([, balances]) => (balances.ok ? balances.value : [])).map(({ asset }) => asset);
  const test: KeyTest = {
    rights: rights.ok ? rights.value : { readable: false },
    assets: new Set(assets).size,
    walletFailures: outcomes.flatMap(([wallet, balances]) =>
      balances.ok ? [] : [{ wallet, failure: balances.error }],
    ),
  };
  return ok({ test, wallets, rights });
}

const walletsTested = (exchange: ExchangeId, wallets: Tested['wallets']): AccountTest['wallets'] =>
  exchangeInfos[exchange].wallets.flatMap((wallet) => {
    const balances = wallets[wallet];
    if (!balances) return [];
    return [{ wallet, outcome: balances.ok ? ok(balances.value.length) : balances }];
  });

const cancelled: Failure = { reason: 'cancelled' };

/** Creates the test of a stored key. Tests live in memory: one for each account at a time. */
export function keyTestCommands({ deps, session }: CommandParts): Pick<EngineApi, 'testAccount' | 'cancelAccountTest'> {
  const running = new Map<
    string,
    { readonly abort: AbortController; readonly ended: Promise<Result<AccountTest, Failure>> }
  >();

  const ask = (accountId: string, signal: AbortSignal): Promise<Result<AccountTest, Failure>> =>
    session(async (at): Promise<Result<AccountTest, Failure>> => {
      const account = at.accounts.get(accountId);
      if (!account) return err({ reason: 'no-credentials' });
      if (isClosed(account.exchange, deps.now())) return err(exchangeClosed);
      const client = await at.accounts.clientOf(account);
      if (!client.ok) return client;
      const either = AbortSignal.any([signal, at.signal]);
      const tested = await tryKey(deps, account.exchange, client.value, either);
      if (either.aborted) return err(cancelled);
      if (!tested.ok) return tested;
      const { test, wallets } = tested.value;
      return ok({
        testedAt: deps.now(),
        rights: test.rights,
        assets: test.assets,
        wallets: walletsTested(account.exchange, wallets),
      });
    });

  return {
    testAccount(accountId) {
      const going = running.get(accountId);
      if (going) return going.ended;
      const abort = new AbortController();
      const ended = ask(accountId, abort.signal).finally(() => running.delete(accountId));
      running.set(accountId, { abort, ended });
      return ended;
    },
    async cancelAccountTest(accountId) {
      const going = running.get(accountId);
      going?.abort.abort();
      await going?.ended;
    },
  };
}
