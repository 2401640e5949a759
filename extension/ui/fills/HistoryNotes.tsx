/** Why the list may not be all of it: imports that are at work, and what could not be read. */
import { Link } from 'wouter';
import type { Overview } from '../../engine/api/overview';
import { failureSentence } from '../components/FailureNotice';
import { useEngineQuery } from '../engine';
import { routes } from '../routes';
import { text } from '../text';
import classes from './Fills.module.css';

const say = text.fills;

type Account = Overview['accounts'][number];

const isImporting = ({ progress: { state } }: Account): boolean => state === 'running' || state === 'waiting';
const nameOf = ({ exchangeName, label }: Account): string => `${exchangeName} · ${label}`;

/** Of one account, or of all (null). */
export function HistoryNotes({ accountId }: { accountId: string | null }) {
  const overview = useEngineQuery(['overview'], (engine) => engine.overview()).data;
  if (overview === undefined) return null;
  const accounts = overview.accounts.filter(({ id }) => accountId === null || id === accountId);
  const importing = accounts.filter(isImporting);
  const gaps = accounts.filter((one) => !isImporting(one)).flatMap((account) => gapsOf(account, overview));
  if (importing.length === 0 && gaps.length === 0) return null;
  return (
    <div className={classes.notes}>
      {importing.length === 0 ? null : <p role="status">{say.importing(importing.map(nameOf).join(', '))}</p>}
      {gaps.length === 0 ? null : (
        <details>
          <summary>{say.incompleteTitle}</summary>
          <ul>
            {gaps.map(({ account, sentence }) => (
              <li key={`${account.id} ${sentence}`}>
                <Link href={routes.account(account.id)} className={classes.link ?? ''}>
                  {say.incomplete(nameOf(account))}
                </Link>{' '}
                {sentence}
              </li>
            ))}
          </ul>
        </details>
      )}
    </div>
  );
}

/** What is known to be missing of an account's history, a sentence each. */
function gapsOf(account: Account, { realized: { caveats } }: Overview) {
  const sentences = caveats
    .filter((caveat) => caveat.accountId === account.id)
    .map((caveat) => failureSentence(caveat.failure, account.exchange));
  return [...new Set(sentences)].map((sentence) => ({ account, sentence }));
}
