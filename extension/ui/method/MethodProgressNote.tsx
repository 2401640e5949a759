/**
 * How far PnL has been computed by a method that was chosen just now, and accounts of which it could not be; nothing where it is
 * all done.
 */
import { Button, Stack } from '@mantine/core';
import { useState } from 'react';
import type { Failure } from '../../../shared/reasons';
import type { MethodsView } from '../../engine/api/method';
import { FailureNotice } from '../components/FailureNotice';
import { useTask } from '../components/use-task';
import { useEngine, useEngineQuery } from '../engine';
import { method as says } from '../text/method';
import { pooling } from '../text/pooling';

interface NoteProps {
  readonly className: string | undefined;
  /** Only what concerns this account is said to have failed; all without it. */
  readonly accountId?: string;
}

export function MethodProgressNote({ className, accountId }: NoteProps) {
  const view = useEngineQuery(['methods'], (engine) => engine.methods(), { optional: true }).data;
  const progress = view?.progress ?? null;
  const poolsFailed = view?.poolsFailed ?? null;
  const failed = (view?.failed ?? []).filter((one) => accountId === undefined || one.accountId === accountId);
  return (
    <>
      <p role="status" className={className} hidden={progress === null}>
        {progress === null ? '' : says.progress(progress.done, progress.total)}
      </p>
      {failed.length === 0 || progress !== null ? null : (
        <Failed sentence={(names) => says.failed(names, codesOf(failed))} failed={failed} className={className} />
      )}
      {poolsFailed === null || progress !== null ? null : (
        <Failed sentence={() => pooling.failed(poolsFailed)} failed={[]} className={className} />
      )}
    </>
  );
}

const codesOf = (failed: MethodsView['failed']): string => [...new Set(failed.map(({ code }) => code))].join(', ');

interface FailedProps {
  readonly failed: MethodsView['failed'];
  readonly sentence: (names: string) => string;
  readonly className: string | undefined;
}

function Failed({ failed, sentence, className }: FailedProps) {
  const engine = useEngine();
  const task = useTask();
  const [failure, setFailure] = useState<Failure | null>(null);
  const { refetch } = useEngineQuery(['methods'], (asked) => asked.methods(), { optional: true });
  const accounts = useEngineQuery(['accounts'], (asked) => asked.accounts(), { optional: true }).data ?? [];
  const names = failed.map(({ accountId }) => accounts.find(({ id }) => id === accountId)?.label ?? says.anAccount);
  const retry = () =>
    task.run(async () => {
      const begun = await engine.retryMethods();
      setFailure(begun.ok ? null : begun.error);
      await refetch();
    });
  return (
    <Stack className={className ?? ''} role="alert" gap={6} mb={8} align="flex-start">
      <span>{sentence(names.join(', '))}</span>
      <Button variant="default" size="compact-xs" mih={24} loading={task.running} onClick={retry}>
        {says.retry}
      </Button>
      {failure === null ? null : <FailureNotice failure={failure} accountId={null} exchange={null} variant="compact" />}
    </Stack>
  );
}
