/**
 * Straight or through the sync server: the choice, what the server's operator could see, its addresses for the key's whitelist,
 * and the trader's word that the key can only read, where the exchange has not said so.
 */
import { Checkbox, Radio, Stack } from '@mantine/core';
import { type ExchangeId, exchangeInfos } from '../../../shared/exchanges/ids';
import type { EgressName } from '../../engine/api/egress';
import type { SyncView } from '../../engine/api/sync';
import { Callout } from '../components/Callout';
import { useEngineQuery } from '../engine';
import { CopyButton } from '../fills/CopyButton';
import { relay as says } from '../text/relay';
import classes from './Egress.module.css';

export interface EgressDraft {
  readonly egress: EgressName;
  readonly confirmed: boolean;
}

export interface EgressChoiceProps {
  readonly exchange: ExchangeId;
  readonly value: EgressDraft;
  readonly onValue: (value: EgressDraft) => void;
  /** What is known of the key: that it can only read, that it can do more, or neither. */
  readonly rights: 'only-reads' | 'can-do-more' | 'not-known';
  /** A save was refused for want of the trader's word. */
  readonly asked: boolean;
}

/** The server that requests could go through; null where none is connected. */
export function useRelay(): { readonly relay: SyncView['relay'] } | null {
  const view = useEngineQuery(['sync'], (engine) => engine.syncView(), { optional: true }).data;
  return view === undefined || view.connection === null ? null : { relay: view.relay };
}

export function EgressChoice({ exchange, value, onValue, rights, asked }: EgressChoiceProps) {
  const { name } = exchangeInfos[exchange];
  return (
    <Stack gap="sm">
      <Radio.Group
        label={says.choice}
        value={value.egress}
        onChange={(chosen) => onValue({ ...value, egress: chosen === 'relay' ? 'relay' : 'direct' })}
      >
        <Stack gap={6} mt={6}>
          <Radio value="direct" label={says.direct} description={says.directHint(name)} />
          <Radio value="relay" label={says.relay} description={says.relayHint(name)} />
        </Stack>
      </Radio.Group>
      {value.egress === 'relay' ? (
        <>
          <Callout tone="warning">
            <p>{says.onlyReads}</p>
          </Callout>
          <RelayAddresses exchange={exchange} />
          <ReadOnlyWord value={value} onValue={onValue} rights={rights} asked={asked} />
        </>
      ) : null}
    </Stack>
  );
}

/** What is known of the key's rights, or the trader's word in its place. */
export function ReadOnlyWord({ value, onValue, rights, asked }: Omit<EgressChoiceProps, 'exchange'>) {
  if (rights === 'can-do-more') return <Callout tone="danger">{says.powers}</Callout>;
  if (rights === 'only-reads') return <p className={classes.line}>{says.known}</p>;
  return (
    <Checkbox
      label={says.confirm}
      checked={value.confirmed}
      onChange={(event) => onValue({ ...value, confirmed: event.currentTarget.checked })}
      error={asked && !value.confirmed ? says.confirmFirst : null}
    />
  );
}

/** The server's addresses with a button for each, and where they go at the exchange. */
function RelayAddresses({ exchange }: { exchange: ExchangeId }) {
  const relay = useRelay()?.relay ?? null;
  const addresses = relay?.addresses ?? [];
  const seen = relay?.seenFrom ?? null;
  return (
    <div className={classes.addresses}>
      <p className={classes.label}>{says.addresses}</p>
      {addresses.map((address) => (
        <p key={address} className={classes.line}>
          <code>{address}</code> <CopyButton value={address} label={says.address(address)} />
        </p>
      ))}
      {addresses.length === 0 && seen === null ? <p className={classes.line}>{says.noAddresses}</p> : null}
      {seen === null || addresses.includes(seen) ? null : (
        <p className={classes.line}>
          {says.seen(seen)} <CopyButton value={seen} label={says.address(seen)} />
        </p>
      )}
      <p className={classes.line}>{exchangeInfos[exchange].whitelist}</p>
    </div>
  );
}
