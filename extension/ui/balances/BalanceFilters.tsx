/** How the table of balances is narrowed: by a part of an asset's name, by size, and grouped. */
import { Checkbox, SegmentedControl, TextInput, UnstyledButton } from '@mantine/core';
import { text } from '../text';
import classes from './Balances.module.css';
import type { Grouping } from './balance-lines';
import type { SmallFilter } from './use-balances-view';

export interface BalanceFiltersProps {
  readonly grouping: Grouping;
  readonly setGrouping: (grouping: string) => void;
  readonly search: string;
  readonly setSearch: (search: string) => void;
  readonly small: SmallFilter;
  readonly currency: string;
}

export function BalanceFilters({ grouping, setGrouping, search, setSearch, small, currency }: BalanceFiltersProps) {
  const { groups } = text.balances;
  return (
    <div className={classes.filters}>
      <TextInput
        size="xs"
        className={classes.search ?? ''}
        type="search"
        autoComplete="off"
        aria-label={text.balances.search}
        placeholder={text.balances.search}
        value={search}
        onChange={(event) => setSearch(event.currentTarget.value)}
      />
      <SegmentedControl
        size="xs"
        aria-label={text.balances.groupLabel}
        data={(['asset', 'account', 'none'] as const).map((value) => ({ value, label: groups[value] }))}
        value={grouping}
        onChange={setGrouping}
      />
      <div className={classes.small} title={text.balances.hideSmallTitle}>
        <Checkbox
          size="xs"
          label={text.balances.hideSmall}
          checked={small.hide}
          onChange={(event) => small.setHide(event.currentTarget.checked)}
        />
        <TextInput
          size="xs"
          className={classes.limit ?? ''}
          inputMode="decimal"
          autoComplete="off"
          aria-label={text.balances.limitLabel(currency)}
          value={small.typed}
          error={small.limit === null ? text.balances.limitInvalid : undefined}
          onChange={(event) => small.type(event.currentTarget.value)}
        />
        <span className={classes.dim}>{currency}</span>
      </div>
    </div>
  );
}

interface OutcomeProps {
  readonly shown: string;
  readonly hidden: number;
  readonly hiddenText: string;
  readonly limit: string;
  readonly currency: string;
  readonly onShow: () => void;
}

/** How many rows stand below and how many are left out as small, with the way to see them. */
export function Outcome({ shown, hidden, hiddenText, limit, currency, onShow }: OutcomeProps) {
  return (
    <div className={classes.outcome}>
      <span role="status">
        {text.balances.rowCount(shown)}
        {hidden === 0 ? '' : ` · ${text.balances.hiddenRows(hiddenText, limit, currency)}`}
      </span>
      {hidden === 0 ? null : (
        <UnstyledButton className={classes.show ?? ''} onClick={onShow}>
          {text.balances.showHidden}
        </UnstyledButton>
      )}
    </div>
  );
}
