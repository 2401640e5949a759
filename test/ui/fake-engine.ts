/** An engine and a platform that answer from a scenario, for looking at screens without a browser extension. */

import { wordlist } from '@scure/bip39/wordlists/english.js';
import type { EngineApi } from '../../extension/engine/api';
import type { AddAccountError, KeyTest } from '../../extension/engine/api/account-entry';
import type { AccountView } from '../../extension/engine/api/account-view';
import type { EngineListener } from '../../extension/engine/api/events';
import type { PopupSummary } from '../../extension/engine/api/popup-summary';
import { summaryOf } from '../../extension/engine/api/popup-summary';
import type { Settings } from '../../extension/engine/api/settings';
import type { VaultState } from '../../extension/engine/api/vault';
import type { Platform } from '../../extension/ui/platform';
import { exchangeIds, exchangeInfos } from '../../shared/exchanges/ids';
import type { Failure } from '../../shared/reasons';
import { err, ok, type Result } from '../../shared/result';
import { answering } from './answers';
import { fakeBackups } from './backup-scenarios';
import { balancesOf } from './balances-scenarios';
import { asDrawnNow, runOf } from './doctor-scenarios';
import { fakeMethods } from './method-scenarios';
import { fakePerformance } from './performance-scenarios';
import { notReconciled } from './reconciliation-scenarios';
import { sampleFeeRates, sampleFills } from './sample-fills';
import { type Scenario, scenarios } from './scenarios';
import { fakeShares } from './shares-scenarios';
import { fakeSync } from './sync-scenarios';
import { fakeTrades } from './trade-scenarios';

export function scenarioOfUrl(): Scenario {
  const name = new URLSearchParams(location.search).get('scenario') ?? 'little';
  const scenario = scenarios[name];
  if (scenario === undefined) throw new Error(`no scenario ${name}: ${Object.keys(scenarios).join(', ')}`);
  return scenario;
}

const words = wordlist.filter((_, place) => place % 85 === 40).slice(0, 24);
const never = new Promise<never>(() => undefined);
const soon = <T>(value: T, ms = 40) => new Promise<T>((resolve) => setTimeout(() => resolve(value), ms));

/** The passphrase that every scenario's vault opens with. */
const passphraseOfAll = 'correct horse battery staple';

export function createFakeEngine(scenario: Scenario): EngineApi {
  const engine = createAnsweringEngine(scenario);
  return scenario.answers === undefined ? engine : answering(engine, scenario.answers);
}

