/** Return and risk by daily equity, or why they are not known and what to do about it. */
import { Button, Group } from '@mantine/core';
import type { EquityMetrics, EquityPerformance } from '../../engine/api/performance';
import { Amount } from '../components/Amount';
import { Section } from '../components/Screen';
import { useOpen } from '../platform';
import { routes } from '../routes';
import { performance as say } from '../text/performance';
import { Metric, Percent } from './Metric';
import classes from './Performance.module.css';
import type { Period } from './periods';
import { usePerformanceView } from './use-performance';

interface EquitySectionProps {
  readonly equity: EquityPerformance;
  readonly currency: string;
  /** The one that it is of. */
  readonly period: Period;
}

export const EquitySection = ({ equity, currency, period }: EquitySectionProps) => (
  <Section title={say.equity} aside={<span className={classes.dim}>{say.equityNote}</span>}>
    {equity.state === 'known' ? (
      <Known metrics={equity.metrics} currency={currency} />
    ) : (
      <NotKnown equity={equity} period={period} />
    )}
  </Section>
);

const fallOf = (peak: string | null, trough: string | null): string =>
  peak === null || trough === null ? say.unknown.noFall : say.of.fall(peak, trough);

function Known({ metrics, currency }: { metrics: EquityMetrics; currency: string }) {
  const { days, from, to, maxDrawdown } = metrics;
  const over = say.of.days(days, from, to);
  const ratios = ['sharpe', 'sortino'] as const;
  const noGrowth = metrics.totalReturn?.startsWith('-') ? say.unknown.endedBelowZero : say.unknown.tooMuchGrowth;
  return (
    <dl className={classes.metrics}>
      <Metric name="totalReturn" over={over}>
        <Percent rate={metrics.totalReturn} because={say.unknown.tooFewDays} />
      </Metric>
      <Metric name="maxDrawdown" over={fallOf(maxDrawdown.partPeak, maxDrawdown.partTrough)}>
        <Percent rate={maxDrawdown.part} because={say.unknown.noFall} />
      </Metric>
      <Metric name="maxDrawdownAmount" over={fallOf(maxDrawdown.amountPeak, maxDrawdown.amountTrough)}>
        <Amount value={maxDrawdown.amount} currency={currency} showCurrency />
      </Metric>
      <Metric name="cagr" over={over}>
        <Percent rate={metrics.cagr} because={noGrowth} />
      </Metric>
      {ratios.map((name) => (
        <Metric key={name} name={name} over={over}>
          <Amount value={metrics[name]} decimals={2} unknownBecause={say.unknown.tooFewDays} />
        </Metric>
      ))}
      <Metric name="calmar" over={over}>
        <Amount
          value={metrics.calmar}
          decimals={2}
          unknownBecause={maxDrawdown.partPeak === null ? say.unknown.noFall : noGrowth}
        />
      </Metric>
    </dl>
  );
}

/** Accounts named before the others are counted. */
const namedAtMost = 3;

type Unknown = Extract<EquityPerformance, { state: 'unknown' }>;

function namesOf(accounts: Unknown['accounts']): string {
  const more = accounts.length - namedAtMost;
  const named = accounts
    .slice(0, namedAtMost)
    .map(({ label }) => label)
    .join(', ');
  return more > 0 ? say.accountsMore(named, more) : named;
}

function NotKnown({ equity, period }: { equity: Unknown; period: Period }) {
  const { why, days, recordedSince, accounts } = equity;
  const sentence = why === 'flows-unknown' ? say.equityUnknown[why](namesOf(accounts)) : say.equityUnknown[why]();
  return (
    <div className={classes.notKnown}>
      <p>{sentence}</p>
      <p className={classes.dim}>{recordedSince === null ? say.notRecorded : say.recorded(recordedSince, days)}</p>
      <Actions equity={equity} period={period} />
    </div>
  );
}

/** What can be done about it; nothing where only days that come can. */
function Actions({ equity: { why, recordedSince, accounts }, period }: { equity: Unknown; period: Period }) {
  const open = useOpen();
  const [, change] = usePerformanceView();
  if (why === 'flows-unknown')
    return (
      <Group gap={6}>
        {accounts.slice(0, namedAtMost).map(({ id, label }) => (
          <Action key={id} does={() => open(routes.account(id))}>
            {say.toAccount(label)}
          </Action>
        ))}
      </Group>
    );
  if (why === 'narrowed')
    return <Action does={() => change({ symbolId: null, side: null })}>{say.clearNarrowing}</Action>;
  if (period === 'all' || recordedSince === null) return null;
  return <Action does={() => change({ period: 'all' })}>{say.showAllTime}</Action>;
}

const Action = ({ does, children }: { does: () => void; children: string }) => (
  <Button size="compact-xs" variant="default" onClick={does}>
    {children}
  </Button>
);
