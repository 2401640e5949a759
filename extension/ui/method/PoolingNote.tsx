/**
 * Where books are by coin: coins that no figure is known of, since a price of their quotes is not, with the action to look it up; and
 * coins whose rows are of several accounts, where those of one were asked for, with the way to the choice. Nothing where there is neither.
 */
import { Anchor, Button, Stack, Text } from '@mantine/core';
import { useState } from 'react';
import { Link } from 'wouter';
import type { Failure } from '../../../shared/reasons';
import type { Pooling } from '../../engine/api/pools';
import { FailureNotice } from '../components/FailureNotice';
import { useTask } from '../components/use-task';
import { useEngine, useEngineQuery } from '../engine';
import { routes } from '../routes';
import { text } from '../text';
import { pooling as says } from '../text/pooling';

interface NoteProps {
  readonly pooling: Pooling | null;
  readonly className: string | undefined;
  /** Coins whose rows are of several accounts. */
  readonly shared?: readonly string[];
}

export function PoolingNote({ pooling, className, shared = [] }: NoteProps) {
  if (pooling === null || (pooling.unpriced.length === 0 && shared.length === 0)) return null;
  return (
    <Stack className={className ?? ''} gap={6} mb={8} align="flex-start">
      {pooling.unpriced.length === 0 ? null : <Unpriced pooling={pooling} />}
      {shared.length === 0 ? null : (
        <Text component="p" inherit m={0}>
          {says.shared(shared.join(', '))}{' '}
          <Anchor component={Link} href={routes.settings} underline="always" inherit>
            {says.change}
          </Anchor>
        </Text>
      )}
    </Stack>
  );
}

function Unpriced({ pooling: { currency, unpriced } }: { pooling: Pooling }) {
  const engine = useEngine();
  const task = useTask();
  const [failure, setFailure] = useState<Failure | null>(null);
  const { data: view, refetch } = useEngineQuery(['fee-rates'], (asked) => asked.feeRates(), { optional: true });
  const progress = view?.progress ?? null;
  const retry = () =>
    task.run(async () => {
      const begun = await engine.retryFeeRates();
      setFailure(begun.ok ? null : begun.error);
      await refetch();
    });
  return (
    <>
      {unpriced.map(({ base, quotes, fills }) => (
        <Text key={base} component="p" inherit m={0}>
          {says.unpriced(base, quotes.join(', '), currency, fills)}
        </Text>
      ))}
      {progress === null ? (
        <Button variant="default" size="compact-xs" mih={24} loading={task.running} onClick={retry}>
          {text.rates.retry}
        </Button>
      ) : (
        <Text component="p" inherit m={0} role="status">
          {says.lookingUp(progress.found, progress.total)}
        </Text>
      )}
      {failure === null ? null : <FailureNotice failure={failure} accountId={null} exchange={null} variant="compact" />}
    </>
  );
}