function createAnsweringEngine(scenario: Scenario): EngineApi {
  let vault = scenario.vault;
  let settings: Settings = {
    baseCurrency: 'USDT',
    method: 'fifo',
    books: scenario.pooled === undefined ? 'by-market' : 'by-coin',
    autoLock: '15',
    refreshMinutes: 5,
    notifyFailures: true,
    notifyNames: true,
    notifyLookBack: true,
    badge: 'issues',
    upDownColours: 'green-up',
  };
  const listeners = new Set<EngineListener>();
  const enter = (state: VaultState) => {
    vault = state;
    for (const listener of listeners) listener({ topic: 'vault', state });
  };
  const opensWith = (passphrase: string) =>
    passphrase === passphraseOfAll ? ok(undefined) : err({ reason: 'wrong-passphrase' } as const);
  /** What a call on the vault comes to where it does what it should. */
  const vaultCall = <T>(done: () => Result<T, never>): Promise<Result<T, Failure>> => {
    const { vaultCalls } = scenario;
    if (vaultCalls === 'never') return never;
    return soon(vaultCalls === undefined ? done() : err(vaultCalls), vaultCalls === undefined ? 0 : 200);
  };
  const accounts = scenario.overview.accounts;
  const refused = err({ reason: 'ip-not-whitelisted', address: '203.0.113.7', code: '-2015' } as const);
  const keyTest = async (): Promise<Result<KeyTest, AddAccountError>> =>
    scenario.keyTest === 'never' ? never : soon(scenario.keyTest ?? refused, 600);

  const fills = sampleFills(
    scenario.fills ?? 40,
    accounts.map(({ id }) => id),
  );
  let cancelTest = (): void => undefined;
  let doctor = scenario.doctor ? asDrawnNow(scenario.doctor) : null;
  const examine = async (examined: AccountView) => {
    for (const report of runOf(examined)) {
      doctor = report;
      for (const listener of listeners) listener({ topic: 'doctor', report });
      await soon(undefined, 250);
    }
  };

  return {
    vaultState: () => soon(vault, 5),
    createVault: () =>
      vaultCall(() => {
        enter({ state: 'unconfirmed' });
        return ok({ words });
      }),
    confirmWords: async () => {
      enter({ state: 'open' });
      return ok(undefined);
    },
    unlock: async (passphrase) => {
      const called = await vaultCall(() => ok(undefined));
      if (!called.ok) return called;
      const opened = await soon(opensWith(passphrase), 400);
      if (opened.ok) enter({ state: 'open' });
      return opened;
    },
    lock: async () => enter({ state: 'locked' }),
    recover: () =>
      vaultCall(() => {
        enter({ state: 'open' });
        return ok(undefined);
      }),
    changePassphrase: async (current) => opensWith(current),
    revealWords: async (passphrase) => {
      const opened = opensWith(passphrase);
      return opened.ok ? ok({ words }) : opened;
    },
    eraseVault: async (typed) => {
      if (typed !== 'ERASE') return err({ reason: 'not-confirmed' });
      enter({ state: 'none' });
      return ok(undefined);
    },
    ...fakeMethods(
      accounts,
      scenario.methodProgress ?? null,
      scenario.methodFails ?? false,
      () => settings.method,
      () => settings.books === 'by-coin',
    ),
    settings: async () => settings,
    saveSettings: async (changed) => {
      if (scenario.storageFull === true) return soon(err({ reason: 'storage-full' } as const), 200);
      settings = { ...settings, ...changed };
      for (const listener of listeners) listener({ topic: 'settings' });
      return ok(undefined);
    },
    accounts: () => soon(accounts),
    testKey: keyTest,
    addAccount: keyTest,
    renameAccount: async () => ok(undefined),
    replaceKey: keyTest,
    setUserSymbols: async () => ok(undefined),
    removeAccount: async () => ok(undefined),
    pauseAccount: async () => ok(undefined),
    resumeAccount: async () => ok(undefined),
    setEgress: async () => ok(undefined),
    testAccount: () =>
      scenario.accountTest
        ? soon(scenario.accountTest, 600)
        : new Promise((resolve) => {
            cancelTest = () => resolve(err({ reason: 'cancelled' }));
          }),
    cancelAccountTest: async () => cancelTest(),
    balances: () => soon(balancesOf(scenario)),
    refresh: () => soon(undefined, 1500),
    overview: () => soon(scenario.overview),
    importProgress: () => soon(accounts.map((account) => account.progress)),
    reconciliation: () => soon(scenario.reconciliation ?? notReconciled),
    readFlows: () => soon(undefined, 300),
    coverage: () => soon(scenario.coverage ?? { whole: null, symbols: [], marketsToScan: null }),
    startImport: async () => ok(undefined),
    cancelImport: async () => undefined,
    startDoctor: async (accountId) => {
      const examined = accounts.find(({ id }) => id === accountId);
      if (examined) void examine(examined);
      return ok(undefined);
    },
    cancelDoctor: async () => undefined,
    ...fakeBackups(listeners, scenario),
    doctorReport: () => soon(doctor),
    ...fakeShares(listeners, scenario),
    ...fakeSync(listeners, scenario),
    ...fakeTrades(scenario),
    ...fakePerformance(scenario),
    feeRates: () => soon(scenario.feeRates ?? sampleFeeRates),
    retryFeeRates: async () => ok(undefined),
    fills: (query) => soon(fills.page(query)),
    fill: (id) => soon(fills.detail(id)),
    subscribe: async (listener) => {
      listeners.add(listener);
      // asked for what it has answered already
      if (scenario.answers === 'falls-silent') setTimeout(() => listener({ topic: 'accounts' }), 500);
    },
  };
}

export function createFakePlatform(scenario: Scenario): Platform {
  // a page that was opened before the engine has answered once finds none
  const isAnswered = scenario.answers === undefined || scenario.answers === 'falls-silent';
  const summary = scenario.vault.state === 'open' && isAnswered ? summaryOf(scenario.overview) : null;
  let granted: readonly string[] = exchangeIds.flatMap((id) =>
    exchangeInfos[id].hosts.map((host) => `https://${host}`),
  );
  return {
    requestHosts: async () => scenario.refusesHosts !== true,
    grantedHosts: async () => granted,
    withdrawHosts: async (origins) => {
      if (scenario.refusesHosts === true) return false;
      granted = granted.filter((origin) => !origins.includes(origin));
      return true;
    },
    openDashboard: (hash = '/') => {
      location.href = `/dashboard.html${location.search}#${hash}`;
    },
    readSummary: async (): Promise<PopupSummary | null> => summary,
    onSummary: () => () => undefined,
    hideOutside: async () => undefined,
    copy: (text) => navigator.clipboard.writeText(text),
    showsSample: new URLSearchParams(location.search).has('sample'),
    enterSample: async () => {
      location.search = `${location.search}&sample`;
    },
    leaveSample: async () => {
      location.search = location.search.replace('&sample', '');
    },
  };
}
