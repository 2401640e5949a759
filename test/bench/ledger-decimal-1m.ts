/**
 * ledger_decimal_1m: ledger_fifo_1m again. Rival: the same algorithm with decimal.js-light, run on 100,000 of the fills and
 * scaled by 10, since it is linear.
 */
import Decimal from 'decimal.js-light';
import { historyOf, type PlainHistory } from './ledger-history';
import { matchAll, timed } from './ledger-rounds';
import { type Measurement, measurementOf } from './measurement';

interface DecimalLot {
  rest: Decimal;
  value: Decimal;
  cost: Decimal;
}

function decimalFifo({ count, buys, quantities, prices, fees, coins }: PlainHistory) {
  const lots: DecimalLot[] = [];
  let head = 0;
  let [gross, net, unmatched] = [new Decimal(0), new Decimal(0), new Decimal(0)];
  for (let fill = 0; fill < count; fill += 1) {
    const isBuy = buys[fill] === 1;
    const [quantity, price] = [new Decimal(quantities[fill] ?? 0), new Decimal(prices[fill] ?? 0)];
    const fee = new Decimal(fees[fill] ?? 0);
    let rest = coins[fill] === 1 ? (isBuy ? quantity.minus(fee) : quantity.plus(fee)) : quantity;
    let value = rest.times(price);
    let cash = quantity.times(price);
    if (coins[fill] === 0) cash = isBuy ? cash.plus(fee) : cash.minus(fee);
    if (isBuy) {
      lots.push({ rest, value, cost: cash });
      continue;
    }
    for (let lot = lots[head]; lot && rest.gt(0); lot = lots[head]) {
      const taken = rest.lt(lot.rest) ? rest : lot.rest;
      const [entryValue, entryCost] = [lot.value.times(taken).div(lot.rest), lot.cost.times(taken).div(lot.rest)];
      const [exitValue, exitCash] = [value.times(taken).div(rest), cash.times(taken).div(rest)];
      gross = gross.plus(exitValue.minus(entryValue));
      net = net.plus(exitCash.minus(entryCost));
      [rest, value, cash] = [rest.minus(taken), value.minus(exitValue), cash.minus(exitCash)];
      if (taken.eq(lot.rest)) head += 1;
      else
        Object.assign(lot, {
          rest: lot.rest.minus(taken),
          value: lot.value.minus(entryValue),
          cost: lot.cost.minus(entryCost),
        });
    }
    if (rest.gt(0)) {
      unmatched = unmatched.plus(rest);
      gross = gross.plus(value);
      net = net.plus(cash);
    }
  }
  return { gross, net, unmatched };
}

const share = 10;

export function ledgerDecimal1m(): Promise<Measurement> {
  Decimal.set({ precision: 60 });
  const history = historyOf(1_000_000, 100);
  const part = historyOf(1_000_000 / share, 100);
  const [own, rival]: [number[], number[]] = [[], []];
  for (let round = 0; round < 5; round += 1) {
    own.push(timed(() => matchAll(history, 'fifo')));
    rival.push(timed(() => decimalFifo(part.plain)) * share);
  }
  return Promise.resolve(measurementOf(own, rival, { ratio: 0.1 }));
}
