/** The scan of every market: what it finds that the import cannot, how long it takes, and the button. */
import { Button } from '@mantine/core';
import { exchangeInfos } from '../../../shared/exchanges/ids';
import type { AccountView } from '../../engine/api/account-view';
import { useEngineQuery } from '../engine';
import { text } from '../text';
import classes from './ImportSection.module.css';

const says = text.accounts;

export interface DeepScanProps {
  readonly account: AccountView;
  readonly onStart: () => void;
  readonly busy: boolean;
}

export function DeepScan({ account, onStart, busy }: DeepScanProps) {
  const { kind, state } = account.progress;
  const left = useEngineQuery(['coverage', account.id], (engine) => engine.coverage(account.id)).data?.marketsToScan;
  const { deepScan } = exchangeInfos[account.exchange];
  const atWork = state === 'running' || state === 'waiting';
  // a scan under way, or one to go on with, is what the lines above are about
  if (deepScan === null || account.frozen !== null || account.pausedAt !== null) return null;
  if (kind === 'deep-scan' && (atWork || state === 'paused' || state === 'stopped')) return null;
  return (
    <div className={classes.deepScan}>
      <h3>{says.deepScan}</h3>
      <p>{deepScan.what}</p>
      <p>{deepScan.time}</p>
      {left === undefined || left === null ? null : <p>{text.coverage.scanAsks(left, account.exchangeName)}</p>}
      <Button variant="default" size="xs" onClick={onStart} disabled={atWork || busy || account.maskedKey === null}>
        {says.startDeepScan}
      </Button>
    </div>
  );
}
