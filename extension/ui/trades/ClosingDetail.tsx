/** A closing with its lot and both fills; and an open lot with the fill that opened it and what closed parts of it. */
import { durationText, fullTimeText } from '../components/time-format';
import { text } from '../text';
import { LotAge } from './closing-columns';
import { AmountFact, Fact, Facts, NetFormula } from './detail-parts';
import { FillsTable } from './FillsTable';
import { LotClosings, ToTrade } from './LotClosings';
import classes from './Trades.module.css';
import type { DetailProps } from './TripDetail';

const say = text.trades;

export function ClosingDetail({ detail, account }: DetailProps<'closing'>) {
  const { closing, lot, fills } = detail;
  const { columns } = say;
  const unbought = closing.openedAt === null;
  const averaged = closing.method === 'average' && !unbought;
  return (
    <div className={classes.detail}>
      {unbought ? <p className={classes.warning}>{say.unboughtTitle}</p> : null}
      <section>
        <h3>{say.figures}</h3>
        <NetFormula {...closing} rate={closing.netRate} signed={!unbought} />
        <Facts account={account}>
          <Fact name={say.method}>{text.common.methods([closing.method], closing.pooled)}</Fact>
          <Fact name={columns.direction}>{say.directions[closing.direction]}</Fact>
          <AmountFact name={columns.quantity} value={closing.quantity} currency={closing.base} />
          <AmountFact
            name={averaged ? say.averageEntry : columns.entry}
            value={closing.entry}
            currency={closing.quote}
            unknownBecause={say.unbought}
          />
          <AmountFact name={columns.exit} value={closing.exit} currency={closing.quote} />
          <Fact name={columns.opened}>{closing.openedAt === null ? say.unbought : fullTimeText(closing.openedAt)}</Fact>
          <Fact name={columns.closed}>{fullTimeText(closing.closedAt)}</Fact>
          {closing.holdMs === null ? null : <Fact name={columns.held}>{durationText(closing.holdMs)}</Fact>}
        </Facts>
      </section>
      {lot === null ? null : (
        <section>
          <h3>{say.lot}</h3>
          <Facts account={undefined}>
            <AmountFact name={say.lotOpened} value={lot.quantity} currency={closing.base} />
            <AmountFact name={say.lotLeft} value={lot.left} currency={closing.base} />
            <Fact name={say.lotClosings}>{say.lotFills(lot.closings)}</Fact>
          </Facts>
          {lot.openId === null ? null : (
            <p className={classes.toLot}>
              <ToTrade id={lot.openId}>{say.toLot}</ToTrade>
            </p>
          )}
        </section>
      )}
      <section>
        <h3>{say.fills}</h3>
        <p className={classes.dim}>{averaged ? say.averagedNote : say.closingFills}</p>
        <FillsTable
          caption={averaged ? say.fillsCaptions.averaged : say.fillsCaptions.closing}
          fills={fills}
          base={closing.base}
          quote={closing.quote}
        />
      </section>
      {lot === null || lot.closings < 2 ? null : (
        <section>
          <h3>{say.lotClosingsTitle}</h3>
          <LotClosings life={lot} base={closing.base} quote={closing.quote} besideId={closing.id} />
        </section>
      )}
    </div>
  );
}

export function LotDetail({ detail, account }: DetailProps<'lot'>) {
  const { lot, life, fills, fillCount } = detail;
  const { columns } = say;
  const averaged = lot.method === 'average';
  return (
    <div className={classes.detail}>
      {lot.incompleteHistory ? <p className={classes.warning}>{say.incompleteTitle}</p> : null}
      <section>
        <h3>{say.figures}</h3>
        <Facts account={account}>
          <Fact name={say.method}>{text.common.methods([lot.method], lot.pooled)}</Fact>
          <Fact name={columns.direction}>{say.directions[lot.direction]}</Fact>
          {life === null ? null : <AmountFact name={say.lotOpened} value={life.quantity} currency={lot.base} />}
          <AmountFact name={life === null ? columns.quantity : say.lotLeft} value={lot.quantity} currency={lot.base} />
          <AmountFact name={averaged ? say.averageCost : columns.unitCost} value={lot.unitCost} currency={lot.quote} />
          <AmountFact name={columns.cost} value={lot.cost} currency={lot.quote} />
          <AmountFact name={averaged ? say.averageEntry : columns.entry} value={lot.price} currency={lot.quote} />
          <AmountFact name={columns.fees} value={lot.fees} currency={lot.quote} />
          <Fact name={columns.opened}>{fullTimeText(lot.openedAt)}</Fact>
          <Fact name={columns.age}>
            <LotAge openedAt={lot.openedAt} />
          </Fact>
        </Facts>
      </section>
      <section>
        <h3>{say.fills}</h3>
        {fills.length < fillCount ? <p className={classes.dim}>{say.fillsShown(fills.length, fillCount)}</p> : null}
        <FillsTable
          caption={averaged ? say.fillsCaptions.position : say.fillsCaptions.lot}
          fills={fills}
          base={lot.base}
          quote={lot.quote}
        />
      </section>
      {life === null ? null : (
        <section>
          <h3>{say.lotClosingsTitle}</h3>
          <LotClosings life={life} base={lot.base} quote={lot.quote} />
        </section>
      )}
    </div>
  );
}
