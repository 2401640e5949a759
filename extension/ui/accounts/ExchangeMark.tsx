/** Two letters and a colour that stand for an exchange: no logo of theirs, and told apart at a glance all the same. */
import type { ExchangeId } from '../../../shared/exchanges/ids';
import classes from './ExchangeMark.module.css';

const letters: Readonly<Record<ExchangeId, string>> = {
  binance: 'Bn',
  bitget: 'Bg',
  gate: 'Ga',
  mexc: 'Mx',
  poloniex: 'Po',
  bitmart: 'Bm',
  coinstore: 'Cs',
};

export function ExchangeMark({ exchange, large = false }: { exchange: ExchangeId; large?: boolean }) {
  return (
    <span className={large ? classes.large : classes.mark} data-exchange={exchange} aria-hidden="true">
      {letters[exchange]}
    </span>
  );
}
