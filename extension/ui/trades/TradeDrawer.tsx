/** One trade over the list: gross − fees = net, then the fills that it is made of with the exchange's ids. */
import { Drawer } from '@mantine/core';
import type { ReactNode } from 'react';
import type { TradeDetail, TradeRow } from '../../engine/api/trades';
import { Amount } from '../components/Amount';
import { Rate } from '../components/Rate';
import { Skeletons } from '../components/Skeletons';
import { durationText, fullTimeText } from '../components/time-format';
import { useEngineQuery } from '../engine';
import { text } from '../text';
import { FillsTable } from './FillsTable';
import classes from './Trades.module.css';
import type { AccountName } from './trade-columns';

const say = text.trades;

export interface TradeDrawerProps {
  readonly tradeId: string | null;
  /** Names of accounts by their ids. */
  readonly accounts: ReadonlyMap<string, AccountName>;
  readonly onClose: () => void;
}

export function TradeDrawer({ tradeId, accounts, onClose }: TradeDrawerProps) {
  const detail = useEngineQuery(['trade', tradeId], (engine) => engine.trade(tradeId ?? ''), {
    enabled: tradeId !== null,
  }).data;
  const trip = detail?.kind === 'trip' ? detail : undefined;
  const shown = trip?.trade.id === tradeId ? trip : detail === null ? null : undefined;
  return (
    <Drawer
      opened={tradeId !== null}
      onClose={onClose}
      position="right"
      size="min(880px, 96vw)"
      title={shown ? say.detailTitle(shown.trade.symbol) : say.title}
      closeButtonProps={{ 'aria-label': text.common.close }}
    >
      {shown === undefined ? (
        <Skeletons lines={6} />
      ) : shown === null ? (
        <p>{say.notFound}</p>
      ) : (
        <Detail detail={shown} account={accounts.get(shown.trade.accountId)} />
      )}
    </Drawer>
  );
}

function Detail({ detail, account }: { detail: TradeDetail & { kind: 'trip' }; account: AccountName | undefined }) {
  const { trade, fills } = detail;
  return (
    <div className={classes.detail}>
      {trade.incompleteHistory ? <p className={classes.warning}>{say.incompleteTitle}</p> : null}
      <Figures trade={trade} account={account} />
      <section>
        <h3>{say.fills}</h3>
        {fills.length < trade.fillCount ? (
          <p className={classes.dim}>{say.fillsShown(fills.length, trade.fillCount)}</p>
        ) : null}
        <FillsTable fills={fills} base={trade.base} quote={trade.quote} />
      </section>
    </div>
  );
}

function Figures({ trade, account }: { trade: TradeRow; account: AccountName | undefined }) {
  const { columns } = say;
  const money = { currency: trade.quote, showCurrency: true, unknownBecause: say.stillOpen };
  return (
    <section>
      <h3>{say.figures}</h3>
      <p className={classes.formula}>
        <Term name={columns.gross}>
          <Amount value={trade.gross} {...money} signed />
        </Term>
        <span aria-hidden="true">{text.overview.minus}</span>
        <Term name={columns.fees}>
          <Amount value={trade.fees} {...money} />
        </Term>
        <span aria-hidden="true">{text.overview.equals}</span>
        <Term name={columns.net}>
          <strong>
            <Amount value={trade.net} {...money} signed />
          </strong>
        </Term>
        {trade.netRate === null ? null : (
          <Term name={say.rateOf}>
            <Rate rate={trade.netRate} />
          </Term>
        )}
      </p>
      <UnconvertedFees trade={trade} />
      <dl className={classes.facts}>
        {account === undefined ? null : (
          <Fact name={columns.account}>
            {account.exchangeName} · {account.label}
          </Fact>
        )}
        <Fact name={columns.direction}>{say.directions[trade.direction]}</Fact>
        <Fact name={columns.amount}>
          <Amount value={trade.amount} currency={trade.base} showCurrency />
        </Fact>
        <Fact name={columns.entry}>
          <Amount value={trade.averageEntry} currency={trade.quote} showCurrency />
        </Fact>
        <Fact name={columns.exit}>
          <Amount value={trade.averageExit} currency={trade.quote} showCurrency unknownBecause={say.stillOpen} />
        </Fact>
        <Fact name={columns.opened}>{fullTimeText(trade.openedAt)}</Fact>
        <Fact name={columns.closed}>{trade.closedAt === null ? say.stillOpen : fullTimeText(trade.closedAt)}</Fact>
        {trade.holdMs === null ? null : <Fact name={columns.held}>{durationText(trade.holdMs)}</Fact>}
      </dl>
    </section>
  );
}

function UnconvertedFees({ trade }: { trade: TradeRow }) {
  if (trade.unconvertedFees.length === 0) return null;
  return (
    <p className={classes.dim}>
      {say.unconverted}{' '}
      {trade.unconvertedFees.map((fee, index) => (
        <span key={fee.currency}>
          {index === 0 ? '' : ', '}
          <Amount value={fee.amount} currency={fee.currency} showCurrency />
        </span>
      ))}
    </p>
  );
}

const Term = ({ name, children }: { name: string; children: ReactNode }) => (
  <span className={classes.term}>
    <span className={classes.dim}>{name}</span> {children}
  </span>
);

const Fact = ({ name, children }: { name: string; children: ReactNode }) => (
  <div>
    <dt>{name}</dt>
    <dd>{children}</dd>
  </div>
);
