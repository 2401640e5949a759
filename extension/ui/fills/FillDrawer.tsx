/** One fill over the list: what is stored of it, the exchange's ids and own row, and what it did in the ledger. */
import { Drawer, UnstyledButton } from '@mantine/core';
import { type ReactNode, useState } from 'react';
import { msOfUs } from '../../../shared/result';
import type { FillDetail } from '../../engine/api/fills';
import type { AccountName, AccountNames } from '../accounts/use-account-names';
import { Amount } from '../components/Amount';
import { FeeRateNote } from '../components/FeeRateNote';
import { Skeletons } from '../components/Skeletons';
import { fullTimeText } from '../components/time-format';
import { useEngineQuery } from '../engine';
import { usePrivacy } from '../privacy';
import { text } from '../text';
import { CopyButton } from './CopyButton';
import { FillEffect } from './FillEffect';
import classes from './Fills.module.css';
import { Liquidity } from './fill-columns';

const say = text.fills;

export interface FillDrawerProps {
  readonly fillId: string | null;
  readonly accounts: AccountNames;
  readonly routeOfFill: (fillId: string) => string;
  readonly onClose: () => void;
}

export function FillDrawer({ fillId, accounts, routeOfFill, onClose }: FillDrawerProps) {
  const shown = useEngineQuery(
    ['fill', fillId],
    async (engine) => ({ fillId, fill: await engine.fill(fillId ?? '') }),
    { enabled: fillId !== null },
  ).data;
  const asked = shown?.fillId === fillId ? shown : undefined; // while another is on its way the former is not this one
  const fill = asked?.fill ?? null;
  return (
    <Drawer
      opened={fillId !== null}
      onClose={onClose}
      position="right"
      size="min(680px, 96vw)"
      title={fill === null ? say.title : say.detailTitle(fill.side, fill.symbol)}
      closeButtonProps={{ 'aria-label': text.common.close }}
    >
      {asked === undefined ? (
        <Skeletons lines={8} />
      ) : fill === null ? (
        <p>{say.notFound}</p>
      ) : (
        <FillBody fill={fill} account={accounts.get(fill.accountId)} routeOfFill={routeOfFill} />
      )}
    </Drawer>
  );
}

interface FillBodyProps {
  readonly fill: FillDetail;
  readonly account: AccountName | undefined;
  readonly routeOfFill: FillDrawerProps['routeOfFill'];
}

/** Everything of one fill. */
export function FillBody({ fill, account, routeOfFill }: FillBodyProps) {
  const [hidden] = usePrivacy();
  return (
    <div className={classes.detail}>
      <Figures fill={fill} account={account} />
      <Ids fill={fill} account={account} />
      <FillEffect fill={fill} routeOfFill={routeOfFill} />
      <RawRow key={fill.id} raw={fill.raw} hidden={hidden} />
    </div>
  );
}

/** "2026-11-21 17:46:30.000417": the exchange's instant to the microsecond. */
function utcText(us: number): string {
  const text = new Date(msOfUs(us)).toISOString();
  return `${text.slice(0, 10)} ${text.slice(11, -1)}${String(us % 1_000).padStart(3, '0')}`;
}

function Figures({ fill, account }: { fill: FillDetail; account: AccountName | undefined }) {
  const { columns } = say;
  return (
    <section>
      <h3>{say.figures}</h3>
      <dl className={classes.facts}>
        {account === undefined ? null : (
          <Fact name={columns.account}>
            {account.exchangeName} · {account.label}
          </Fact>
        )}
        <Fact name={say.executed}>{fullTimeText(msOfUs(fill.executedAtUs))}</Fact>
        <Fact name={say.executedUtc}>{utcText(fill.executedAtUs)}</Fact>
        <Fact name={columns.side}>{say.sides[fill.side]}</Fact>
        <Fact name={columns.quantity}>
          <Amount value={fill.quantity} currency={fill.base} showCurrency />
        </Fact>
        <Fact name={columns.price}>
          <Amount value={fill.price} currency={fill.quote} showCurrency />
        </Fact>
        <Fact name={columns.value}>
          <Amount value={fill.notional} currency={fill.quote} showCurrency />
        </Fact>
        <Fact name={columns.liquidity}>
          <Liquidity row={fill} />
        </Fact>
        <Fact name={say.market}>{say.markets[fill.market]}</Fact>
        <Fact name={columns.fee}>
          <Fees fill={fill} />
        </Fact>
        {fill.revision === 0 ? null : <Fact name={say.revision}>{say.revised(fill.revision)}</Fact>}
      </dl>
    </section>
  );
}

