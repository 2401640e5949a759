/**
 * Removes an account: its key always, its history only if the trader chooses so, and then its label is typed to confirm.
 * Of one that is kept for its history alone the history is all there is to remove.
 */
import { Radio, Stack } from '@mantine/core';
import { useState } from 'react';
import { exchangeInfos } from '../../../shared/exchanges/ids';
import type { Failure } from '../../../shared/reasons';
import { dayMs } from '../../../shared/utc-day';
import type { AccountView } from '../../engine/api/account-view';
import { ConfirmDialog } from '../components/ConfirmDialog';
import { Refusal } from '../components/Refusal';
import { dateText } from '../components/time-format';
import { useEngine } from '../engine';
import { navigateHash } from '../hash-location';
import { routes } from '../routes';
import { text } from '../text';

const says = text.accounts;
const { care } = text;

export interface RemoveAccountProps {
  readonly account: AccountView;
  readonly opened: boolean;
  readonly onClose: () => void;
}

export function RemoveAccount({ account, opened, onClose }: RemoveAccountProps) {
  const engine = useEngine();
  const kept = account.frozen !== null;
  const [chosen, setChosen] = useState<'keep' | 'erase'>('keep');
  const [failure, setFailure] = useState<Failure | null>(null);
  const history = kept ? 'erase' : chosen;
  const close = () => {
    setChosen('keep');
    setFailure(null);
    onClose();
  };
  const remove = async () => {
    const removed = await engine.removeAccount(account.id, history);
    if (!removed.ok) return setFailure(removed.error);
    close();
    navigateHash(routes.accounts, { replace: true });
  };
  return (
    <ConfirmDialog
      opened={opened}
      title={kept ? care.eraseTitle(account.label) : says.removeTitle(account.label)}
      confirmLabel={history === 'erase' ? care.erase : says.remove}
      onConfirm={remove}
      onClose={close}
      {...(history === 'erase' ? { word: account.label } : {})}
    >
      {kept ? null : (
        <Radio.Group
          label={says.removeHistory}
          value={chosen}
          onChange={(value) => setChosen(value === 'erase' ? 'erase' : 'keep')}
          mb="md"
        >
          <Stack gap={6} mt={6}>
            <Radio value="keep" label={says.removeKeep} data-autofocus />
            <Radio value="erase" label={says.removeErase} />
          </Stack>
        </Radio.Group>
      )}
      <WhatGoes account={account} history={history} />
      <Refusal failure={failure} account={account} onClose={() => setFailure(null)} />
    </ConfirmDialog>
  );
}

function WhatGoes({ account, history }: { account: AccountView; history: 'keep' | 'erase' }) {
  const { fillsStored, reachedFrom } = account.progress;
  const since = reachedFrom === null ? null : dateText(reachedFrom);
  const erased = [
    care.removeGoesCoverage,
    since === null ? care.removeGoesNoFills : care.removeGoesFills(fillsStored, since),
  ];
  const goes = [
    ...(account.maskedKey === null ? [] : [care.removeGoesKey(account.maskedKey)]),
    account.frozen === null ? care.removeGoesBalances : care.removeGoesLastBalances,
    ...(history === 'erase' ? erased : []),
  ];
  return (
    <>
      <p style={{ margin: 0 }}>{care.removeGoes}:</p>
      <ul style={{ margin: '4px 0 8px', paddingLeft: 20 }}>
        {goes.map((what) => (
          <li key={what}>{what}</li>
        ))}
      </ul>
      {history === 'keep' ? (
        <p style={{ margin: 0 }}>{since === null ? care.removeStaysNone : care.removeStays(fillsStored, since)}</p>
      ) : (
        <LostForGood account={account} />
      )}
    </>
  );
}

/** What could not be imported a second time. */
function LostForGood({ account: { exchange, exchangeName, frozen } }: { account: AccountView }) {
  const { lookBackMs } = exchangeInfos[exchange];
  if (frozen === 'closed') return <p style={{ margin: 0 }}>{care.eraseClosed(exchangeName)}</p>;
  if (lookBackMs === null) return null;
  return <p style={{ margin: 0 }}>{care.eraseLookBack(exchangeName, Math.floor(lookBackMs / dayMs))}</p>;
}
