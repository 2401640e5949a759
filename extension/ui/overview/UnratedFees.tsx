/** Why fees are outside PnL: the coins without a rate, each with its reason, and one action; or how far the lookup is. */
import { Button } from '@mantine/core';
import { useState } from 'react';
import { exchangeInfos } from '../../../shared/exchanges/ids';
import type { Failure } from '../../../shared/reasons';
import type { UnratedFees as Unrated } from '../../engine/api/rates';
import { FailureNotice, failureSentence } from '../components/FailureNotice';
import { useTask } from '../components/use-task';
import { useEngine, useEngineQuery } from '../engine';
import { text } from '../text';
import classes from './Overview.module.css';

const say = text.rates;

export function UnratedFees() {
  const engine = useEngine();
  const task = useTask();
  const [failure, setFailure] = useState<Failure | null>(null);
  const { data: view, refetch } = useEngineQuery(['fee-rates'], (asked) => asked.feeRates());
  if (view === undefined) return null;
  const { unrated, progress } = view;
  const retry = () =>
    task.run(async () => {
      const started = await engine.retryFeeRates();
      setFailure(started.ok ? null : started.error);
      await refetch();
    });
  if (progress !== null)
    return (
      <p role="status" className={classes.note}>
        {say.lookingUp(progress.found, progress.total)}
      </p>
    );
  if (unrated.length === 0) return null;
  return (
    <div className={classes.note}>
      <ul>
        {unrated.map((one) => (
          <Reason key={`${one.exchange} ${one.coin} ${one.quote}`} of={one} />
        ))}
      </ul>
      <Button variant="default" size="compact-xs" mih={24} loading={task.running} onClick={retry}>
        {say.retry}
      </Button>
      {failure === null ? null : <FailureNotice failure={failure} accountId={null} exchange={null} variant="compact" />}
    </div>
  );
}

const Reason = ({ of: { exchange, coin, quote, minutes, failure } }: { of: Unrated }) => (
  <li>
    {exchangeInfos[exchange].name}, {coin} {text.overview.ofQuote(quote)} {say.minutes(minutes)}:{' '}
    {failureSentence(failure, exchange)}
  </li>
);
