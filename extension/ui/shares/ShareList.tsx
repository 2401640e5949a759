/** What is shared now: what it shows, when it was sent and when it expires; its link, and the way to revoke it. */
import { Button } from '@mantine/core';
import { useState } from 'react';
import type { Failure } from '../../../shared/reasons';
import type { ShareView } from '../../engine/api/shares';
import { Age } from '../components/Age';
import { ConfirmDialog } from '../components/ConfirmDialog';
import { compactTimeText, fullTimeText } from '../components/time-format';
import { useEngine } from '../engine';
import { shares as says } from '../text/shares';
import { CopyText } from './CopyText';
import classes from './Shares.module.css';
import { problemSentence } from './share-problem';

const titleOf = ({ title }: ShareView): string => (title === '' ? says.untitled : title);

const { what, shows, sent, expires, deeds } = says.columns;
const columnNames = [what, shows, sent, expires, deeds];

export function ShareList({ shares }: { shares: readonly ShareView[] }) {
  return (
    <div className={classes.scroll}>
      <table className={classes.table}>
        <caption className={classes.caption}>{says.listCaption}</caption>
        <thead>
          <tr>
            {columnNames.map((name) => (
              <th key={name} scope="col">
                {name}
              </th>
            ))}
          </tr>
        </thead>
        {shares.map((share) => (
          <ShareRows key={share.id} share={share} />
        ))}
      </table>
    </div>
  );
}

/** A share's row and, across the whole table, why its newest figures could not be sent. */
function ShareRows({ share }: { share: ShareView }) {
  const { detail, accountLabels, hasPassphrase, live, sentAt, expiresAt, state, problem } = share;
  const accounts = accountLabels === null ? says.allAccounts : says.accounts(accountLabels.length);
  return (
    <tbody data-gone={state === 'expired' || state === 'ended' ? true : undefined}>
      <tr>
        <th scope="row">
          <bdi>{titleOf(share)}</bdi>
        </th>
        <td>
          {says.details[detail]}
          <span className={classes.aside} title={accountLabels?.join(', ')}>
            {[accounts, live ? says.live : says.once, ...(hasPassphrase ? [says.withPassphrase] : [])].join(', ')}
          </span>
        </td>
        <td>
          {sentAt === null ? (
            says.elsewhere
          ) : (
            <Age at={sentAt} {...(live && state !== 'ended' ? {} : { staleAfterMs: Number.POSITIVE_INFINITY })} />
          )}
        </td>
        <td title={fullTimeText(expiresAt)}>{state === 'expired' ? says.expired : compactTimeText(expiresAt)}</td>
        <td>
          <Deeds share={share} />
        </td>
      </tr>
      {state === 'open' && problem !== null ? <Why>{`${says.sendFailed} ${problemSentence(problem)}`}</Why> : null}
      {state === 'ended' ? <Why>{says.ended}</Why> : null}
    </tbody>
  );
}

function Why({ children }: { children: string }) {
  return (
    <tr className={classes.why}>
      <td colSpan={columnNames.length}>
        <span className={classes.problem}>{children}</span>
      </td>
    </tr>
  );
}

const deedOf = { open: says.revoke, revoking: says.revokeNow, ended: says.remove } as const;

function Deeds({ share }: { share: ShareView }) {
  const engine = useEngine();
  const [asks, setAsks] = useState(false);
  const [failure, setFailure] = useState<Failure | null>(null);
  const { id, state } = share;
  if (state === 'expired') return null;
  const revoke = async () => {
    const revoked = await engine.revokeShare(id);
    setFailure(revoked.ok ? null : revoked.error);
    setAsks(false);
  };
  const read = async () => {
    const link = await engine.shareLink(id);
    return link.ok ? link.value : null;
  };
  const why = failure ?? share.problem;
  return (
    <div className={classes.rowDeeds}>
      {state === 'open' ? <CopyText read={read} /> : null}
      <Button
        size="compact-sm"
        variant="default"
        color="red"
        onClick={() => (state === 'open' ? setAsks(true) : void revoke())}
      >
        {deedOf[state]}
      </Button>
      {state === 'revoking' ? (
        <span className={classes.problem} role="status">
          {says.revoking} {why === null ? null : problemSentence(why)}
        </span>
      ) : null}
      <ConfirmDialog
        opened={asks}
        title={says.revokeTitle}
        confirmLabel={says.revoke}
        onConfirm={revoke}
        onClose={() => setAsks(false)}
      >
        <p>{says.revokeWhat(titleOf(share))}</p>
        <p>{says.revokeKept}</p>
      </ConfirmDialog>
    </div>
  );
}