function Fees({ fill }: { fill: FillDetail }) {
  if (fill.fees.length === 0) return <>{say.noFee}</>;
  return (
    <>
      {fill.fees.map((fee, index) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: an exchange may charge one coin twice, and the order is its own
        <span key={index} className={classes.fee}>
          <Amount value={fee.amount} currency={fee.currency} showCurrency />
          {fee.amount.startsWith('-') ? <span className={classes.dim}> {say.feeRebate}</span> : null}
          <FeeRate fee={fee} quote={fill.quote} />
          {fee.counted ? null : <span className={classes.dim}> {say.feeApart}</span>}
        </span>
      ))}
    </>
  );
}

/** A rate opens to what it is made of, unless it came with the fill. */
function FeeRate({ fee: { rate, rateSource }, quote }: { fee: FillDetail['fees'][number]; quote: string }) {
  if (rate === null) return null;
  return (
    <span className={classes.dim}>
      {' '}
      {rateSource ? (
        <FeeRateNote source={rateSource} quote={quote} />
      ) : (
        <>
          {say.feeRate} <Amount value={rate} currency={quote} showCurrency />
        </>
      )}
    </span>
  );
}

function Ids({ fill, account }: { fill: FillDetail; account: AccountName | undefined }) {
  return (
    <section>
      <h3>{say.atExchange(account?.exchangeName ?? text.common.theExchange)}</h3>
      <dl className={classes.facts}>
        <Fact name={say.fillId}>
          <span className={classes.id}>{fill.fillId}</span>
          <CopyButton value={fill.fillId} label={say.copyFillId} />
        </Fact>
        <Fact name={say.orderId}>
          {fill.orderId === null ? (
            <span className={classes.dim}>{say.noOrderId}</span>
          ) : (
            <>
              <span className={classes.id}>{fill.orderId}</span>
              <CopyButton value={fill.orderId} label={say.copyOrderId} />
            </>
          )}
        </Fact>
      </dl>
    </section>
  );
}

interface RawRowProps {
  readonly raw: FillDetail['raw'];
  /** Amounts are: then the whole row is, since only the exchange knows which fields of it are amounts. */
  readonly hidden: boolean;
}

/** What is shown of a hidden row stays so until the drawer closes, or another fill is in it. */
export function RawRow({ raw, hidden }: RawRowProps) {
  const [asked, setAsked] = useState(false);
  const shown = !hidden || asked;
  const lines = (raw ?? []).map(({ name, value }) => `${name}: ${value}`).join('\n');
  return (
    <section>
      <h3>
        {say.rawTitle} {raw !== null && shown ? <CopyButton value={lines} label={say.copyRaw} /> : null}
      </h3>
      {raw === null ? (
        <p className={classes.dim}>{say.rawNone}</p>
      ) : (
        <>
          <p className={classes.dim}>
            {shown ? say.rawNote : say.rawHidden}{' '}
            {hidden ? (
              <UnstyledButton className={classes.more ?? ''} aria-expanded={asked} onClick={() => setAsked(!asked)}>
                {asked ? say.hideRaw : say.showRaw}
              </UnstyledButton>
            ) : null}
          </p>
          {shown ? <pre className={classes.raw}>{lines}</pre> : null}
        </>
      )}
    </section>
  );
}

const Fact = ({ name, children }: { name: string; children: ReactNode }) => (
  <div>
    <dt>{name}</dt>
    <dd>{children}</dd>
  </div>
);
