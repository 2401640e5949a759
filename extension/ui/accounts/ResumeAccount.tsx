/** Resumes a paused account; a refusal of the store is said beside the button. */
import { Button } from '@mantine/core';
import { useState } from 'react';
import type { Failure } from '../../../shared/reasons';
import type { AccountView } from '../../engine/api/account-view';
import { Refusal } from '../components/Refusal';
import { useTask } from '../components/use-task';
import { useEngine } from '../engine';
import { text } from '../text';

export function ResumeAccount({ account }: { account: AccountView }) {
  const engine = useEngine();
  const task = useTask();
  const [failure, setFailure] = useState<Failure | null>(null);
  const resume = () =>
    task.run(async () => {
      const resumed = await engine.resumeAccount(account.id);
      setFailure(resumed.ok ? null : resumed.error);
    });
  return (
    <>
      <Button size="compact-sm" mt={4} onClick={resume} loading={task.running}>
        {text.care.resume}
      </Button>
      <Refusal failure={failure} account={account} onClose={() => setFailure(null)} />
    </>
  );
}
