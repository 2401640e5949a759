/** What an account is worth: known, unknown with the last value beside it, or not fetched yet. Never 0 for an error. */
import type { AccountView } from '../../engine/api/account-view';
import { Amount, Unknown } from '../components/Amount';
import { failureSentence } from '../components/FailureNotice';
import { PartialAmountView, PartialMark } from '../components/PartialAmountView';
import { text } from '../text';
import classes from './AccountValue.module.css';

export function AccountValue({ account, large = false }: { account: AccountView; large?: boolean }) {
  const { value } = account;
  const size = large ? (classes.large ?? '') : '';
  switch (value.state) {
    case 'known':
      return (
        <span className={classes.value}>
          {large ? null : <PartialMark sum={value.value} />}
          <PartialAmountView sum={value.value} mode="holding" showCurrency className={size} withoutMark={!large} />
        </span>
      );
    case 'pending':
      return <Unknown because={account.frozen === null ? text.common.pendingWord : text.accounts.nothingFetched} />;
    case 'unknown':
      return (
        <span className={classes.value}>
          <span className={size}>
            <Unknown because={failureSentence(value.failure, account.exchange)} />
          </span>
          {value.last === null ? null : (
            <span className={classes.last}>
              {text.accounts.last}{' '}
              <Amount
                value={value.last.value.amount}
                currency={value.last.value.currency}
                mode="holding"
                showCurrency
              />
            </span>
          )}
        </span>
      );
  }
}
