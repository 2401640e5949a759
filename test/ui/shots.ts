/**
 * What the gallery must be looked at in: every route of the dashboard and the popup, each in its five states, and what else is
 * worth a look. The pictures (shoot.ts, the demo) and the test of accessibility take their pages from here.
 *
 * The table is typed by the routes themselves: a new route that nobody listed does not compile, and fails its test by name.
 */
import type { Page } from 'playwright-core';
import { routes } from '../../extension/ui/routes';
import { exchangeIds } from '../../shared/exchanges/ids';
import {
  busy,
  byRelay,
  click,
  connectRefused,
  dialog,
  drawn,
  failed,
  fillKey,
  frozen,
  gapsOpened,
  inTurn,
  joining,
  linkMade,
  makeVault,
  notMade,
  previewed,
  recover,
  stopped,
  typeWords,
  unanswered,
  unlock,
} from './acts';

/** What every screen has, or says why it cannot. */
export const states = ['empty', 'loading', 'stale', 'partial', 'failed'] as const;
type State = (typeof states)[number];

/** Screens that no route names: they stand wherever the vault's state leads, or are a page of their own. */
type Unrouted = 'popup' | 'onboarding' | 'unlock';
export type ScreenName = keyof typeof routes | Unrouted;

/**
 * A scenario of scenarios.ts; with another route than the screen's own where the state is that of one account or trade, and with
 * what is done until the state is there.
 */
type Look =
  | string
  | { readonly scenario: string; readonly route?: string; readonly act?: (page: Page) => Promise<void> };

/** The state cannot occur, in one sentence. */
interface Never {
  readonly never: string;
}

interface Screen {
  /** The popup's page has none. */
  readonly route: string;
  readonly states: Readonly<Record<State, Look | Never>>;
  /** More of the same screen, by a name of its own where the scenario's does not tell it. */
  readonly also?: readonly Look[];
}

const typed: Never = { never: 'a form holds what the trader types, which does not age' };
const undivided: Never = { never: 'one field: it opens the vault or it does not' };

/** Nothing was ever answered: the screen says that it stopped, and the frame around it stands. */
const rejected: Look = { scenario: 'rejected', act: stopped };
/** What was answered once stays, and the top bar says that it may be old. */
const silent: Look = { scenario: 'unanswered', act: unanswered };

