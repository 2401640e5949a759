/** Which exchanges the browser lets Fillbook reach; what no account uses can be given back. */
import { Button } from '@mantine/core';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { exchangeInfos } from '../../../shared/exchanges/ids';
import { permissionOf } from '../../../shared/sync/server-origin';
import type { AccountView } from '../../engine/api/account-view';
import { useTask } from '../components/use-task';
import { useEngineQuery } from '../engine';
import { usePlatform } from '../platform';
import { text } from '../text';
import { Setting } from './Setting';
import classes from './Settings.module.css';

const says = text.settings;
const queryKey = ['granted-hosts'];

/** How many accounts call it; one that is frozen calls nothing. */
const usersOf = (origin: string, accounts: readonly AccountView[]): number =>
  accounts.filter(
    ({ exchange, frozen }) =>
      frozen === null && exchangeInfos[exchange].hosts.some((host) => `https://${host}` === origin),
  ).length;

export function GrantedHosts() {
  const platform = usePlatform();
  const { data: origins } = useQuery({ queryKey, queryFn: () => platform.grantedHosts() });
  const accounts = useEngineQuery(['accounts'], (engine) => engine.accounts()).data;
  const server = useEngineQuery(['sync'], (engine) => engine.syncView(), { optional: true }).data?.connection ?? null;
  const isServer = (origin: string) => server !== null && permissionOf(server.origin) === `${origin}/*`;
  if (origins === undefined || accounts === undefined) return null;
  return (
    <Setting name={says.hosts} hint={says.hostsHint}>
      {origins.length === 0 ? (
        <p className={classes.hint}>{says.noHosts}</p>
      ) : (
        <table className={classes.table}>
          <caption>{says.hostsCaption}</caption>
          <thead>
            <tr>
              <th scope="col">{says.hostColumn}</th>
              <th scope="col">{says.hostUse}</th>
            </tr>
          </thead>
          <tbody>
            {origins.map((origin) => (
              <HostRow key={origin} origin={origin} users={usersOf(origin, accounts)} isServer={isServer(origin)} />
            ))}
          </tbody>
        </table>
      )}
    </Setting>
  );
}

function HostRow({ origin, users, isServer }: { origin: string; users: number; isServer: boolean }) {
  const platform = usePlatform();
  const queries = useQueryClient();
  const task = useTask();
  const [refused, setRefused] = useState(false);
  const host = origin.replace(/^https:\/\//, '');
  const withdraw = () =>
    task.run(async () => {
      setRefused(!(await platform.withdrawHosts([origin]).catch(() => false)));
      await queries.invalidateQueries({ queryKey });
    });
  return (
    <tr>
      <th scope="row">{host}</th>
      <td>
        <span className={classes.use}>
          {isServer ? says.hostSync : says.hostAccounts(users)}
          {isServer || users > 0 ? null : (
            <Button
              size="compact-xs"
              variant="default"
              loading={task.running}
              aria-label={says.withdrawLabel(host)}
              onClick={withdraw}
            >
              {says.withdraw}
            </Button>
          )}
        </span>
        <span role="status" className={classes.trouble}>
          {refused ? says.withdrawRefused : null}
        </span>
      </td>
    </tr>
  );
}
