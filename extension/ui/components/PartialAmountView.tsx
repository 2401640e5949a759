/** A sum as far as it is known; where parts are missing it says how many, and opens what they are. */
import { Popover, UnstyledButton } from '@mantine/core';
import { useState } from 'react';
import { exchangeInfos } from '../../../shared/exchanges/ids';
import type { MissingPart, PartialAmount } from '../../engine/api/observed';
import { text } from '../text';
import { Age } from './Age';
import { Amount } from './Amount';
import type { AmountMode } from './amount-format';
import { FailureNotice } from './FailureNotice';
import classes from './PartialAmountView.module.css';

export interface PartialAmountViewProps {
  readonly sum: PartialAmount;
  readonly mode?: AmountMode;
  readonly signed?: boolean;
  readonly showCurrency?: boolean;
  /** Shown without the mark where the same mark stands beside it already. */
  readonly withoutMark?: boolean;
  readonly className?: string;
}

export function PartialAmountView({ sum, withoutMark = false, ...shown }: PartialAmountViewProps) {
  return (
    <>
      <Amount value={sum.amount} currency={sum.currency} {...shown} />
      {withoutMark ? null : <PartialMark sum={sum} />}
    </>
  );
}

/** What the whole was when all of it was known last, with its age; nothing where it never was, or nothing is missing. */
export function LastKnownNote({ sum, className }: { sum: PartialAmount; className?: string }) {
  if (sum.lastKnown === null) return null;
  return (
    <span className={className}>
      {text.common.lastKnown} <Amount value={sum.lastKnown.value} currency={sum.currency} mode="holding" />,{' '}
      <Age at={sum.lastKnown.at} />
    </span>
  );
}

/** "partial · 1 of 4", a button that opens what is missing; nothing for a whole sum. */
export function PartialMark({ sum }: { sum: PartialAmount }) {
  const [opened, setOpened] = useState(false);
  if (sum.missing.length === 0) return null;
  const { missingCount, partCount } = sum;
  const say = sum.amount === null ? text.common.noneKnown : text.common.partial;
  return (
    <Popover opened={opened} onChange={setOpened} width={330} position="bottom-end" trapFocus returnFocus>
      <Popover.Target>
        <UnstyledButton
          className={classes.mark ?? ''}
          onClick={() => setOpened(!opened)}
          aria-label={text.common.partialLabel(say(missingCount, partCount))}
        >
          {say(missingCount, partCount)}
        </UnstyledButton>
      </Popover.Target>
      <Popover.Dropdown
        aria-label={text.common.missingTitle}
        onKeyDown={(event) => event.key === 'Escape' && event.preventDefault()} // one layer: the popup itself stays
      >
        <MissingParts parts={sum.missing} />
      </Popover.Dropdown>
    </Popover>
  );
}

/** An account may miss a part for several causes. */
const keyOf = ({ accountId, wallet, asset, failure: { reason, subject } }: MissingPart): string =>
  [accountId, wallet, asset, reason, subject].join(' ');

/** Enough for a glance; a longer list is the issues list's. */
const shownParts = 6;

function MissingParts({ parts }: { parts: readonly MissingPart[] }) {
  return (
    <div className={classes.missing}>
      <p className={classes.heading}>{text.common.missingTitle}</p>
      {parts.slice(0, shownParts).map((part) => (
        <div key={keyOf(part)} className={classes.part}>
          <p className={classes.partName}>
            {part.asset === null ? '' : text.common.asset(part.asset)}
            {part.exchange === null ? '' : `${exchangeInfos[part.exchange].name} · `}
            {part.accountLabel === '' ? text.common.unopenedAccount : part.accountLabel}
            {part.wallet === null || part.asset !== null ? '' : text.common.inWallet(text.common.wallet[part.wallet])}
          </p>
          <FailureNotice failure={part.failure} accountId={part.accountId} exchange={part.exchange} variant="compact" />
        </div>
      ))}
      {parts.length > shownParts ? <p>{text.common.showAll(parts.length - shownParts)}</p> : null}
    </div>
  );
}