export const screens: Readonly<Record<ScreenName, Screen>> = {
  popup: {
    route: '',
    states: { empty: 'empty', loading: 'loading', stale: 'stale', partial: 'partial', failed: 'failures' },
    also: [
      'none',
      'unconfirmed',
      'locked',
      'damaged',
      rejected,
      'little',
      'methods',
      'long',
      'much',
      ...sevens(),
      ...incompletes(),
    ],
  },
  onboarding: {
    route: routes.overview,
    states: {
      empty: 'none',
      loading: { scenario: 'making', act: inTurn(makeVault, busy) },
      stale: typed,
      partial: 'unconfirmed',
      failed: { scenario: 'not-made', act: inTurn(makeVault, failed) },
    },
    also: [
      { scenario: 'none', act: joining },
      ...['waiting', 'compare', 'handing', 'failed'].map((step) => ({
        scenario: `sync-join-${step}`,
        act: joining,
      })),
    ],
  },
  unlock: {
    route: routes.overview,
    states: {
      empty: 'locked',
      loading: { scenario: 'opening', act: inTurn(unlock, busy) },
      stale: typed,
      partial: undivided,
      failed: { scenario: 'not-opened', act: inTurn(unlock, failed) },
    },
    also: ['damaged'],
  },
  recover: {
    route: routes.recover,
    states: {
      empty: 'locked',
      loading: { scenario: 'opening', act: inTurn(recover, busy) },
      stale: typed,
      partial: { scenario: 'locked', act: inTurn(typeWords, click('Open the vault')) },
      failed: { scenario: 'not-opened', act: inTurn(recover, failed) },
    },
  },
  overview: {
    route: routes.overview,
    states: { empty: 'empty', loading: 'loading', stale: 'stale', partial: 'partial', failed: 'failures' },
    also: [rejected, 'little', 'long', 'much', 'pooled', 'pooled-unpriced', ...sevens(), ...incompletes()],
  },
  issues: {
    route: routes.issues,
    states: { empty: 'empty', loading: 'loading', stale: 'stale', partial: 'partial', failed: 'failures' },
    also: ['seven', 'seven-failing', 'seven-offline'],
  },
  balances: {
    route: routes.balances,
    states: { empty: 'empty', loading: 'loading', stale: 'stale', partial: 'partial', failed: 'failures' },
    also: [
      'little',
      'balances-much',
      'balances-none',
      rejected,
      ...['seven', 'seven-failing', 'frozen'],
      ...['account', 'none'].map((group) => ({ scenario: 'seven', route: `${routes.balances}?group=${group}` })),
    ],
  },
  trades: {
    route: routes.trades,
    states: { empty: 'empty', loading: 'loading', stale: silent, partial: 'partial', failed: rejected },
    also: [
      'little',
      'stale',
      'failures',
      ...['state=open', 'view=closings', 'view=closings&state=open', 'side=short'].map((filter) => ({
        scenario: 'little',
        route: `${routes.trades}?${filter}`,
      })),
      ...['', '?view=closings', '?view=closings&account=acc-2', '?account=acc-2'].map((filter) => ({
        scenario: 'pooled',
        route: `${routes.trades}${filter}`,
      })),
      { scenario: 'pooled-unpriced', route: `${routes.trades}?view=closings` },
      'pnl-importing',
      { scenario: 'failures', route: `${routes.trades}?state=open` }, // nothing is open
      { scenario: 'partial', route: `${routes.trades}?view=closings`, act: gapsOpened },
      'long',
      'much',
      'seven',
      'seven-much',
    ],
  },
  trade: {
    route: routes.trade('acc-2-ETHUSDT.2'),
    states: {
      empty: { scenario: 'little', route: routes.trade('nobody') },
      loading: 'loading',
      stale: silent,
      partial: { scenario: 'little', route: routes.trade('acc-1-BTCUSDT.1') },
      failed: rejected,
    },
    also: [
      'little',
      'long',
      ...['acc-2-SOLUSDC.c2', 'acc-1-BTCUSDT.c1', 'acc-2-SHIBUSDT.l0'].map((id) => ({
        scenario: 'little',
        route: routes.trade(id),
      })),
      ...['pool-ETH.c1', 'pool-ETH.1'].map((id) => ({ scenario: 'pooled', route: routes.trade(id) })),
    ],
  },
  fills: {
    route: routes.fills,
    states: { empty: 'empty', loading: 'loading', stale: silent, partial: 'partial', failed: rejected },
    also: [
      ...['little', 'much', 'seven', 'stale', 'failures'],
      ...['symbol=symbol-1&side=buy', 'from=2019-01-01&to=2019-01-02'].map((filter) => ({
        scenario: 'little',
        route: `${routes.fills}?${filter}`,
      })),
    ],
  },
  fill: {
    route: routes.fill('fill-1'),
    states: {
      empty: { scenario: 'little', route: routes.fill('nobody') },
      loading: 'loading',
      stale: silent,
      partial: { scenario: 'little', route: routes.fill('fill-6') },
      failed: rejected,
    },
    also: ['little', { scenario: 'little', route: routes.fill('fill-9') }],
  },
  performance: {
    route: routes.performance,
    states: { empty: 'empty', loading: 'loading', stale: 'stale', partial: 'partial', failed: 'failures' },
    also: [
      'little',
      ...['basis=trips&by=month', 'by=hour', 'by=day', 'side=short', 'period=day&at=2019-01-02'].map((filter) => ({
        scenario: 'little',
        route: `${routes.performance}?${filter}`,
      })),
      ...['', '?basis=trips'].map((filter) => ({ scenario: 'pooled', route: `${routes.performance}${filter}` })),
      'long',
      'much',
      'seven',
    ],
  },
  accounts: {
    route: routes.accounts,
    states: { empty: 'empty', loading: 'loading', stale: 'stale', partial: 'partial', failed: 'failures' },
    also: ['accounts', rejected, 'seven', 'seven-failing', 'frozen'],
  },
  addAccount: {
    route: routes.addAccount,
    states: {
      empty: 'empty',
      loading: { scenario: 'testing', act: inTurn(keyTested, busy) },
      stale: typed,
      partial: { scenario: 'accounts', act: click('Save account') },
      failed: { scenario: 'host-refused', act: keyTested },
    },
    also: ['accounts', { scenario: 'sync-connected', act: byRelay }],
  },
  account: {
    route: routes.account('acc-1'),
    states: {
      empty: { scenario: 'accounts', route: routes.account('acc-new') },
      loading: 'loading',
      stale: 'stale',
      partial: { scenario: 'seven', route: routes.account('acc-poloniex') },
      failed: { scenario: 'accounts', route: routes.account('acc-stop') },
    },
    also: [
      'little',
      'doctor-address',
      rejected,
      { scenario: 'accounts', route: routes.account('nobody') },
      ...['run', 'wait', 'pause', 'rest', 'warn', 'scan', 'power', 'open', 'host', 'nokey'].map((stage) => ({
        scenario: 'accounts',
        route: routes.account(`acc-${stage}`),
      })),
      { scenario: 'sync-connected', act: byRelay },
      ...['coverage-much', 'coverage-none'].map((scenario) => ({ scenario, route: routes.account('acc-run') })),
      ...exchangeIds.map((id) => ({ scenario: 'seven', route: routes.account(`acc-${id}`) })),
      ...['closed', 'keyless'].map((which) => ({ scenario: 'frozen', route: routes.account(`acc-${which}`) })),
    ],
  },
  accountKey: {
    route: routes.accountKey('acc-1'),
    states: {
      empty: { scenario: 'accounts', route: routes.accountKey('acc-nokey') },
      loading: 'loading',
      stale: 'stale',
      partial: { scenario: 'accounts', route: routes.accountKey('acc-run'), act: click('Test and replace') },
      failed: { scenario: 'key-rejected', route: routes.accountKey('acc-stop') },
    },
    also: [{ scenario: 'frozen', route: routes.accountKey('acc-keyless') }],
  },
  accountSymbols: {
    route: routes.accountSymbols('acc-1'),
    states: {
      empty: 'little',
      loading: 'loading',
      stale: 'stale',
      partial: { scenario: 'accounts', route: routes.accountSymbols('acc-power') },
      failed: { scenario: 'accounts', route: routes.accountSymbols('acc-stop') },
    },
  },
  doctor: {
    route: routes.doctor('acc-1'),
    states: {
      empty: { scenario: 'little', route: routes.doctor('nobody') },
      loading: 'doctor-running',
      stale: { never: 'a report is of its own moment, which stands above it' },
      partial: 'doctor-wallets',
      failed: 'doctor-address',
    },
    also: [rejected, ...['healthy', 'clock', 'silent', 'rights'].map((one) => `doctor-${one}`)],
  },
  shares: {
    route: routes.shares,
    states: {
      empty: 'shares-none',
      loading: 'loading',
      stale: 'shares-stale',
      partial: 'shares-unread',
      failed: { scenario: 'shares-refused', act: inTurn(click('Share a snapshot'), previewed, notMade) },
    },
    also: [
      rejected,
      ...['several', 'off', 'revoking', 'ended'].map((one) => `shares-${one}`),
      { scenario: 'shares-none', act: click('Share a snapshot') },
      { scenario: 'shares-none', act: inTurn(click('Share a snapshot'), previewed) },
      {
        scenario: 'shares-none',
        act: inTurn(click('Share a snapshot'), previewed, click('Create the link'), linkMade),
      },
      { scenario: 'shares-several', act: inTurn(click('Revoke'), dialog) },
    ],
  },
  sync: {
    route: routes.sync,
    states: {
      empty: { scenario: 'sync-off', act: drawn },
      loading: 'loading',
      stale: { scenario: 'sync-offline', act: drawn },
      partial: { scenario: 'sync-left-out', act: drawn },
      failed: { scenario: 'sync-refused', act: drawn },
    },
    also: [
      rejected,
      ...[
        ...['connected', 'first', 'waiting', 'running', 'blocked', 'lost', 'removed', 'moved', 'closed'],
        ...['head-below', 'other-history', 'new-log', 'withheld'].map((kind) => `alarm-${kind}`),
        ...['begun', 'running', 'failed', 'alarm', 'unopened', 'stopped', 'done'].map((step) => `moving-${step}`),
      ].map((one) => ({ scenario: `sync-${one}`, act: drawn })),
      ...['invite', 'unanswered'].map((one) => ({ scenario: `sync-${one}`, act: connectRefused })),
      { scenario: 'sync-pairing-compare', act: dialog },
      ...['waiting', 'expired', 'handing', 'done', 'failed'].map((step) => ({
        scenario: `sync-pairing-${step}`,
        act: inTurn(click('Add a device'), dialog),
      })),
      { scenario: 'sync-pairing-frozen', act: inTurn(click('Add a device'), frozen) },
    ],
  },
  settings: {
    route: routes.settings,
    // what ages on it is the backup: of 34 days ago, with newer fills since
    states: {
      empty: 'empty',
      loading: 'loading',
      stale: 'little',
      partial: { never: 'settings are one record: all of them are there, or none' },
      failed: rejected,
    },
    also: ['saved', 'seven', 'recomputing', 'not-recomputed'],
  },
};

