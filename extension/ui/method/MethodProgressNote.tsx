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

interface NoteProps {
  readonly className: string | undefined;
  /** Only what concerns this account is said to have failed; all without it. */
  readonly accountId?: string;
}

export function MethodProgressNote({ className, accountId }: NoteProps) {
  const view = useEngineQuery(['methods'], (engine) => engine.methods(), { optional: true }).data;
  const progress = view?.progress ?? null;
  const failed = (view?.failed ?? []).filter((one) => accountId === undefined || one.accountId === accountId);
  return (
    <>
      <p role="status" className={className} hidden={progress === null}>
        {progress === null ? '' : says.progress(progress.done, progress.total)}
      </p>
      {failed.length === 0 || progress !== null ? null : <Failed failed={failed} className={className} />}
    </>
  );
}

function Failed({ failed, className }: { failed: MethodsView['failed']; className: string | undefined }) {
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
      <span>{says.failed(names.join(', '), [...new Set(failed.map(({ code }) => code))].join(', '))}</span>
      <Button variant="default" size="compact-xs" mih={24} loading={task.running} onClick={retry}>
        {says.retry}
      </Button>
      {failure === null ? null : <FailureNotice failure={failure} accountId={null} exchange={null} variant="compact" />}
    </Stack>
  );
}
