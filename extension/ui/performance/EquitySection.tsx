/** Return and risk by daily equity, or why they are not known and what to do about it. */
import { Button } from '@mantine/core';
import type { EquityMetrics, EquityPerformance } from '../../engine/api/performance';
import { Amount } from '../components/Amount';
import { Section } from '../components/Screen';
import { useOpen } from '../platform';
import { routes } from '../routes';
import { performance as say } from '../text/performance';
import { Metric, Percent } from './Metric';
import classes from './Performance.module.css';
import { usePerformanceView } from './use-performance';

export const EquitySection = ({ equity, currency }: { equity: EquityPerformance; currency: string }) => (
  <Section title={say.equity} aside={<span className={classes.dim}>{say.equityNote}</span>}>
    {equity.state === 'known' ? <Known metrics={equity.metrics} currency={currency} /> : <NotKnown equity={equity} />}
  </Section>
);

function Known({ metrics, currency }: { metrics: EquityMetrics; currency: string }) {
  const { days, from, to, maxDrawdown } = metrics;
  const over = say.of.days(days, from, to);
  const { partPeak, partTrough } = maxDrawdown;
  const ratios = ['sharpe', 'sortino', 'calmar'] as const;
  return (
    <dl className={classes.metrics}>
      <Metric name="totalReturn" over={over}>
        <Percent rate={metrics.totalReturn} because={say.unknown.tooFewDays} />
      </Metric>
      <Metric
        name="maxDrawdown"
        over={partPeak === null || partTrough === null ? say.unknown.noFall : say.of.fall(partPeak, partTrough)}
      >
        <Percent rate={maxDrawdown.part} because={say.unknown.noFall} />{' '}
        <span className={classes.dim}>
          <Amount value={maxDrawdown.amount} currency={currency} showCurrency />
        </span>
      </Metric>
      <Metric name="cagr" over={over}>
        <Percent rate={metrics.cagr} because={say.unknown.tooFewDays} />
      </Metric>
      {ratios.map((name) => (
        <Metric key={name} name={name} over={over}>
          <Amount
            value={metrics[name]}
            decimals={2}
            unknownBecause={name === 'calmar' ? say.unknown.noFall : say.unknown.tooFewDays}
          />
        </Metric>
      ))}
    </dl>
  );
}

/** Accounts named before the others are counted. */
const namedAtMost = 3;

function namesOf(labels: readonly string[]): string {
  const more = labels.length - namedAtMost;
  const named = labels.slice(0, namedAtMost).join(', ');
  return more > 0 ? say.accountsMore(named, more) : named;
}

function NotKnown({ equity }: { equity: Extract<EquityPerformance, { state: 'unknown' }> }) {
  const open = useOpen();
  const [, change] = usePerformanceView();
  const { why, days, recordedSince, accountLabels } = equity;
  const sentence = why === 'flows-unknown' ? say.equityUnknown[why](namesOf(accountLabels)) : say.equityUnknown[why]();
  return (
    <div className={classes.notKnown}>
      <p>{sentence}</p>
      <p className={classes.dim}>{recordedSince === null ? say.notRecorded : say.recorded(recordedSince, days)}</p>
      {why === 'narrowed' ? (
        <Button size="compact-xs" variant="default" onClick={() => change({ symbolId: null, side: null })}>
          {say.clearNarrowing}
        </Button>
      ) : (
        <Button size="compact-xs" variant="default" onClick={() => open(routes.accounts)}>
          {say.toAccounts}
        </Button>
      )}
    </div>
  );
}
