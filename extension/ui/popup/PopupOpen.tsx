/** The open popup: the total first, then today, the week's line, and each account with its age and state. */
import { ActionIcon, Button } from '@mantine/core';
import { IconAlertTriangle, IconEye, IconEyeOff, IconLock, IconPlus, IconRefresh } from '@tabler/icons-react';
import type { PopupSummary } from '../../engine/api/popup-summary';
import { Age } from '../components/Age';
import { columnDecimals } from '../components/amount-format';
import { EmptyState } from '../components/EmptyState';
import { useRefresh } from '../components/use-refresh';
import { useEngine } from '../engine';
import { useOpen, usePlatform } from '../platform';
import { usePrivacy } from '../privacy';
import { routes } from '../routes';
import { TrySample } from '../sample/TrySample';
import { text } from '../text';
import classes from './Popup.module.css';
import { PopupAccountRow } from './PopupAccountRow';
import { PopupFigures } from './PopupFigures';

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
          <PopupFigures summary={summary} />
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
        {summary.issueCount === 0 ? null : (
          <Button
            size="compact-sm"
            variant="subtle"
            className={classes.issues ?? ''}
            leftSection={<IconAlertTriangle size={14} stroke={1.8} aria-hidden="true" />}
            title={text.popup.openIssues}
            onClick={() => open(routes.issues)}
          >
            {text.popup.issues(summary.issueCount)}
          </Button>
        )}
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
