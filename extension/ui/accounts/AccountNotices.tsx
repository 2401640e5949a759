/** What is to be known of an account in time: an exchange that ends, an account kept for its history, fills that are served for a while only. */
import { exchangeInfos } from '../../../shared/exchanges/ids';
import type { UnixMs } from '../../../shared/result';
import { dayMs } from '../../../shared/utc-day';
import type { AccountView } from '../../engine/api/account-view';
import type { LookBack } from '../../engine/api/look-back';
import { Callout } from '../components/Callout';
import { dateText, fullTimeText } from '../components/time-format';
import { useNow } from '../components/use-now';
import { text } from '../text';
import { ResumeAccount } from './ResumeAccount';

const says = text.accounts;

export function AccountNotices({ account }: { account: AccountView }) {
  return (
    <>
      {account.closing === null ? null : (
        <Callout tone="warning" title={says.closingTitle(account.exchangeName, dateText(account.closing.closesAt))}>
          <p>{says.closing(account.exchangeName, fullTimeText(account.closing.closesAt))}</p>
        </Callout>
      )}
      {account.frozen === null ? null : (
        <Callout tone="note" title={says.frozenTitle[account.frozen](account.exchangeName)}>
          <p>{says.frozen[account.frozen](closedText(account))}</p>
        </Callout>
      )}
      {account.pausedAt === null || account.frozen !== null ? null : (
        <Callout tone="note" title={text.care.pausedTitle(fullTimeText(account.pausedAt))}>
          <p>{text.care.paused(account.exchangeName)}</p>
          <ResumeAccount account={account} />
        </Callout>
      )}
      {account.lookBack === null || account.frozen !== null ? null : (
        <LookBackNote account={account} lookBack={account.lookBack} />
      )}
    </>
  );
}

function closedText({ exchange }: AccountView): string {
  const { closing } = exchangeInfos[exchange];
  return closing === null ? '' : dateText(closing.closesAt);
}

/** So near, the deadline is what matters most. */
const soonMs = 3 * dayMs;

/** A gap is a loss and stands as one; without it the note tells how often Fillbook must be opened, and until when next. */
function LookBackNote({ account, lookBack }: { account: AccountView; lookBack: LookBack }) {
  const exchange = account.exchangeName;
  const { days, readableSince, deadlineAt, gap } = lookBack;
  const now = useNow();
  const soon = deadlineAt !== null && deadlineAt - now < soonMs;
  const keeps = says.lookBackTitle(exchange, days);
  const graver = soon
    ? says.lookBackSoonTitle(exchange, dateText(deadlineAt))
    : gap === null
      ? null
      : says.lookBackGapTitle;
  return (
    <Callout tone={graver === null ? 'note' : 'warning'} title={graver ?? keeps}>
      {gap === null ? null : <p>{says.lookBackGap(exchange, dateText(gap.fromMs), dateText(gap.toMs))}</p>}
      <p>
        {graver === null ? null : `${keeps}. `}
        {says.lookBackSince(dateText(readableSince))} {untilText(account, days, deadlineAt, now)}
      </p>
    </Callout>
  );
}

/** What keeps fills from being lost: opening Fillbook, or resuming an account for which it asks nothing. */
function untilText(
  { pausedAt, exchangeName }: AccountView,
  days: number,
  deadlineAt: UnixMs | null,
  now: UnixMs,
): string {
  if (deadlineAt === null) return says.lookBackEvery(days);
  if (pausedAt === null) return says.lookBackUntil(days, fullTimeText(deadlineAt));
  return deadlineAt <= now
    ? text.care.pausedLookBackPassed(exchangeName)
    : text.care.pausedLookBack(fullTimeText(deadlineAt));
}
