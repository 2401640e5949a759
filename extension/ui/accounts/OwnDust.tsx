/** A dust value of the trader's own for one symbol: a market maker's inventory, say. */
import { Button, NativeSelect, TextInput } from '@mantine/core';
import { type FormEvent, useState } from 'react';
import type { DustRule } from '../../../shared/exchanges/account';
import { parseDecimal } from '../../../shared/money/decimal';
import type { DustView } from '../../engine/api/trades';
import { text } from '../text';
import classes from './DustSection.module.css';

const says = text.trades.dustRule;

export interface DustProps {
  readonly view: DustView;
  readonly busy: boolean;
  readonly onChange: (rule: DustRule) => void;
}

/** BTC/USDT is in BTC. */
export const baseOf = (symbol: string): string => symbol.split('/')[0] ?? symbol;

export function OwnDust({ view: { rule, symbols }, busy, onChange }: DustProps) {
  const [chosen, setChosen] = useState('');
  const [typed, setTyped] = useState('');
  const [wrong, setWrong] = useState(false);
  const [first] = symbols;
  if (first === undefined) return null;
  const symbol = symbols.some((one) => one.symbol === chosen) ? chosen : first.symbol;
  const set = (event: FormEvent) => {
    event.preventDefault();
    const quantity = parseDecimal(typed.trim());
    const valid = quantity.ok && !quantity.value.startsWith('-');
    setWrong(!valid);
    if (!valid) return;
    setTyped('');
    onChange({ ...rule, bySymbol: { ...rule.bySymbol, [symbol]: quantity.value } });
  };
  return (
    <form onSubmit={set} className={classes.own} noValidate>
      <NativeSelect
        label={says.ownSymbol}
        data={symbols.map((one) => one.symbol)}
        value={symbol}
        onChange={(event) => setChosen(event.currentTarget.value)}
      />
      <TextInput
        label={says.ownQuantity(baseOf(symbol))}
        value={typed}
        error={wrong ? says.ownWrong : null}
        inputMode="decimal"
        autoComplete="off"
        onChange={(event) => {
          setTyped(event.currentTarget.value);
          setWrong(false);
        }}
      />
      <Button type="submit" variant="default" loading={busy}>
        {says.set}
      </Button>
    </form>
  );
}
