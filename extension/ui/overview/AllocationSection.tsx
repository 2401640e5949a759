/**
 * How what is known is spread, by asset and by account: bars in a table, each with its exact amount and its share.
 *
 * What is not known has no size: it is named below, and in no percentage. All assets one by one are on Balances.
 */
import { type ReactNode, useId } from 'react';
import { Link } from 'wouter';
import type { AccountView } from '../../engine/api/account-view';
import type { AllocationPart } from '../../engine/api/allocation';
import type { Overview } from '../../engine/api/overview';
import { Amount } from '../components/Amount';
import { columnDecimals, percentText } from '../components/amount-format';
import { PartialMark } from '../components/PartialAmountView';
import { Section } from '../components/Screen';
import { routes } from '../routes';
import { text } from '../text';
import classes from './Allocation.module.css';

export interface AllocationSectionProps {
  readonly overview: Overview;
  /** Beside the title: whose figures these are, where a scope narrows others. */
  readonly aside: ReactNode;
}

export function AllocationSection({ overview, aside }: AllocationSectionProps) {
  const { allocation, accounts, baseCurrency, total } = overview;
  const say = text.overview.allocation;
  return (
    <Section
      title={say.title}
      aside={
        <span className={classes.aside}>
          {aside}
          <Link href={routes.balances}>{say.allBalances}</Link>
        </span>
      }
    >
      {allocation.byAsset.length === 0 ? (
        <p className={classes.note}>{total.amount === null ? say.nothingKnown : say.nothingHeld}</p>
      ) : (
        <div className={classes.halves}>
          <Shares
            title={say.byAsset}
            caption={say.assetCaption}
            parts={allocation.byAsset}
            baseCurrency={baseCurrency}
            nameOf={({ id, count }) => id ?? say.otherAssets(count)}
          />
          <Shares
            title={say.byAccount}
            caption={say.accountCaption}
            parts={allocation.byAccount}
            baseCurrency={baseCurrency}
            nameOf={({ id, count }) => (id === null ? say.otherAccounts(count) : accountName(accounts, id))}
          />
        </div>
      )}
      <p className={classes.note}>
        <span>
          {total.amount === null ? null : (
            <>
              {total.missing.length === 0 ? say.ofAll : say.ofKnown}{' '}
              <Amount value={allocation.known} currency={baseCurrency} mode="holding" showCurrency />.{' '}
            </>
          )}
          {total.missing.length === 0 ? null : say.missing}
        </span>
        <PartialMark sum={total} />
      </p>
    </Section>
  );
}

function accountName(accounts: readonly AccountView[], id: string): string {
  const account = accounts.find((one) => one.id === id);
  return account === undefined ? text.common.unknownWord : `${account.exchangeName} · ${account.label}`;
}

interface SharesProps {
  readonly title: string;
  readonly caption: string;
  readonly parts: readonly AllocationPart[];
  readonly baseCurrency: string;
  readonly nameOf: (part: AllocationPart) => string;
}

function Shares({ title, caption, parts, baseCurrency, nameOf }: SharesProps) {
  const heading = useId();
  return (
    <div className={classes.shares}>
      <h3 id={heading}>{title}</h3>
      <table className={classes.table} aria-describedby={heading}>
        <caption>{caption}</caption>
        <thead>
          <tr>
            <th scope="col">{title}</th>
            <th scope="col">{text.overview.allocation.share}</th>
            <th scope="col">
              {text.overview.value}, {baseCurrency}
            </th>
          </tr>
        </thead>
        <tbody>
          {parts.map((part) => (
            <tr key={part.id ?? ''}>
              <th scope="row">
                <span className={classes.name} title={nameOf(part)}>
                  {nameOf(part)}
                </span>
                <Bar rate={part.rate} />
              </th>
              <td>{percentText(part.rate)} %</td>
              <td>
                <Amount
                  value={part.amount}
                  currency={baseCurrency}
                  mode="holding"
                  decimals={columnDecimals(baseCurrency)}
                />
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

/** A drawing of the percentage beside it: here alone a rate becomes a binary float. */
const Bar = ({ rate }: { rate: AllocationPart['rate'] }) => (
  <span className={classes.bar} aria-hidden="true">
    <span style={{ width: `${Number(rate) * 100}%` }} />
  </span>
);