/** A key that the test refuses, or is still at. */
function keyTested(page: Page): Promise<void> {
  return fillKey(page, 'Test the key');
}

function sevens(): readonly string[] {
  return ['seven', 'seven-failing', 'seven-much', 'frozen'];
}

/** Figures that are not the whole truth. */
function incompletes(): readonly string[] {
  const pnl = ['importing', 'oversold', 'nothing'].map((what) => `pnl-${what}`);
  return [...pnl, 'today-unpriced', 'keys-removed', 'key-removed', 'currency-changed', 'currency-changed-before'];
}

export interface Shot {
  readonly screen: ScreenName;
  /** The state, or the scenario of what is looked at besides; one of its kind per screen. */
  readonly look: string;
  readonly scenario: string;
  /** Of the gallery's server. */
  readonly url: string;
  /** What is done there before it is looked at. */
  readonly act?: (page: Page) => Promise<void>;
}

const urlOf = (screen: ScreenName, query: string, route: string): string =>
  screen === 'popup' ? `/popup.html?${query}` : `/dashboard.html?${query}#${route}`;

function shotOf(screen: ScreenName, own: string, look: Look, name: string | null): Shot {
  const { scenario, route = own, act } = typeof look === 'string' ? { scenario: look } : look;
  const elsewhere = route === own ? '' : `-${route.replace(/^.*[/?]/, '').replace(/\W+/g, '-')}`;
  return {
    screen,
    look: name ?? `${scenario}${elsewhere}`,
    scenario,
    url: urlOf(screen, `scenario=${scenario}`, route),
    ...(act ? { act } : {}),
  };
}

