/**
 * Performance: what closed trades came to, as a whole, over time and by group. Its first line is the answer; every figure
 * names the trades it is over and how they were made.
 *
 * The filter stands in the hash by opaque ids and days; the account is the scope of the top bar.
 */
import { Button } from '@mantine/core';
import { memo, useDeferredValue } from 'react';
import { EmptyState } from '../components/EmptyState';
import { InTurn } from '../components/InTurn';
import { NoAccounts } from '../components/NoAccounts';
import { Screen } from '../components/Screen';
import { Skeletons } from '../components/Skeletons';
import { useNow } from '../components/use-now';
import { useEngineQuery } from '../engine';
import { navigateHash } from '../hash-location';
import { useOpen } from '../platform';
import { routes } from '../routes';
import { performance as say } from '../text/performance';
import { EquitySection } from './EquitySection';
import { GroupSection } from './GroupSection';
import { Headline } from './Headline';
import { NetCurve } from './NetCurve';
import classes from './Performance.module.css';
import { BasisSwitch, PerformanceFilters } from './PerformanceFilters';
import { PeriodBar } from './PeriodBar';
import { TimeOfDay } from './TimeOfDay';
import { TradeMetrics } from './TradeMetrics';
import { isNarrowed, routeOf, type ShownPerformance, usePerformance, usePerformanceView } from './use-performance';

export function Performance() {
  const [view, change] = usePerformanceView();
  const nowMs = useNow();
  const accounts = useEngineQuery(['accounts'], (engine) => engine.accounts()).data;
  const shown = useDeferredValue(usePerformance(view, nowMs)); // what comes anew is drawn in slices, as the first was
  const drawnAt = useDeferredValue(nowMs);
  const bare = accounts?.length === 0;
  return (
    <Screen title={say.title} actions={bare ? null : <BasisSwitch view={view} change={change} />}>
      {bare ? (
        <NoAccounts />
      ) : (
        <>
          <div className={classes.controls}>
            <PeriodBar view={view} change={change} nowMs={nowMs} />
            <PerformanceFilters view={view} change={change} page={shown?.page} />
          </div>
          {shown === undefined ? <Loading /> : <Content shown={shown} nowMs={drawnAt} />}
        </>
      )}
    </Screen>
  );
}

/** Until another view has answered the former one stays, with its own words. */
const Content = memo(function Content({ shown, nowMs }: { shown: ShownPerformance; nowMs: number }) {
  const { view, page } = shown;
  return (
    <InTurn>
      <Headline page={page} />
      {page.total.trades === 0 ? (
        <>
          <NoTrades shown={shown} />
          {page.equity.state === 'known' ? (
            <EquitySection equity={page.equity} currency={page.baseCurrency} period={view.period} />
          ) : null}
        </>
      ) : (
        <InTurn>
          <TradeMetrics page={page} />
          <EquitySection equity={page.equity} currency={page.baseCurrency} period={view.period} />
          <NetCurve page={page} />
          <GroupSection view={view} page={page} nowMs={nowMs} />
          <TimeOfDay page={page} />
        </InTurn>
      )}
    </InTurn>
  );
});

function NoTrades({ shown: { view, page } }: { shown: ShownPerformance }) {
  const open = useOpen();
  const narrowed = isNarrowed(view) || view.accountId !== null || view.period !== 'all';
  const unknown = page.sums.net.missing.length > 0;
  const { title, sentence } = narrowed ? say.noneFiltered : unknown ? say.noneKnown : say.none;
  const cleared = { exchangeId: null, symbolId: null, side: null, accountId: null, period: 'all' } as const;
  return (
    <EmptyState title={title} sentence={sentence}>
      {narrowed ? (
        <Button variant="default" onClick={() => navigateHash(routeOf({ ...view, ...cleared }))}>
          {say.clear}
        </Button>
      ) : (
        <Button variant="default" onClick={() => open(routes.accounts)}>
          {say.toAccounts}
        </Button>
      )}
    </EmptyState>
  );
}

const Loading = () => (
  <>
    <Skeletons lines={1} height={40} />
    <Skeletons lines={4} />
    <Skeletons lines={8} />
  </>
);
