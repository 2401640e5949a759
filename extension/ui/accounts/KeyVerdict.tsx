/** What a key may do and what that means: fine, needlessly powerful, useless, or not told. */
import type { ReactNode } from 'react';
import type { KeyRights } from '../../../shared/exchanges/readings';
import { Callout } from '../components/Callout';
import { text } from '../text';
import classes from './KeyVerdict.module.css';
import { keyVerdict } from './key-verdict';

const says = text.accounts;

export interface KeyVerdictNoteProps {
  readonly rights: KeyRights;
  /** The name of the exchange where it was made. */
  readonly exchange: string;
  /** How many assets the test found; left out where none was made now. */
  readonly assets?: number;
  /** It stands here because of a click just now. */
  readonly live?: boolean;
}

export function KeyVerdictNote({ rights, exchange, assets, live = false }: KeyVerdictNoteProps) {
  const verdict = keyVerdict(rights);
  const found = assets === undefined ? '' : `${says.accepted} ${says.assetsFound(assets)} `;
  switch (verdict.kind) {
    case 'read-only':
      return (
        <Callout
          {...(verdict.ipRestricted === false ? { tone: 'warning', title: says.verdictOpenTitle } : { tone: 'good' })}
          live={live}
        >
          <p>
            {found}
            {says.verdictReadOnly}
          </p>
          <AddressNote restricted={verdict.ipRestricted} />
        </Callout>
      );
    case 'too-powerful':
      return (
        <Callout tone="warning" title={says.verdictPowerfulTitle} live={live}>
          <p>
            {found}
            {says.verdictPowerful(verdict.powers, exchange)}
          </p>
          <AddressNote restricted={verdict.ipRestricted} />
        </Callout>
      );
    case 'cannot-read':
      return (
        <Callout tone="danger" title={says.verdictCannotReadTitle} live={live}>
          <p>{says.verdictCannotRead(exchange)}</p>
        </Callout>
      );
    case 'untold':
      return (
        <Callout tone="note" title={says.verdictUntoldTitle(exchange)} live={live}>
          <p>
            {found}
            {says.verdictUntold(exchange)}
          </p>
        </Callout>
      );
  }
}

function AddressNote({ restricted }: { restricted: boolean | null }) {
  if (restricted === null) return null;
  return <p>{restricted ? says.ipRestricted : says.ipOpen}</p>;
}

/** The rights one by one: on or off in words and colour, those that a read-only key should lack in amber. */
export function RightsList({ rights, checked }: { rights: KeyRights; checked?: ReactNode }) {
  if (!rights.readable) return null;
  const { ipRestricted } = rights;
  const address = ipRestricted === null ? 'untold' : ipRestricted ? 'restricted' : 'open';
  return (
    <dl className={classes.rights} aria-label={says.rightsTitle}>
      <Right name={says.right.read} on={rights.read} wanted />
      <Right name={says.right.trade} on={rights.trade} />
      <Right name={says.right.withdraw} on={rights.withdraw} />
      <Right name={says.right.transfer} on={rights.transfer} />
      <div>
        <dt>{says.right.ip}</dt>
        <dd data-tone={address === 'restricted' ? 'good' : undefined}>{says.ipShort[address]}</dd>
      </div>
      {checked === undefined ? null : (
        <div>
          <dt>{says.right.checked}</dt>
          <dd>{checked}</dd>
        </div>
      )}
    </dl>
  );
}

function Right({ name, on, wanted = false }: { name: string; on: boolean; wanted?: boolean }) {
  return (
    <div>
      <dt>{name}</dt>
      <dd data-tone={on === wanted ? 'good' : 'warn'}>{on ? says.rightOn : says.rightOff}</dd>
    </div>
  );
}
