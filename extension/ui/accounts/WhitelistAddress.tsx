/**
 * The address to put on a key's whitelist: the one that the exchange itself named when it refused, and where it goes there.
 *
 * Only the exchange knows how it sees this connection. Before it has said so no address is shown, and nobody else is asked.
 */
import { Button } from '@mantine/core';
import { useState } from 'react';
import { type ExchangeId, exchangeInfos } from '../../../shared/exchanges/ids';
import type { Failure } from '../../../shared/reasons';
import type { AccountView } from '../../engine/api/account-view';
import { usePlatform } from '../platform';
import { text } from '../text';
import classes from './WhitelistAddress.module.css';

const says = text.care;

/** The first address that one of the failures names; null where none does. */
export const addressIn = (failures: readonly (Failure | null)[]): string | null =>
  failures.flatMap((failure) => failure?.address ?? [])[0] ?? null;

/** The address that the exchange named to this account, by balances, rights or import. */
export const addressOf = ({ value, wallets, rights, progress }: AccountView): string | null =>
  addressIn([
    ...[value, rights, ...wallets.map((wallet) => wallet.value)].map((observed) =>
      observed.state === 'unknown' ? observed.failure : null,
    ),
    progress.failure,
  ]);

export function WhitelistAddress({ exchange, address }: { exchange: ExchangeId; address: string | null }) {
  const { name, whitelist } = exchangeInfos[exchange];
  return (
    <div className={classes.address}>
      {address === null ? <p>{says.addressUnknown(name)}</p> : <Known name={name} address={address} />}
      <p>{whitelist}</p>
    </div>
  );
}

function Known({ name, address }: { name: string; address: string }) {
  const platform = usePlatform();
  const [told, setTold] = useState<string | null>(null);
  const copy = () =>
    platform.copy(address).then(
      () => setTold(says.addressCopied(address)),
      () => setTold(text.common.copyFailed), // the browser says no more than that it refused
    );
  return (
    <>
      <p className={classes.known}>
        <span>{says.addressSeen(name)}</span> <code>{address}</code>
        <Button size="compact-xs" variant="default" onClick={copy}>
          {says.copyAddress}
        </Button>
      </p>
      <p role="status" className={classes.told}>
        {told}
      </p>
    </>
  );
}
