/** What the list of fills is narrowed by, besides the account of the top bar. */
import { Button, NativeSelect } from '@mantine/core';
import type { FillsPage } from '../../engine/api/fills';
import { DayRange } from '../components/DayRange';
import { text } from '../text';
import classes from './Fills.module.css';
import { type FillsView, isFiltered, unfiltered } from './use-fills';

const say = text.fills;

export interface FillFiltersProps {
  readonly view: FillsView;
  readonly change: (change: Partial<FillsView>) => void;
  readonly symbols: FillsPage['symbols'];
}

export function FillFilters({ view, change, symbols }: FillFiltersProps) {
  return (
    <search className={classes.filters} aria-label={say.filters}>
      <SymbolSelect view={view} change={change} symbols={symbols} />
      <NativeSelect
        size="xs"
        aria-label={say.side}
        data={[{ value: '', label: say.bothSides }, ...optionsOf(say.sidesOf)]}
        value={view.side ?? ''}
        onChange={({ currentTarget: { value } }) =>
          change({ side: value === 'buy' || value === 'sell' ? value : null })
        }
      />
      <NativeSelect
        size="xs"
        aria-label={say.liquidity}
        data={[{ value: '', label: say.allLiquidity }, ...optionsOf(say.liquidityOf)]}
        value={view.liquidity ?? ''}
        onChange={({ currentTarget: { value } }) =>
          change({ liquidity: value === 'maker' || value === 'taker' || value === 'unknown' ? value : null })
        }
      />
      <DayRange
        from={view.from}
        to={view.to}
        label={say.from}
        fromLabel={say.fromLabel}
        toLabel={say.toLabel}
        onFrom={(from) => change({ from })}
        onTo={(to) => change({ to })}
      />
      {isFiltered(view) ? (
        <Button size="xs" variant="default" onClick={() => change(unfiltered(view.accountId))}>
          {say.clearFilters}
        </Button>
      ) : null}
    </search>
  );
}

const optionsOf = (labels: Readonly<Record<string, string>>) =>
  Object.entries(labels).map(([value, label]) => ({ value, label }));

function SymbolSelect({ view, change, symbols }: FillFiltersProps) {
  const elsewhere = view.symbolId !== null && !symbols.some(({ id }) => id === view.symbolId);
  return (
    <NativeSelect
      size="xs"
      aria-label={say.symbol}
      data={[
        { value: '', label: say.allSymbols },
        ...symbols.map(({ id, symbol }) => ({ value: id, label: symbol })),
        ...(elsewhere ? [{ value: view.symbolId ?? '', label: say.symbolElsewhere }] : []),
      ]}
      value={view.symbolId ?? ''}
      onChange={({ currentTarget: { value } }) => change({ symbolId: value === '' ? null : value })}
    />
  );
}
