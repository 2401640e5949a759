/** Removes an account: its key always, its history only if the trader chooses so. Its label is typed to confirm. */
import { Radio, Stack } from '@mantine/core';
import { useState } from 'react';
import type { Failure } from '../../../shared/reasons';
import type { AccountView } from '../../engine/api';
import { ConfirmDialog } from '../components/ConfirmDialog';
import { FailureNotice } from '../components/FailureNotice';
import { useEngine } from '../engine';
import { navigateHash } from '../hash-location';
import { routes } from '../routes';
import { text } from '../text';

const says = text.accounts;

export interface RemoveAccountProps {
  readonly account: AccountView;
  readonly opened: boolean;
  readonly onClose: () => void;
}

export function RemoveAccount({ account, opened, onClose }: RemoveAccountProps) {
  const engine = useEngine();
  const [history, setHistory] = useState<'keep' | 'erase'>('keep');
  const [failure, setFailure] = useState<Failure | null>(null);
  const remove = async () => {
    const removed = await engine.removeAccount(account.id, history);
    if (!removed.ok) return setFailure(removed.error);
    onClose();
    navigateHash(routes.accounts, { replace: true });
  };
  return (
    <ConfirmDialog
      opened={opened}
      title={says.removeTitle(account.label)}
      word={account.label}
      confirmLabel={says.remove}
      onConfirm={remove}
      onClose={onClose}
    >
      <p style={{ marginTop: 0 }}>{says.removeWhat}</p>
      <Radio.Group
        label={says.removeHistory}
        value={history}
        onChange={(value) => setHistory(value === 'erase' ? 'erase' : 'keep')}
      >
        <Stack gap={6} mt={6}>
          <Radio value="keep" label={says.removeKeep} />
          <Radio value="erase" label={says.removeErase} />
        </Stack>
      </Radio.Group>
      {failure === null ? null : (
        <FailureNotice
          failure={failure}
          accountId={account.id}
          exchange={account.exchange}
          action={{ label: text.common.close, run: () => setFailure(null) }}
        />
      )}
    </ConfirmDialog>
  );
}
