/** Why figures made of fills may not be all of it: first imports that are at work, and what could not be read, with what to do. */
import { Link } from 'wouter';
import type { Failure } from '../../../shared/reasons';
import type { Overview } from '../../engine/api/overview';
import { useEngineQuery } from '../engine';
import { routes } from '../routes';
import { text } from '../text';
import { FailureNotice, failureSentence } from './FailureNotice';
import classes from './HistoryNotes.module.css';

const say = text.common.history;

type Account = Overview['accounts'][number];

/** A refresh of a history that was read to the end says nothing: the engine holds it as whole as it was. */
const isImporting = ({ id, progress }: Account, { realized: { caveats } }: Overview): boolean =>
  progress.state === 'running' && caveats.some((caveat) => caveat.accountId === id && isUnfinished(caveat.failure));

/** Not read to its end; what lacks of a symbol, or of a time, has a subject, and what it lacks for another cause a code. */
const isUnfinished = ({ reason, subject, code }: Failure): boolean =>
  reason === 'history-incomplete' && subject === undefined && code === undefined;

/** Stored, and on its way into the books: a screen of fills waits for it itself. */
const isBeingRead = ({ reason, code }: Failure): boolean => reason === 'history-incomplete' && code === 'being-read';

const nameOf = ({ exchangeName, label }: Account): string => `${exchangeName} · ${label}`;

/** Of one account, or of all (null). */
export function HistoryNotes({ accountId }: { accountId: string | null }) {
  const overview = useEngineQuery(['overview'], (engine) => engine.overview()).data;
  if (overview === undefined) return null;
  const accounts = overview.accounts.filter(({ id }) => accountId === null || id === accountId);
  const importing = accounts.filter((one) => isImporting(one, overview));
  const gaps = accounts.filter((one) => !importing.includes(one)).flatMap((account) => gapsOf(account, overview));
  if (importing.length === 0 && gaps.length === 0) return null;
  return (
    <div className={classes.notes}>
      {importing.length === 0 ? null : <p role="status">{say.importing(importing.map(nameOf).join(', '))}</p>}
      {gaps.length === 0 ? null : (
        <details>
          <summary>{say.gaps}</summary>
          <ul>
            {gaps.map(({ account, failure, sentence }) => (
              <li key={`${account.id} ${sentence}`}>
                <Link href={routes.account(account.id)} className={classes.link ?? ''}>
                  {nameOf(account)}
                </Link>
                <FailureNotice failure={failure} accountId={account.id} exchange={account.exchange} variant="compact" />
              </li>
            ))}
          </ul>
        </details>
      )}
    </div>
  );
}

/** What is known to be missing of an account's history; what reads alike once. */
function gapsOf(account: Account, { realized: { caveats } }: Overview) {
  const gaps = caveats
    .filter(({ accountId, failure }) => accountId === account.id && !isBeingRead(failure))
    .map(({ failure }) => ({ account, failure, sentence: failureSentence(failure, account.exchange) }));
  return gaps.filter(({ sentence }, index) => gaps.findIndex((other) => other.sentence === sentence) === index);
}
