/** What counts as a trade, and which of them are looked at besides account and period. */
import { Button, NativeSelect, SegmentedControl } from '@mantine/core';
import { exchangeInfos } from '../../../shared/exchanges/ids';
import type { PerformancePage } from '../../engine/api/performance';
import { performance as say } from '../text/performance';
import classes from './Performance.module.css';
import { type ChangeView, isNarrowed, type PerformanceView } from './use-performance';

interface FilterProps {
  readonly view: PerformanceView;
  readonly change: ChangeView;
}

/** Closings or round trips, beside the title. */
export const BasisSwitch = ({ view, change }: FilterProps) => (
  <SegmentedControl
    size="xs"
    aria-label={say.basisLabel}
    title={say.basisTitles[view.basis]}
    data={(['closings', 'trips'] as const).map((value) => ({ value, label: say.bases[value] }))}
    value={view.basis}
    onChange={(basis) => change({ basis: basis === 'trips' ? 'trips' : 'closings' })}
  />
);

interface Choice {
  readonly value: string;
  readonly label: string;
}

/** A chosen id that nothing is there for any more stays chosen, under a name of its own. */
function optionsOf(all: string, choices: readonly Choice[], chosen: string | null, elsewhere: string): Choice[] {
  const missing = chosen !== null && !choices.some(({ value }) => value === chosen);
  return [{ value: '', label: all }, ...choices, ...(missing ? [{ value: chosen, label: elsewhere }] : [])];
}

/** `page` undefined before the first answer: there is nothing to choose from yet. */
export function PerformanceFilters({ view, change, page }: FilterProps & { page: PerformancePage | undefined }) {
  const exchanges =
    page?.exchanges.map(({ id, exchange }) => ({ value: id, label: exchangeInfos[exchange].name })) ?? [];
  const symbols = page?.symbols.map(({ id, symbol }) => ({ value: id, label: symbol })) ?? [];
  const idOf = (value: string): string | null => (value === '' ? null : value);
  return (
    <search className={classes.row} aria-label={say.filters}>
      <NativeSelect
        size="xs"
        aria-label={say.exchange}
        data={optionsOf(say.allExchanges, exchanges, view.exchangeId, say.exchangeElsewhere)}
        value={view.exchangeId ?? ''}
        onChange={({ currentTarget: { value } }) => change({ exchangeId: idOf(value) })}
      />
      <NativeSelect
        size="xs"
        aria-label={say.symbol}
        data={optionsOf(say.allSymbols, symbols, view.symbolId, say.symbolElsewhere)}
        value={view.symbolId ?? ''}
        onChange={({ currentTarget: { value } }) => change({ symbolId: idOf(value) })}
      />
      <NativeSelect
        size="xs"
        aria-label={say.side}
        data={[
          { value: '', label: say.bothSides },
          { value: 'long', label: say.sides.long },
          { value: 'short', label: say.sides.short },
        ]}
        value={view.side ?? ''}
        onChange={({ currentTarget: { value } }) =>
          change({ side: value === 'long' || value === 'short' ? value : null })
        }
      />
      {isNarrowed(view) ? (
        <Button size="xs" variant="default" onClick={() => change({ exchangeId: null, symbolId: null, side: null })}>
          {say.clear}
        </Button>
      ) : null}
    </search>
  );
}
