/** The letter that stands for an exchange: no logo of theirs, and told apart at a glance all the same. */
import type { ExchangeId } from '../../../shared/exchanges/ids';
import { exchangeInfos } from '../../../shared/exchanges/ids';
import classes from './ExchangeMark.module.css';

export function ExchangeMark({ exchange, large = false }: { exchange: ExchangeId; large?: boolean }) {
  return (
    <span className={large ? classes.large : classes.mark} aria-hidden="true">
      {exchangeInfos[exchange].name.slice(0, 1)}
    </span>
  );
}
