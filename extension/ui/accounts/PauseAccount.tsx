/** Asks before an account is paused: says what stands still, and what an exchange that forgets would lose meanwhile. */

import { Button, Group, Modal, Stack } from '@mantine/core';
import { useState } from 'react';
import { exchangeInfos } from '../../../shared/exchanges/ids';
import type { Failure } from '../../../shared/reasons';
import { dayMs } from '../../../shared/utc-day';
import type { AccountView } from '../../engine/api/account-view';
import { Callout } from '../components/Callout';
import { Refusal } from '../components/Refusal';
import { fullTimeText } from '../components/time-format';
import { useTask } from '../components/use-task';
import { useEngine } from '../engine';
import { text } from '../text';

const says = text.care;

export interface PauseAccountProps {
  readonly account: AccountView;
  readonly opened: boolean;
  readonly onClose: () => void;
}

export function PauseAccount({ account, opened, onClose }: PauseAccountProps) {
  return (
    <Modal
      opened={opened}
      onClose={onClose}
      title={says.pauseTitle(account.label)}
      closeButtonProps={{ 'aria-label': text.common.close }}
    >
      <PauseForm account={account} onClose={onClose} />
    </Modal>
  );
}

function PauseForm({ account, onClose }: Omit<PauseAccountProps, 'opened'>) {
  const engine = useEngine();
  const task = useTask();
  const [failure, setFailure] = useState<Failure | null>(null);
  const pause = () =>
    task.run(async () => {
      const paused = await engine.pauseAccount(account.id);
      setFailure(paused.ok ? null : paused.error);
      if (paused.ok) onClose();
    });
  return (
    <Stack gap="sm">
      <span>{says.pauseWhat(account.exchangeName)}</span>
      <span>{says.pauseTotals}</span>
      <LookBackWarning account={account} />
      <Refusal failure={failure} account={account} onClose={() => setFailure(null)} />
      <Group mt="xs" justify="flex-end">
        <Button variant="default" onClick={onClose}>
          {text.common.cancel}
        </Button>
        <Button onClick={pause} loading={task.running} data-autofocus>
          {says.pause}
        </Button>
      </Group>
    </Stack>
  );
}

function LookBackWarning({ account: { exchange, exchangeName, lookBack } }: { account: AccountView }) {
  const { lookBackMs } = exchangeInfos[exchange];
  if (lookBackMs === null) return null;
  const deadlineAt = lookBack?.deadlineAt ?? null;
  return (
    <Callout tone="warning" title={says.pauseLookBack(exchangeName, Math.floor(lookBackMs / dayMs))}>
      <p>{deadlineAt === null ? says.pauseLookBackUnread : says.pauseLookBackUntil(fullTimeText(deadlineAt))}</p>
    </Callout>
  );
}
