/** The open popup: the total first, then today, the week's line, and each account with its age and state. */
import { ActionIcon, Button } from '@mantine/core';
import { IconEye, IconEyeOff, IconLock, IconPlus, IconRefresh } from '@tabler/icons-react';
import type { PopupSummary } from '../../engine/api';
import { Age } from '../components/Age';
import { columnDecimals } from '../components/amount-format';
import { EmptyState } from '../components/EmptyState';
import { EquityLine } from '../components/EquityLine';
import { LastKnownNote, PartialAmountView, PartialMark } from '../components/PartialAmountView';
import { Rate } from '../components/Rate';
import { useNow } from '../components/use-now';
import { useRefresh } from '../components/use-refresh';
import { useEngine } from '../engine';
import { useOpen, usePlatform } from '../platform';
import { usePrivacy } from '../privacy';
import { routes } from '../routes';
import { TrySample } from '../sample/TrySample';
import { text } from '../text';
import classes from './Popup.module.css';
import { PopupAccountRow } from './PopupAccountRow';
import { todayRate } from './popup-summary';

export function PopupOpen({ summary }: { summary: PopupSummary }) {
  const open = useOpen();
  const empty = summary.accounts.length === 0;
  return (
    <div className={classes.open}>
      <PopupHeader summary={summary} />
      {empty ? (
        <div className={classes.empty}>
          <EmptyState title={text.popup.noAccountsTitle} sentence={text.popup.noAccounts}>
            <Button onClick={() => open(routes.addAccount)}>{text.common.addAccount}</Button>
            <TrySample />
          </EmptyState>
        </div>
      ) : (
        <>
          <Figures summary={summary} />
          <ul className={classes.accounts} aria-label={text.popup.accountsHeading}>
            {summary.accounts.map((account) => (
              <PopupAccountRow key={account.id} account={account} decimals={columnDecimals(summary.baseCurrency)} />
            ))}
          </ul>
        </>
      )}
      <footer className={classes.footer}>
        <Button size="compact-sm" variant="subtle" onClick={() => open(routes.overview)}>
          {text.popup.openDashboard}
        </Button>
        {empty ? null : (
          <Button
            size="compact-sm"
            variant="subtle"
            leftSection={<IconPlus size={14} aria-hidden="true" />}
            aria-label={text.popup.addAccountLabel}
            onClick={() => open(routes.addAccount)}
          >
            {text.popup.addAccount}
          </Button>
        )}
      </footer>
    </div>
  );
}

function PopupHeader({ summary }: { summary: PopupSummary }) {
  const engine = useEngine();
  const { showsSample } = usePlatform();
  const { refreshing, refresh } = useRefresh(null, summary.refreshing);
  const [hidden, togglePrivacy] = usePrivacy();
  const privacy = hidden ? text.common.showAmounts : text.common.hideAmounts;
  return (
    <header className={classes.header}>
      <h1 className={classes.brand}>{text.common.product}</h1>
      {summary.accounts.length === 0 ? null : (
        <Age at={summary.total.oldestAt ?? summary.total.lastKnown?.at ?? null} />
      )}
      <span className={classes.space} />
      <ActionIcon
        aria-label={refreshing ? text.common.refreshing : text.common.refresh}
        title={text.common.refresh}
        aria-disabled={refreshing}
        onClick={refresh}
      >
        <IconRefresh size={18} stroke={1.7} className={refreshing ? classes.turning : undefined} />
      </ActionIcon>
      <ActionIcon aria-label={privacy} title={privacy} onClick={togglePrivacy}>
        {hidden ? <IconEyeOff size={18} stroke={1.7} /> : <IconEye size={18} stroke={1.7} />}
      </ActionIcon>
      {showsSample ? null : (
        <ActionIcon aria-label={text.common.lock} title={text.common.lock} onClick={() => void engine.lock()}>
          <IconLock size={18} stroke={1.7} />
        </ActionIcon>
      )}
    </header>
  );
}

/** The line's length. */
const shownDays = 7;

/** Does not fit the popup's width in the large size: more than a dozen digits before the point. */
const isLong = (amount: string | null): boolean => (amount?.split('.')[0]?.length ?? 0) > 9;

function Figures({ summary }: { summary: PopupSummary }) {
  const today = new Date(useNow()).toISOString().slice(0, 10);
  const rate = todayRate(summary, today);
  const week = summary.equity.slice(-shownDays);
  return (
    <section className={classes.figures} aria-label={text.popup.summaryHeading}>
      <p className={isLong(summary.total.amount) ? classes.longTotal : classes.total}>
        <PartialAmountView sum={summary.total} mode="holding" showCurrency withoutMark />
        <PartialMark sum={summary.total} />
      </p>
      <LastKnownNote sum={summary.total} className={classes.rate ?? ''} />
      <dl className={classes.stats}>
        <div>
          <dt title={text.popup.todayTitle}>{text.popup.todayLabel}</dt>
          <dd>
            <PartialAmountView sum={summary.realizedToday} signed />{' '}
            {rate === null ? null : (
              <span className={classes.rate}>
                <Rate rate={rate} /> {text.popup.todayRateOf}
              </span>
            )}
          </dd>
        </div>
        <div className={classes.right}>
          <dt>{text.popup.free}</dt>
          <dd>
            <PartialAmountView sum={summary.free} mode="holding" withoutMark />
          </dd>
        </div>
      </dl>
      <div className={classes.line}>
        <EquityLine points={week} currency={summary.baseCurrency} width={300} height={30} />
        <span className={classes.lineName} aria-hidden="true">
          {text.popup.days(week.length)}
        </span>
      </div>
    </section>
  );
}
