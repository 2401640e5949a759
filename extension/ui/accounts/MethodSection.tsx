/** By which method the PnL of an account is computed: the vault's, or one of its own. */
import { NativeSelect } from '@mantine/core';
import { useId, useState } from 'react';
import { type LotMethod, lotMethods } from '../../../shared/ledger/lot-order';
import type { Failure } from '../../../shared/reasons';
import type { AccountView } from '../../engine/api/account-view';
import type { MethodsView } from '../../engine/api/method';
import { FailureNotice } from '../components/FailureNotice';
import { Section } from '../components/Screen';
import { Skeletons } from '../components/Skeletons';
import { useTask } from '../components/use-task';
import { useEngine, useEngineQuery } from '../engine';
import { MethodProgressNote } from '../method/MethodProgressNote';
import { text } from '../text';
import { method as says } from '../text/method';
import { pooling } from '../text/pooling';
import classes from './DustSection.module.css';

export function MethodSection({ account }: { account: AccountView }) {
  const { data: view } = useEngineQuery(['methods'], (engine) => engine.methods());
  const chosen = view?.accounts.find(({ accountId }) => accountId === account.id);
  return (
    <Section title={says.title}>
      <div className={classes.dust}>
        <p className={classes.note}>{says.ofAccountHint}</p>
        {view?.poolsInUse === true ? <p className={classes.note}>{pooling.accountMethod}</p> : null}
        {view === undefined || chosen === undefined ? (
          <Skeletons lines={2} />
        ) : (
          <Choice account={account} vault={view.vault} isComing={view.progress !== null} {...chosen} />
        )}
        <MethodProgressNote className={classes.note} accountId={account.id} />
      </div>
    </Section>
  );
}

interface ChoiceProps extends Pick<MethodsView, 'vault'>, Omit<MethodsChoice, 'accountId'> {
  readonly account: AccountView;
  /** Figures are being computed. */
  readonly isComing: boolean;
}

type MethodsChoice = MethodsView['accounts'][number];

const asVault = 'vault';

function Choice({ account, vault, isComing, own, inUse }: ChoiceProps) {
  const id = useId();
  const { choose, failure, saved, busy } = useChoice(account.id);
  const wanted = own ?? vault;
  return (
    <>
      <NativeSelect
        id={id}
        label={says.ofAccount}
        description={says.sentences[wanted]}
        maw={320}
        disabled={busy}
        value={own ?? asVault}
        data={[
          { value: asVault, label: says.asVault(says.names[vault]) },
          ...lotMethods.map((value) => ({ value, label: says.names[value] })),
        ]}
        onChange={({ currentTarget: { value } }) => choose(lotMethods.find((method) => method === value) ?? null)}
      />
      {inUse === wanted || !isComing ? null : (
        <p className={classes.note}>{says.still(text.common.methods([inUse]))}</p>
      )}
      {failure === null ? null : (
        <FailureNotice failure={failure} accountId={account.id} exchange={account.exchange} variant="compact" />
      )}
      <p role="status" className={classes.done}>
        {failure !== null ? says.notSaved : saved ? says.saved : ''}
      </p>
    </>
  );
}

/** Storing the choice, and what came of it. */
function useChoice(accountId: string) {
  const engine = useEngine();
  const task = useTask();
  const { refetch } = useEngineQuery(['methods'], (asked) => asked.methods());
  const [failure, setFailure] = useState<Failure | null>(null);
  const [saved, setSaved] = useState(false);
  const choose = (method: LotMethod | null) =>
    task.run(async () => {
      setSaved(false);
      const stored = await engine.setAccountMethod(accountId, method);
      setFailure(stored.ok ? null : stored.error);
      setSaved(stored.ok);
      await refetch();
    });
  return { choose, failure, saved, busy: task.running };
}
