/** The wallets of an account that has several: each with its value, or why it is not known. */
import type { AccountView } from '../../engine/api/account-view';
import { Age } from '../components/Age';
import { Amount, Unknown } from '../components/Amount';
import { failureSentence } from '../components/FailureNotice';
import { PartialAmountView } from '../components/PartialAmountView';
import { text } from '../text';
import { AccountFailure } from './AccountFailure';
import classes from './AccountPage.module.css';

type WalletView = AccountView['wallets'][number];

export function Wallets({ account }: { account: AccountView }) {
  if (account.wallets.length < 2 || account.frozen === 'key-removed') return null;
  // Where the whole account is unknown for one cause, the notice above has said it.
  const whole = account.value.state === 'unknown' ? account.value.failure.reason : null;
  return (
    <dl className={classes.wallets} aria-label={text.accounts.wallets}>
      {account.wallets.map((wallet) => (
        <div key={wallet.wallet}>
          <dt>{text.common.wallet[wallet.wallet]}</dt>
          <dd>
            <WalletValue account={account} wallet={wallet} said={whole} />
          </dd>
        </div>
      ))}
    </dl>
  );
}

function WalletValue({ account, wallet, said }: { account: AccountView; wallet: WalletView; said: string | null }) {
  const { value } = wallet;
  switch (value.state) {
    case 'known':
      return <PartialAmountView sum={value.value} mode="holding" showCurrency />;
    case 'pending':
      return <span className={classes.dimmed}>{text.accounts.notFetched}</span>;
    case 'unknown':
      return (
        <>
          <Unknown because={failureSentence(value.failure, account.exchange)} />
          {value.last === null ? null : (
            <span className={classes.dimmed}>
              {' '}
              {text.common.lastKnown}{' '}
              <Amount
                value={value.last.value.amount}
                currency={value.last.value.currency}
                mode="holding"
                showCurrency
              />
              , <Age at={value.last.at} />
            </span>
          )}
          {value.failure.reason === said ? null : (
            <AccountFailure account={account} failure={value.failure} variant="compact" />
          )}
        </>
      );
  }
}
