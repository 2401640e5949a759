/** One metric: its name, which opens to its definition by pointer, touch or keyboard, its value, and what it is over. */
import { Tooltip, UnstyledButton } from '@mantine/core';
import type { ReactNode } from 'react';
import type { DecimalString } from '../../../shared/money/decimal';
import { Unknown } from '../components/Amount';
import { percentText } from '../components/amount-format';
import { performance as say } from '../text/performance';
import classes from './Performance.module.css';

export type MetricName = keyof typeof say.metric;

export interface MetricProps {
  readonly name: MetricName;
  /** What it is over: "110 of 200 trades". */
  readonly over: string;
  readonly children: ReactNode;
}

export function Metric({ name: id, over, children }: MetricProps) {
  const { name, means } = say.metric[id];
  return (
    <div className={classes.metric}>
      <dt>
        <Tooltip
          label={say.aboutOver(means, over)}
          multiline
          w={280}
          withArrow
          withinPortal={false} // beside its name, within the screen's landmark
          events={{ hover: true, focus: true, touch: true }}
        >
          <UnstyledButton className={classes.metricName ?? ''} aria-label={say.about(name)}>
            {name}
          </UnstyledButton>
        </Tooltip>
      </dt>
      <dd>
        {children}
        <span className={classes.over}>{over}</span>
      </dd>
    </div>
  );
}

/** A fraction of 1 in percent, exact in its tooltip; unknown with its reason where it is null. */
export const Percent = ({ rate, because }: { rate: DecimalString | null; because: string }) =>
  rate === null ? (
    <Unknown because={because} />
  ) : (
    <span className={classes.figure} title={rate} data-exact={rate}>
      {percentText(rate)} %
    </span>
  );
