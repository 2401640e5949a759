/**
 * The dashboard: which screen stands there by the vault's state, then by the hash.
 *
 * none → Onboarding · unconfirmed → Onboarding at its words · locked, damaged → Unlock · open → the shell and its screens.
 */
import '@mantine/core/styles.layer.css';
import { Button } from '@mantine/core';
import { lazy, type ReactNode, Suspense } from 'react';
import { Route, Router, Switch } from 'wouter';
import { assertNever } from '../../shared/result';
import { Accounts } from './accounts/Accounts';
import { Balances } from './balances/Balances';
import { EmptyState } from './components/EmptyState';
import { Screen } from './components/Screen';
import { Skeletons } from './components/Skeletons';
import { useVaultState } from './engine';
import { Fills } from './fills/Fills';
import { HashLocation, navigateHash, screenOf, useHashPath, useHashSearch } from './hash-location';
import { Onboarding } from './onboarding/Onboarding';
import { Overview } from './overview/Overview';
import { routes } from './routes';
import { Settings } from './settings/Settings';
import { Shell } from './shell/Shell';
import { text } from './text';
import { Trades } from './trades/Trades';
import { Unlock } from './unlock/Unlock';

/** Loaded when they are opened: the first screens do without them. */
const Performance = lazy(() => import('./performance/Performance').then((loaded) => ({ default: loaded.Performance })));
const Shares = lazy(() => import('./shares/Shares').then((loaded) => ({ default: loaded.Shares })));
const Sync = lazy(() => import('./sync/Sync').then((loaded) => ({ default: loaded.Sync })));

export function Dashboard() {
  return (
    <HashLocation>
      <Router hook={useHashPath} searchHook={useHashSearch}>
        <ByVaultState />
      </Router>
    </HashLocation>
  );
}

function ByVaultState() {
  const vault = useVaultState();
  if (vault === null) return null; // the engine answers within a frame or two: a skeleton would only flash
  switch (vault.state) {
    case 'none':
    case 'unconfirmed':
      return <Onboarding />;
    case 'locked':
    case 'damaged':
      return <Unlock />;
    case 'open':
      return <Screens />;
    default:
      return assertNever(vault);
  }
}

/** A screen whose code is on its way has its heading: the one that comes with the code stands in the same place. */
const Loaded = ({ title, children }: { title: string; children: ReactNode }) => (
  <Suspense
    fallback={
      <Screen title={title}>
        <div aria-busy="true">
          <Skeletons lines={8} />
        </div>
      </Screen>
    }
  >
    {children}
  </Suspense>
);

function Screens() {
  const [path] = useHashPath();
  return (
    <Shell screenKey={screenOf(path)}>
      <Switch>
        <Route path={routes.overview} component={Overview} />
        <Route path={routes.balances} component={Balances} />
        <Route path="/trades/*?" component={Trades} />
        <Route path="/fills/*?" component={Fills} />
        <Route path={routes.performance}>
          <Loaded title={text.common.performance}>
            <Performance />
          </Loaded>
        </Route>
        <Route path="/accounts/*?" component={Accounts} />
        <Route path={routes.shares}>
          <Loaded title={text.common.shares}>
            <Shares />
          </Loaded>
        </Route>
        <Route path={routes.sync}>
          <Loaded title={text.sync.title}>
            <Sync />
          </Loaded>
        </Route>
        <Route path="/settings/*?" component={Settings} />
        <Route>
          <EmptyState title={text.common.notFoundTitle} sentence={text.common.notFoundSentence} headingOrder={1}>
            <Button onClick={() => navigateHash(routes.overview)}>{text.common.toOverview}</Button>
          </EmptyState>
        </Route>
      </Switch>
    </Shell>
  );
}
