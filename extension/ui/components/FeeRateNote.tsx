/** What a fee's rate is made of: the price, its interval and instant, the exchange, and the markets that it went through. */
import { exchangeIdOf, exchangeInfos } from '../../../shared/exchanges/ids';
import { unixMs } from '../../../shared/result';
import type { RateSource } from '../../engine/api/rates';
import { text } from '../text';
import { Amount } from './Amount';
import { fullTimeText } from './time-format';

const say = text.rates;

interface FeeRateNoteProps {
  readonly source: RateSource;
  readonly quote: string;
}

/** "at 612.34 USDT, last price of the minute from 21 Nov 2026, 14:03:00, Binance: BNB/USDT". */
export function FeeRateNote({ source, quote }: FeeRateNoteProps) {
  const { rate, legs, interval, exchange, minute } = source;
  const id = exchangeIdOf(exchange);
  // coarser candles begin before the minute of the fill, those of several legs as the first of them
  const from = unixMs(Math.min(minute, ...legs.map(({ openAt }) => openAt)));
  const isPlain = legs.length === 1 && legs.every(({ turned }) => !turned);
  return (
    <>
      {say.at} <Amount value={rate} currency={quote} showCurrency />,{' '}
      {say.closeOf(say.intervals[interval], fullTimeText(from), id ? exchangeInfos[id].name : exchange)}{' '}
      {legs.map((leg, index) => (
        <span key={leg.symbol}>
          {index === 0 ? '' : ', '}
          {leg.symbol}
          {isPlain ? null : (
            <>
              {' '}
              <Amount value={leg.close} currency={leg.symbol.split('/')[1] ?? ''} />
            </>
          )}
          {leg.turned ? ` ${say.turned}` : ''}
        </span>
      ))}
    </>
  );
}