const isNever = (look: Look | Never): look is Never => typeof look === 'object' && 'never' in look;

function shotsOf(screen: ScreenName): readonly Shot[] {
  const { route, states: byState, also = [] } = screens[screen];
  const five = states.flatMap((state) => {
    const look = byState[state];
    return isNever(look) ? [] : [shotOf(screen, route, look, state)];
  });
  const more = also.map((look) => shotOf(screen, route, look, null));
  const rest = more.filter(({ url }) => !five.some((shot) => shot.url === url && !shot.act));
  return [...five, ...rest, ...(withoutSample.has(screen) ? [] : [sampleOf(screen, route)])];
}

/** Sample data needs no vault, so that what leads to one is never shown with it. */
const withoutSample: ReadonlySet<ScreenName> = new Set<ScreenName>(['onboarding', 'unlock', 'recover']);

/** Below the bar that marks sample data. A doctor that has ended: one that goes on changes while it is looked at. */
function sampleOf(screen: ScreenName, route: string): Shot {
  const scenario = screen === 'doctor' ? 'doctor-healthy' : 'little';
  return { screen, look: 'sample', scenario, url: urlOf(screen, `scenario=${scenario}&sample`, route) };
}

/** Every shot once: the five states of each screen first, then what is looked at besides. */
export const shots: readonly Shot[] = Object.keys(screens).flatMap((name) => shotsOf(name as ScreenName)); // its own keys

/** Width and height of the window that a screen is looked at in. */
export const sizeOf = ({ screen }: Pick<Shot, 'screen'>): { readonly width: number; readonly height: number } =>
  screen === 'popup' ? { width: 380, height: 560 } : { width: 1280, height: 900 };

/** The narrower widths that it is used at; the popup has its one. */
export const narrowerWidths = ({ screen }: Pick<Shot, 'screen'>): readonly number[] =>
  screen === 'popup' ? [] : [900, 600];
