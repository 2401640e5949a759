/** Whether the account's history adds up to what its exchange reports, asset by asset; one opens to what moved it. */
import { Button } from '@mantine/core';
import { useState } from 'react';
import type { AccountView } from '../../engine/api/account-view';
import type { AccountReconciliation, FlowSourceView, ReconciledAsset } from '../../engine/api/reconciliation';
import { Age } from '../components/Age';
import { Amount } from '../components/Amount';
import { type Column, DataTable } from '../components/DataTable';
import { Section } from '../components/Screen';
import { Skeletons } from '../components/Skeletons';
import { fullTimeText } from '../components/time-format';
import { useTask } from '../components/use-task';
import { useEngine, useEngineQuery } from '../engine';
import { reconciliation as says } from '../text/reconciliation';
import { AccountFailure } from './AccountFailure';
import { ReconciledDetail } from './ReconciledDetail';
import classes from './ReconciliationSection.module.css';

export function ReconciliationSection({ account }: { account: AccountView }) {
  const view = useEngineQuery(['reconciliation', account.id], (engine) => engine.reconciliation(account.id)).data;
  const asked = account.frozen === null && account.pausedAt === null;
  return (
    <Section
      title={says.title}
      aside={asked ? <ReadFlows account={account} reading={view?.reading === true} /> : undefined}
    >
      <div className={classes.reconciliation}>
        {view === undefined ? <Skeletons lines={5} /> : <Reconciled account={account} view={view} />}
      </div>
    </Section>
  );
}

function ReadFlows({ account, reading }: { account: AccountView; reading: boolean }) {
  const engine = useEngine();
  const task = useTask();
  const busy = task.running || reading;
  return (
    <Button
      variant="default"
      size="compact-sm"
      loading={busy}
      aria-label={busy ? says.reading : says.readNow}
      onClick={() => task.run(() => engine.readFlows(account.id))}
    >
      {says.readNow}
    </Button>
  );
}

function Reconciled({ account, view }: { account: AccountView; view: AccountReconciliation }) {
  const [opened, setOpened] = useState<string | null>(null);
  const { assets, balancesAt, sources, unreadKinds } = view;
  return (
    <>
      <p className={classes.answer}>{answerOf(view, account.exchangeName)}</p>
      {balancesAt === null ? null : (
        <p className={classes.note}>
          {says.how} <Age at={balancesAt} />
        </p>
      )}
      {assets.length === 0 ? null : (
        <DataTable
          caption={says.caption}
          columns={columns}
          rows={assets}
          rowKey={({ asset }) => asset}
          maxHeight="380px"
          onOpen={({ asset }) => setOpened(asset)}
        />
      )}
      {assets.some(({ opening, verdict }) => opening === null && verdict !== 'explained') ? (
        <p className={classes.note}>{says.fromNothing}</p>
      ) : null}
      <Sources account={account} sources={sources} />
      {unreadKinds.length === 0 ? null : (
        <p className={classes.note}>{says.unread(unreadKinds, account.exchangeName)}</p>
      )}
      <ReconciledDetail row={assets.find(({ asset }) => asset === opened) ?? null} onClose={() => setOpened(null)} />
    </>
  );
}

function answerOf({ assets, balancesAt }: AccountReconciliation, exchange: string): string {
  const differing = assets.filter(({ verdict }) => verdict !== 'explained').length;
  if (balancesAt === null) return says.notReported(exchange);
  if (assets.length === 0) return says.none;
  return differing === 0 ? says.agreed(assets.length, exchange) : says.differ(differing, assets.length, exchange);
}

function Sources({ account, sources }: { account: AccountView; sources: readonly FlowSourceView[] }) {
  if (sources.length === 0) return <p className={classes.note}>{says.neverRead}</p>;
  return (
    <ul className={classes.sources}>
      {sources.map(({ source, state, readTo, failure }) => (
        <li key={source}>
          <p className={classes.note}>
            {state === 'failed' ? `${says.failed(source)} ` : ''}
            {readTo === null ? says.notRead(source) : says.readTo(source, fullTimeText(readTo))}
          </p>
          {failure === null ? null : <AccountFailure account={account} failure={failure} variant="compact" />}
        </li>
      ))}
    </ul>
  );
}

const columns: readonly Column<ReconciledAsset>[] = [
  { id: 'asset', header: says.columns.asset, cell: ({ asset }) => asset },
  {
    id: 'expected',
    header: says.columns.expected,
    title: says.expectedTitle,
    align: 'right',
    from: 600,
    // what makes up the balance from nothing, to the last digit, needs no opening balance
    cell: ({ asset, verdict, expected, moved }) => (
      <Amount
        value={verdict === 'explained' ? moved : expected}
        currency={asset}
        unknownBecause={says.openingUnknown}
      />
    ),
  },
  {
    id: 'reported',
    header: says.columns.reported,
    align: 'right',
    cell: ({ asset, reported }) => <Amount value={reported} currency={asset} unknownBecause={says.reportedUnknown} />,
  },
  {
    id: 'unexplained',
    header: says.columns.unexplained,
    title: says.unexplainedTitle,
    align: 'right',
    cell: ({ asset, difference }) => (
      <Amount value={difference} currency={asset} unknownBecause={says.reportedUnknown} />
    ),
  },
  {
    id: 'causes',
    header: says.columns.causes,
    from: 700,
    cell: ({ verdict, causes }) => (
      <span className={classes.causes} data-verdict={verdict}>
        {verdict === 'explained' ? says.agrees : causes.map((cause) => says.causes[cause].short).join(', ')}
      </span>
    ),
  },
];
