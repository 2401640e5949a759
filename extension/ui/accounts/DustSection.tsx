/** What round trips of an account may leave behind and still close: the rule, what it comes to, and the trader's own quantities. */
import { CloseButton, Radio } from '@mantine/core';
import { useState } from 'react';
import type { DustRule } from '../../../shared/exchanges/account';
import type { Failure } from '../../../shared/reasons';
import type { AccountView } from '../../engine/api/account-view';
import { Amount } from '../components/Amount';
import { FailureNotice } from '../components/FailureNotice';
import { Section } from '../components/Screen';
import { Skeletons } from '../components/Skeletons';
import { useTask } from '../components/use-task';
import { useEngine, useEngineQuery } from '../engine';
import { text } from '../text';
import classes from './DustSection.module.css';
import { baseOf, type DustProps, OwnDust } from './OwnDust';

const says = text.trades.dustRule;

/** More rows than anyone reads; the rest is counted. */
const shownRows = 50;

export function DustSection({ account }: { account: AccountView }) {
  const engine = useEngine();
  const task = useTask();
  const [failure, setFailure] = useState<Failure | null>(null);
  const [saved, setSaved] = useState(false);
  const { data: view, refetch } = useEngineQuery(['dust', account.id], (asked) => asked.dust(account.id));
  const save = (rule: DustRule) =>
    task.run(async () => {
      setSaved(false);
      const stored = await engine.setDust(account.id, rule);
      setFailure(stored.ok || stored.error.reason === 'dust-invalid' ? null : stored.error);
      setSaved(stored.ok);
      await refetch();
    });
  return (
    <Section title={says.title}>
      <div className={classes.dust}>
        <p className={classes.note}>{says.note}</p>
        {view === undefined || view === null ? (
          <Skeletons lines={3} />
        ) : (
          <>
            <Others view={view} busy={task.running} onChange={save} />
            <DustTable view={view} busy={task.running} onChange={save} />
            <OwnDust view={view} busy={task.running} onChange={save} />
          </>
        )}
        {failure === null ? null : (
          <FailureNotice failure={failure} accountId={account.id} exchange={account.exchange} variant="compact" />
        )}
        <p role="status" className={classes.done}>
          {task.running ? says.cutting : saved ? says.saved : ''}
        </p>
      </div>
    </Section>
  );
}

const Others = ({ view: { rule }, busy, onChange }: DustProps) => (
  <Radio.Group
    label={says.others}
    value={rule.others}
    onChange={(others) => onChange({ ...rule, others: others === 'none' ? 'none' : 'market' })}
  >
    <div className={classes.choices}>
      {(['market', 'none'] as const).map((choice) => (
        <Radio
          key={choice}
          value={choice}
          label={says.choices[choice].label}
          description={says.choices[choice].description}
          disabled={busy}
        />
      ))}
    </div>
  </Radio.Group>
);

function DustTable({ view: { rule, symbols }, busy, onChange }: DustProps) {
  if (symbols.length === 0) return <p className={classes.note}>{says.noSymbols}</p>;
  const remove = (symbol: string) => {
    const { [symbol]: _, ...bySymbol } = rule.bySymbol;
    onChange({ ...rule, bySymbol });
  };
  return (
    <div>
      <table className={classes.table}>
        <caption>{says.caption}</caption>
        <thead>
          <tr>
            <th scope="col">{text.trades.symbol}</th>
            <th scope="col" className={classes.number}>
              {says.value}
            </th>
            <th scope="col">{says.from}</th>
          </tr>
        </thead>
        <tbody>
          {symbols.slice(0, shownRows).map(({ symbol, quantity, from }) => (
            <tr key={symbol}>
              <th scope="row">{symbol}</th>
              <td className={classes.number}>
                <Amount value={quantity} currency={baseOf(symbol)} showCurrency />
              </td>
              <td>
                <span className={classes.from}>
                  {says.sources[from]}
                  {from === 'own' ? (
                    <CloseButton
                      size={24}
                      aria-label={says.remove(symbol)}
                      disabled={busy}
                      onClick={() => remove(symbol)}
                    />
                  ) : null}
                </span>
              </td>
            </tr>
          ))}
        </tbody>
      </table>
      {symbols.length > shownRows ? <p className={classes.note}>{says.more(symbols.length - shownRows)}</p> : null}
    </div>
  );
}
