/** What is shared now: what it shows, when it was sent and when it expires; its link, and the way to revoke it. */
import { Button } from '@mantine/core';
import { useState } from 'react';
import type { Failure } from '../../../shared/reasons';
import type { ShareView } from '../../engine/api/shares';
import { Age } from '../components/Age';
import { ConfirmDialog } from '../components/ConfirmDialog';
import { fullTimeText } from '../components/time-format';
import { useEngine } from '../engine';
import { shares as says } from '../text/shares';
import { CopyText } from './CopyText';
import classes from './Shares.module.css';
import { problemSentence } from './share-problem';

const titleOf = ({ title }: ShareView): string => (title === '' ? says.untitled : title);

export function ShareList({ shares }: { shares: readonly ShareView[] }) {
  const { what, shows, sent, expires, deeds } = says.columns;
  return (
    <div className={classes.scroll}>
      <table className={classes.table}>
        <caption className={classes.caption}>{says.listCaption}</caption>
        <thead>
          <tr>
            {[what, shows, sent, expires, deeds].map((name) => (
              <th key={name} scope="col">
                {name}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {shares.map((share) => (
            <ShareRow key={share.id} share={share} />
          ))}
        </tbody>
      </table>
    </div>
  );
}

function ShareRow({ share }: { share: ShareView }) {
  const { detail, accountLabels, hasPassphrase, live, sentAt, expiresAt, state } = share;
  const accounts = accountLabels === null ? says.allAccounts : says.accounts(accountLabels.length);
  return (
    <tr data-gone={state === 'expired' ? true : undefined}>
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
          <Age at={sentAt} {...(live ? {} : { staleAfterMs: Number.POSITIVE_INFINITY })} />
        )}
        {state === 'open' && share.problem !== null ? (
          <span className={classes.problem}>
            {says.sendFailed} {problemSentence(share.problem)}
          </span>
        ) : null}
      </td>
      <td>{state === 'expired' ? says.expired : fullTimeText(expiresAt)}</td>
      <td>
        <Deeds share={share} />
      </td>
    </tr>
  );
}

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
        {state === 'open' ? says.revoke : says.revokeNow}
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
