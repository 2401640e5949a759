/** Which accounts and wallets are not known now: each with its reason, one action, and what it was worth last. */
import { UnstyledButton } from '@mantine/core';
import { useState } from 'react';
import type { Wallet } from '../../../shared/exchanges/info';
import type { BalancesAccount } from '../../engine/api/balances';
import type { Observed, PartialAmount } from '../../engine/api/observed';
import { Age } from '../components/Age';
import { Amount } from '../components/Amount';
import { Section } from '../components/Screen';
import { text } from '../text';
import classes from './Balances.module.css';
import { isPaused, Reason } from './NotKnownMark';

type Unknown = Exclude<Observed<PartialAmount>, { state: 'known' }>;

interface Part {
  readonly account: BalancesAccount;
  /** Null where it is the whole account. */
  readonly wallet: Wallet | null;
  readonly value: Unknown;
}

/** Accounts that are not known, and of the others the wallets that are not. */
function partsOf(accounts: readonly BalancesAccount[]): readonly Part[] {
  return accounts
    .filter(({ counted }) => counted)
    .flatMap((account): readonly Part[] => {
      const { value, wallets } = account;
      if (value.state !== 'known') return [{ account, wallet: null, value }];
      return wallets.flatMap(({ wallet, value: of }) => (of.state === 'known' ? [] : [{ account, wallet, value: of }]));
    });
}

/** Nothing failed: it was not asked yet, or is paused. */
const isQuiet = (value: Unknown): boolean => value.state === 'pending' || isPaused(value.failure);

const shownFirst = 4;

export function NotKnown({ accounts }: { accounts: readonly BalancesAccount[] }) {
  const [all, setAll] = useState(false);
  const parts = partsOf(accounts);
  if (parts.length === 0) return null;
  return (
    <Section title={text.balances.notKnown} aside={<span className={classes.dim}>{text.balances.notKnownNote}</span>}>
      <ul className={classes.notKnown}>
        {(all ? parts : parts.slice(0, shownFirst)).map((part) => (
          <li key={`${part.account.id} ${part.wallet ?? ''}`} data-quiet={isQuiet(part.value)}>
            <PartLine {...part} />
          </li>
        ))}
      </ul>
      {parts.length <= shownFirst ? null : (
        <UnstyledButton className={classes.more ?? ''} aria-expanded={all} onClick={() => setAll(!all)}>
          {all ? text.balances.fewerNotKnown : text.balances.allNotKnown(parts.length)}
        </UnstyledButton>
      )}
    </Section>
  );
}

function PartLine({ account, wallet, value }: Part) {
  const last = value.state === 'unknown' ? value.last : null;
  return (
    <>
      <p className={classes.partName}>
        {account.exchangeName} · {account.label}
        {wallet === null ? '' : text.common.inWallet(text.common.wallet[wallet])}{' '}
        {last === null ? null : (
          <span className={classes.dim}>
            {text.common.lastKnown}{' '}
            <Amount value={last.value.amount} currency={last.value.currency} mode="holding" showCurrency />,{' '}
            <Age at={last.at} />
          </span>
        )}
      </p>
      {value.state === 'unknown' ? (
        <Reason account={account} failure={value.failure} />
      ) : (
        <p>{text.common.pendingWord}</p>
      )}
    </>
  );
}
