/** What a fill did in the ledger by the account's method: the lots it closed with gross − fees = net, the lot it opened, its trade. */
import { Link } from 'wouter';
import type { FillClosing, FillDetail } from '../../engine/api/fills';
import { Amount, Unknown } from '../components/Amount';
import { columnDecimals } from '../components/amount-format';
import { compactTimeText, fullTimeText } from '../components/time-format';
import { routes } from '../routes';
import { text } from '../text';
import { pooling } from '../text/pooling';
import classes from './Fills.module.css';

const say = text.fills;

interface FillEffectProps {
  readonly fill: FillDetail;
  readonly routeOfFill: (fillId: string) => string;
}

export function FillEffect({ fill, routeOfFill }: FillEffectProps) {
  const { method, pooling: kind, closings, closingCount, unmatched, lot, trades } = fill.effect;
  const averaged = method === 'average';
  return (
    <section>
      <h3>{say.inLedger(text.common.methods([method], kind === 'pooled'))}</h3>
      {kind === 'own-book' ? <p className={classes.warning}>{pooling.ownBook(fill.base)}</p> : null}
      <p>
        {averaged ? say.averaged : closingCount === 0 ? say.closedNothing : say.closedLots(closingCount)}
        {closings.length < closingCount ? ` ${say.closingsShown(closings.length, closingCount)}` : ''}{' '}
        {lot === null && !averaged ? say.openedNothing : null}
      </p>
      {closingCount === 0 ? null : <Closings fill={fill} routeOfFill={routeOfFill} />}
      {unmatched === null ? null : (
        <p className={classes.warning}>
          <Amount value={unmatched} currency={fill.base} showCurrency /> {say.unmatched}
        </p>
      )}
      {lot === null ? null : (
        <p>
          {say.openedLot[lot.direction]} <Amount value={lot.opened} currency={fill.base} showCurrency />,{' '}
          {lot.open === '0' ? (
            say.lotClosed
          ) : (
            <>
              {say.lotOpen} <Amount value={lot.open} currency={fill.base} showCurrency />
            </>
          )}
        </p>
      )}
      {trades.map(({ id, state }) => (
        <p key={id}>
          <Link href={routes.trade(id)} className={classes.link ?? ''}>
            {say.trade[state]}
          </Link>
        </p>
      ))}
    </section>
  );
}

function Closings({ fill, routeOfFill }: FillEffectProps) {
  const { closingColumns } = say;
  const { closings, realized } = fill.effect;
  const money = { currency: fill.effect.quote, decimals: columnDecimals(fill.effect.quote) };
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls sideways must be reachable by keyboard
    <section className={classes.closingsScroll} aria-label={say.closingsCaption} tabIndex={0}>
      <table className={classes.closings}>
        <caption>{say.closingsCaption}</caption>
        <thead>
          <tr>
            <th scope="col">{closingColumns.opened}</th>
            {[closingColumns.openedAt, closingColumns.quantity, closingColumns.gross, closingColumns.fees].map(
              (name) => (
                <th key={name} scope="col" className={classes.right}>
                  {name}
                </th>
              ),
            )}
            <th scope="col" className={classes.right}>
              {closingColumns.net}, {fill.effect.quote}
            </th>
          </tr>
        </thead>
        <tbody>
          {closings.map((closing, index) => (
            <ClosingRow
              key={closing.opened?.id ?? `none ${index}`}
              closing={closing}
              fill={fill}
              routeOfFill={routeOfFill}
            />
          ))}
        </tbody>
        {realized === null ? null : (
          <tfoot>
            <tr>
              <th scope="row" colSpan={3}>
                {say.allClosings}
              </th>
              <td>
                <Amount value={realized.gross} {...money} signed />
              </td>
              <td>
                <Amount value={realized.fees} {...money} />
              </td>
              <td>
                <strong>
                  <Amount value={realized.net} {...money} signed />
                </strong>
              </td>
            </tr>
          </tfoot>
        )}
      </table>
    </section>
  );
}

function ClosingRow({ closing, fill, routeOfFill }: FillEffectProps & { readonly closing: FillClosing }) {
  const { opened, quantity, gross, fees, net } = closing;
  const money = { currency: fill.effect.quote, decimals: columnDecimals(fill.effect.quote) };
  return (
    <tr>
      <td>
        {opened === null ? (
          <Unknown because={say.noPurchase} />
        ) : opened.id === null ? (
          <span title={say.averagedFrom(fullTimeText(opened.at))}>{compactTimeText(opened.at)}</span>
        ) : (
          <Link
            href={routeOfFill(opened.id)}
            className={classes.link ?? ''}
            title={say.openFillOf(fullTimeText(opened.at))}
          >
            {compactTimeText(opened.at)}
          </Link>
        )}
      </td>
      <td>
        <Amount value={opened?.price ?? null} currency={fill.effect.quote} unknownBecause={say.noPurchase} />
      </td>
      <td>
        <Amount value={quantity} currency={fill.base} />
      </td>
      <td>
        <Amount value={gross} {...money} signed />
      </td>
      <td>
        <Amount value={fees} {...money} />
      </td>
      <td>
        <Amount value={net} {...money} signed />
      </td>
    </tr>
  );
}
