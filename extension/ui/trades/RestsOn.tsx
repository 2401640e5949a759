/** Says that a trade's asset does not add up at its account, with the way to why; nothing where it does, or nobody can tell yet. */
import { Anchor } from '@mantine/core';
import { Link } from 'wouter';
import { useEngineQuery } from '../engine';
import { routes } from '../routes';
import { reconciliation as says } from '../text/reconciliation';
import classes from './Trades.module.css';

interface RestsOnProps {
  readonly accountId: string;
  readonly asset: string;
}

export function RestsOn({ accountId, asset }: RestsOnProps) {
  const view = useEngineQuery(['reconciliation', accountId], (engine) => engine.reconciliation(accountId), {
    optional: true,
  }).data;
  const row = view?.assets.find((one) => one.asset === asset);
  if (row?.verdict !== 'unexplained' && row?.verdict !== 'opening-unknown') return null;
  return (
    <p className={classes.dim}>
      {says.restsOn(asset)}{' '}
      <Anchor component={Link} href={routes.account(accountId)} inherit>
        {says.seeWhy}
      </Anchor>
    </p>
  );
}
