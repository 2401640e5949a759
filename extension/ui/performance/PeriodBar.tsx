/** The period: a day, week, month or year of the calendar in UTC with the way to its neighbours, all time, or days of one's own. */
import { ActionIcon, SegmentedControl } from '@mantine/core';
import { IconChevronLeft, IconChevronRight } from '@tabler/icons-react';
import { DayRange } from '../components/DayRange';
import { text } from '../text';
import { performance as say } from '../text/performance';
import classes from './Performance.module.css';
import { isCalendar, isLatest, moved, type Period, periods, periodText, rangeOf } from './periods';
import type { ChangeView, PerformanceView } from './use-performance';

interface PeriodBarProps {
  readonly view: PerformanceView;
  readonly change: ChangeView;
  readonly nowMs: number;
}

const isPeriod = (value: string): value is Period => periods.some((period) => period === value);

export function PeriodBar({ view, change, nowMs }: PeriodBarProps) {
  return (
    <div className={classes.row}>
      <SegmentedControl
        size="xs"
        aria-label={say.periodLabel}
        data={periods.map((value) => ({ value, label: say.periods[value] }))}
        value={view.period}
        onChange={(value) => isPeriod(value) && change({ period: value, at: null })}
      />
      {view.period === 'custom' ? (
        <DayRange
          from={view.from}
          to={view.to}
          label={say.customFrom}
          fromLabel={say.fromLabel}
          toLabel={say.toLabel}
          onFrom={(from) => change({ from })}
          onTo={(to) => change({ to })}
        />
      ) : (
        <Neighbours view={view} change={change} nowMs={nowMs} />
      )}
    </div>
  );
}

function Neighbours({ view, change, nowMs }: PeriodBarProps) {
  const { period } = view;
  if (!isCalendar(period)) return null;
  const latest = isLatest(view, nowMs);
  const goTo = (by: 1 | -1) => change({ at: moved(view, by, nowMs) });
  return (
    <span className={classes.neighbours}>
      <ActionIcon aria-label={say.earlier[period]} title={say.earlier[period]} onClick={() => goTo(-1)}>
        <IconChevronLeft size={18} stroke={1.7} />
      </ActionIcon>
      <span className={classes.periodName} aria-live="polite">
        {periodText(period, rangeOf(view, nowMs).fromMs ?? nowMs)} {text.common.utc}
      </span>
      <ActionIcon
        aria-label={say.later[period]}
        title={say.later[period]}
        aria-disabled={latest}
        onClick={() => latest || goTo(1)}
      >
        <IconChevronRight size={18} stroke={1.7} />
      </ActionIcon>
    </span>
  );
}
