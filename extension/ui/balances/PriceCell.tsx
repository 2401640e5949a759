/**
 * The price of one asset, a button that opens the markets it comes through, each with its exchange and its age.
 *
 * Where the table is too narrow for a column of prices, an icon beside the value opens the same.
 */
import { Popover, UnstyledButton } from '@mantine/core';
import { IconInfoCircle } from '@tabler/icons-react';
import { type ReactNode, useState } from 'react';
import { exchangeInfos } from '../../../shared/exchanges/ids';
import { reasons } from '../../../shared/reasons';
import type { UnixMs } from '../../../shared/result';
import type { AssetRow, PricePath } from '../../engine/api/balances';
import { Age } from '../components/Age';
import { Amount, Unknown } from '../components/Amount';
import { FailureNotice } from '../components/FailureNotice';
import { Unseen } from '../components/Unseen';
import { text } from '../text';
import classes from './Balances.module.css';

export interface PriceCellProps {
  readonly asset: string;
  readonly price: AssetRow['value'];
  readonly baseCurrency: string;
  /** Of one row; null for a sum, whose rows have their own. */
  readonly held: {
    readonly free: AssetRow['free'];
    readonly locked: AssetRow['locked'];
    readonly readAt: UnixMs;
  } | null;
}

export function PriceCell(props: PriceCellProps) {
  const { price, baseCurrency } = props;
  return (
    <PriceButton {...props} className={classes.priceButton ?? ''}>
      {price.state === 'known' ? (
        <Amount value={price.price} currency={baseCurrency} />
      ) : (
        <Unknown because={reasons[price.failure.reason].title} />
      )}
    </PriceButton>
  );
}

/** The icon for narrow tables. */
export const PriceIcon = (props: PriceCellProps) => (
  <PriceButton {...props} className={classes.priceIcon ?? ''}>
    <IconInfoCircle size={15} stroke={1.7} aria-hidden="true" />
    <Unseen>{text.balances.priceOpen(props.asset)}</Unseen>
  </PriceButton>
);

interface PriceButtonProps extends PriceCellProps {
  readonly className: string;
  readonly children: ReactNode;
}

function PriceButton({ asset, price, held, className, children }: PriceButtonProps) {
  const [opened, setOpened] = useState(false);
  return (
    <Popover opened={opened} onChange={setOpened} position="left" width={320} trapFocus returnFocus>
      <Popover.Target>
        <UnstyledButton
          className={className}
          onClick={() => setOpened(!opened)}
          aria-description={text.balances.priceOpen(asset)}
        >
          {children}
        </UnstyledButton>
      </Popover.Target>
      <Popover.Dropdown className={classes.card ?? ''} aria-label={text.balances.priceCard}>
        {price.state === 'known' ? (
          <Path path={price.path} />
        ) : (
          <FailureNotice failure={price.failure} accountId={null} exchange={null} variant="compact" />
        )}
        {held === null ? null : (
          <dl className={classes.parts}>
            <dt>{text.balances.free}</dt>
            <dd>
              <Amount value={held.free} currency={asset} mode="holding" showCurrency />
            </dd>
            <dt>{text.balances.locked}</dt>
            <dd>
              <Amount value={held.locked} currency={asset} mode="holding" showCurrency />
            </dd>
            <dt>{text.balances.readAt}</dt>
            <dd>
              <Age at={held.readAt} />
            </dd>
          </dl>
        )}
      </Popover.Dropdown>
    </Popover>
  );
}

/** "Through SUI/BTC, BTC/USDT", each market with its price, its exchange and its age. */
function Path({ path }: { path: PricePath }) {
  if (path.length === 0) return <p>{text.balances.priceBase}</p>;
  return (
    <>
      <p>
        {text.balances.priceThrough} {path.map((step) => step.symbol).join(', ')}
      </p>
      <ul className={classes.path}>
        {path.map((step) => (
          <li key={step.symbol}>
            <span>{step.symbol}</span>
            <Amount value={step.price} />
            <span className={classes.dim}>
              {step.inverted ? `${text.balances.inverted}, ` : ''}
              {exchangeInfos[step.exchange].name}, <Age at={step.at} />
            </span>
          </li>
        ))}
      </ul>
    </>
  );
}
