/** What is to be known of an account in time: an exchange that ends, an account kept for its history, fills that are served for a while only. */
import { exchangeInfos } from '../../../shared/exchanges/ids';
import type { AccountView, LookBack } from '../../engine/api';
import { Callout } from '../components/Callout';
import { dateText, fullTimeText } from '../components/time-format';
import { text } from '../text';

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
      {account.lookBack === null || account.frozen !== null ? null : (
        <LookBackNote exchange={account.exchangeName} lookBack={account.lookBack} />
      )}
    </>
  );
}

function closedText({ exchange }: AccountView): string {
  const { closing } = exchangeInfos[exchange];
  return closing === null ? '' : dateText(closing.closesAt);
}

/** A gap is a loss and stands as one; without it the note tells how often Fillbook must be opened, and until when next. */
function LookBackNote({ exchange, lookBack }: { exchange: string; lookBack: LookBack }) {
  const { days, readableSince, deadlineAt, gap } = lookBack;
  return (
    <Callout tone={gap === null ? 'note' : 'warning'} title={says.lookBackTitle(exchange, days)}>
      <p>
        {says.lookBackSince(dateText(readableSince))}{' '}
        {deadlineAt === null ? says.lookBackEvery(days) : says.lookBackUntil(days, fullTimeText(deadlineAt))}
      </p>
      {gap === null ? null : <p>{says.lookBackGap(exchange, dateText(gap.fromMs), dateText(gap.toMs))}</p>}
    </Callout>
  );
}
