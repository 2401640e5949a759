/** The exchange's own steps to a read-only key, and the address to put on its whitelist. */

import { Title } from '@mantine/core';
import { type ExchangeId, exchangeInfos } from '../../../shared/exchanges/ids';
import { dayMs } from '../../../shared/utc-day';
import { Callout } from '../components/Callout';
import { dateText } from '../components/time-format';
import { text } from '../text';
import classes from './AddAccount.module.css';
import { WhitelistAddress } from './WhitelistAddress';

const says = text.accounts;

export interface KeyStepsProps {
  readonly exchange: ExchangeId;
  /** The address that the exchange named when it refused; null before it has. */
  readonly address: string | null;
  /** Requests go through the sync server: its addresses stand beside that choice. */
  readonly relayed: boolean;
}

export function KeySteps({ exchange, address, relayed }: KeyStepsProps) {
  const { name, keySteps, lookBackMs, closing } = exchangeInfos[exchange];
  return (
    <aside className={classes.steps}>
      {closing === null ? null : (
        <Callout tone="warning" title={says.closingTitle(name, dateText(closing.closesAt))}>
          <span>{says.closingHint}</span>
        </Callout>
      )}
      {lookBackMs === null ? null : (
        <Callout tone="warning" title={says.lookBackTitle(name, Math.floor(lookBackMs / dayMs))}>
          <span>{says.lookBackHint(Math.floor(lookBackMs / dayMs))}</span>
        </Callout>
      )}
      <Title order={2}>{says.stepsTitle(name)}</Title>
      <ol>
        {keySteps.map((step) => (
          <li key={step}>{step}</li>
        ))}
      </ol>
      {relayed ? null : (
        <>
          <Title order={2}>{text.care.addressTitle}</Title>
          <p>{says.addressHint(name)}</p>
          <WhitelistAddress exchange={exchange} address={address} />
        </>
      )}
      <p>{says.deviceNote}</p>
    </aside>
  );
}
