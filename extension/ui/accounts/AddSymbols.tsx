/** Symbols that the trader names, in any spelling; the engine says which of them the exchange has. */
import { Button, CloseButton, TextInput } from '@mantine/core';
import { type FormEvent, useEffect, useRef, useState } from 'react';
import type { AddAccountError } from '../../engine/api/account-entry';
import type { AccountView } from '../../engine/api/account-view';
import type { SymbolCoverage } from '../../engine/api/accounts';
import { useTask } from '../components/use-task';
import { useEngine } from '../engine';
import { useHashSearch } from '../hash-location';
import { text } from '../text';
import { FormFailure } from './FormFailure';
import classes from './SymbolsSection.module.css';
import { mergeSymbols, parseSymbols, unmatchedSymbols } from './symbol-list';

const says = text.accounts;

export interface AddSymbolsProps {
  readonly account: AccountView;
  /** Null until it is known. */
  readonly coverage: readonly SymbolCoverage[] | null;
}

export function AddSymbols({ account, coverage }: AddSymbolsProps) {
  const engine = useEngine();
  const task = useTask();
  const field = useAskedFor();
  const [typed, setTyped] = useState('');
  const [error, setError] = useState<string | null>(null);
  const [problem, setProblem] = useState<AddAccountError | null>(null);
  const [done, setDone] = useState<string | null>(null);

  const store = (symbols: readonly string[], then: () => void) =>
    task.run(async () => {
      setDone(null);
      const stored = await engine.setUserSymbols(account.id, symbols);
      setProblem(stored.ok ? null : stored.error);
      if (stored.ok) then();
    });
  const add = (event?: FormEvent) => {
    event?.preventDefault();
    const merged = mergeSymbols(account.userSymbols, parseSymbols(typed));
    const added = merged.length - account.userSymbols.length;
    setError(typed.trim() === '' ? says.addSymbolsEmpty : added === 0 ? says.addSymbolsKnown : null);
    if (added === 0) return;
    store(merged, () => {
      setTyped('');
      setDone((account.pausedAt === null ? says.symbolsAdded : text.care.symbolsAddedPaused)(added));
    });
  };
  const refused = problem?.reason === 'field-invalid' ? refusedText(account, problem.names) : null;
  return (
    <form onSubmit={add} className={classes.add} noValidate>
      <div className={classes.addLine}>
        <TextInput
          ref={field}
          label={says.addSymbols}
          description={says.addSymbolsHint}
          value={typed}
          onChange={(event) => {
            setTyped(event.currentTarget.value);
            setError(null);
            setProblem(null);
          }}
          error={error ?? refused}
          autoComplete="off"
          spellCheck={false}
        />
        <Button type="submit" variant="default" loading={task.running}>
          {says.addSymbolsButton}
        </Button>
      </div>
      {problem === null || problem.reason === 'field-invalid' || problem.reason === 'label-taken' ? null : (
        <FormFailure failure={problem} exchange={account.exchange} onTestAgain={add} />
      )}
      <p role="status" className={classes.done}>
        {done}
      </p>
      <NamedSymbols
        symbols={account.userSymbols}
        unmatched={readThrough(account) && coverage !== null ? unmatchedSymbols(account.userSymbols, coverage) : []}
        busy={task.running}
        onRemove={(symbol) =>
          store(
            account.userSymbols.filter((other) => other !== symbol),
            () => setProblem(null),
          )
        }
      />
    </form>
  );
}

/** The field, focused where the way here was to complete the history (`?do=symbols`). */
function useAskedFor() {
  const field = useRef<HTMLInputElement>(null);
  const asked = new URLSearchParams(useHashSearch()).get('do') === 'symbols';
  useEffect(() => {
    if (asked) field.current?.focus();
  }, [asked]);
  return field;
}

const refusedText = ({ exchangeName }: AccountView, names: readonly string[] | undefined): string =>
  names === undefined ? says.symbolsRefused : says.symbolsNoMarket(exchangeName, names);

/** Only an import that came to its end has looked for every named symbol. */
const readThrough = ({ progress }: AccountView) =>
  progress.state === 'complete' || progress.state === 'complete-with-warnings';

interface NamedSymbolsProps {
  readonly symbols: readonly string[];
  /** Those of them that the exchange has no market for. */
  readonly unmatched: readonly string[];
  readonly busy: boolean;
  readonly onRemove: (symbol: string) => void;
}

function NamedSymbols({ symbols, unmatched, busy, onRemove }: NamedSymbolsProps) {
  if (symbols.length === 0) return null;
  return (
    <div className={classes.named}>
      <span>{says.namedByYou}</span>
      <ul>
        {symbols.map((symbol) => (
          <li key={symbol}>
            {symbol}
            {unmatched.includes(symbol) ? <span className={classes.unmatched}>{says.symbolUnmatched}</span> : null}
            <CloseButton
              size={24}
              aria-label={says.removeSymbol(symbol)}
              disabled={busy}
              onClick={() => onRemove(symbol)}
            />
          </li>
        ))}
      </ul>
    </div>
  );
}
