/** What the details of a trip, a closing and a lot are laid out with. */
import type { ReactNode } from 'react';
import type { DecimalString } from '../../../shared/money/decimal';
import type { TradeRow } from '../../engine/api/trades';
import type { AccountName } from '../accounts/use-account-names';
import { Amount } from '../components/Amount';
import { Rate } from '../components/Rate';
import { text } from '../text';
import classes from './Trades.module.css';

const say = text.trades;

interface NetFormulaProps {
  readonly quote: string;
  readonly gross: DecimalString | null;
  readonly fees: DecimalString;
  readonly net: DecimalString | null;
  readonly rate: TradeRow['netRate'];
  /** False where it is no plain profit: then nothing has a colour. */
  readonly signed?: boolean;
}

/** gross − fees = net, and the percent of the entry cost. */
export function NetFormula({ quote, gross, fees, net, rate, signed = true }: NetFormulaProps) {
  const money = { currency: quote, showCurrency: true, unknownBecause: say.stillOpen };
  return (
    <p className={classes.formula}>
      <Term name={say.columns.gross}>
        <Amount value={gross} {...money} signed={signed} />
      </Term>
      <span aria-hidden="true">{text.overview.minus}</span>
      <Term name={say.columns.fees}>
        <Amount value={fees} {...money} />
      </Term>
      <span aria-hidden="true">{text.overview.equals}</span>
      <Term name={say.columns.net}>
        <strong>
          <Amount value={net} {...money} signed={signed} />
        </strong>
      </Term>
      {rate === null ? null : (
        <Term name={say.rateOf}>
          <Rate rate={rate} />
        </Term>
      )}
    </p>
  );
}

const Term = ({ name, children }: { name: string; children: ReactNode }) => (
  <span className={classes.term}>
    <span className={classes.dim}>{name}</span> {children}
  </span>
);

export const Facts = ({ account, children }: { account: AccountName | undefined; children: ReactNode }) => (
  <dl className={classes.facts}>
    {account === undefined ? null : (
      <Fact name={say.columns.account}>
        {account.exchangeName} · {account.label}
      </Fact>
    )}
    {children}
  </dl>
);

export const Fact = ({ name, children }: { name: string; children: ReactNode }) => (
  <div>
    <dt>{name}</dt>
    <dd>{children}</dd>
  </div>
);

/** An amount with its currency as a fact. */
export const AmountFact = (props: {
  name: string;
  value: DecimalString | null;
  currency: string;
  unknownBecause?: string;
}) => (
  <Fact name={props.name}>
    <Amount
      value={props.value}
      currency={props.currency}
      showCurrency
      {...(props.unknownBecause === undefined ? {} : { unknownBecause: props.unknownBecause })}
    />
  </Fact>
);
