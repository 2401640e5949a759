/** A round trip: gross − fees = net, the dust it carried, and the fills that it is made of. */
import type { CarriedDust, TradeDetail } from '../../engine/api/trades';
import type { AccountName } from '../accounts/use-account-names';
import { Amount } from '../components/Amount';
import { durationText, fullTimeText } from '../components/time-format';
import { text } from '../text';
import { AmountFact, Fact, Facts, NetFormula } from './detail-parts';
import { FillsTable } from './FillsTable';
import classes from './Trades.module.css';
import { CoinFees } from './TradeTotals';

const say = text.trades;

export interface DetailProps<Kind extends TradeDetail['kind']> {
  readonly detail: TradeDetail & { readonly kind: Kind };
  readonly account: AccountName | undefined;
}

export function TripDetail({ detail, account }: DetailProps<'trip'>) {
  const { trade, fills } = detail;
  const { columns } = say;
  return (
    <div className={classes.detail}>
      {trade.incompleteHistory ? <p className={classes.warning}>{say.incompleteTitle}</p> : null}
      <section>
        <h3>{say.figures}</h3>
        <NetFormula {...trade} rate={trade.netRate} />
        <CoinFees before={say.unconverted} fees={trade.unconvertedFees} />
        <Facts account={account}>
          <Fact name={columns.direction}>{say.directions[trade.direction]}</Fact>
          <AmountFact name={columns.amount} value={trade.amount} currency={trade.base} />
          <AmountFact name={columns.entry} value={trade.averageEntry} currency={trade.quote} />
          <AmountFact
            name={columns.exit}
            value={trade.averageExit}
            currency={trade.quote}
            unknownBecause={say.stillOpen}
          />
          <Fact name={columns.opened}>{fullTimeText(trade.openedAt)}</Fact>
          <Fact name={columns.closed}>{trade.closedAt === null ? say.stillOpen : fullTimeText(trade.closedAt)}</Fact>
          {trade.holdMs === null ? null : <Fact name={columns.held}>{durationText(trade.holdMs)}</Fact>}
          <Dust name={say.dust.in} dust={trade.carriedIn} base={trade.base} quote={trade.quote} />
          <Dust name={say.dust.out} dust={trade.carriedOut} base={trade.base} quote={trade.quote} />
        </Facts>
        {trade.carriedIn === null && trade.carriedOut === null ? null : (
          <p className={classes.dustNote}>{say.dust.note}</p>
        )}
      </section>
      <section>
        <h3>{say.fills}</h3>
        {fills.length < trade.fillCount ? (
          <p className={classes.dim}>{say.fillsShown(fills.length, trade.fillCount)}</p>
        ) : null}
        <FillsTable caption={say.fillsCaptions.trip} fills={fills} base={trade.base} quote={trade.quote} />
      </section>
    </div>
  );
}

interface DustProps {
  readonly name: string;
  readonly dust: CarriedDust | null;
  readonly base: string;
  readonly quote: string;
}

const Dust = ({ name, dust, base, quote }: DustProps) =>
  dust === null ? null : (
    <Fact name={name}>
      <Amount value={dust.quantity} currency={base} showCurrency /> {say.dust.atCost}{' '}
      <Amount value={dust.cost} currency={quote} showCurrency />
    </Fact>
  );
