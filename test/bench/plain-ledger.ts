/**
 * FIFO on plain numbers: what the ledger computes, in binary floating point and with nothing to take back. The rival that shows what
 * being exact costs.
 */
import type { PlainHistory } from './ledger-history';

/** Every closing as columns, and the totals. */
export function plainFifo({ count, buys, quantities, prices, fees, coins }: PlainHistory) {
  const lotFills = new Int32Array(count);
  const rests = new Float64Array(count);
  const values = new Float64Array(count);
  const costs = new Float64Array(count);
  const closingLots = new Int32Array(2 * count);
  const closingFills = new Int32Array(2 * count);
  const closed = new Float64Array(2 * count);
  const feesByCoin = new Float64Array(3);
  let [head, lots, closings, gross, feeSum, unmatched] = [0, 0, 0, 0, 0, 0];
  for (let fill = 0; fill < count; fill += 1) {
    const isBuy = buys[fill] === 1;
    const coin = coins[fill] ?? 0;
    const fee = fees[fill] ?? 0;
    const quantity = quantities[fill] ?? 0;
    const price = prices[fill] ?? 0;
    feesByCoin[coin] = (feesByCoin[coin] ?? 0) + fee;
    const inBase = coin === 1 ? fee : 0;
    const inQuote = coin === 0 ? fee : 0;
    let rest = isBuy ? quantity - inBase : quantity + inBase;
    let value = rest * price;
    let cash = quantity * price + (isBuy ? inQuote : -inQuote);
    if (isBuy) {
      lotFills[lots] = fill;
      rests[lots] = rest;
      values[lots] = value;
      costs[lots] = cash;
      lots += 1;
      continue;
    }
    while (rest > 0 && head < lots) {
      const have = rests[head] ?? 0;
      const taken = Math.min(rest, have);
      const entryValue = ((values[head] ?? 0) * taken) / have;
      const entryCost = ((costs[head] ?? 0) * taken) / have;
      const exitValue = (value * taken) / rest;
      const exitCash = (cash * taken) / rest;
      closingLots[closings] = head;
      closingFills[closings] = fill;
      closed[closings] = taken;
      closings += 1;
      gross += exitValue - entryValue;
      feeSum += exitValue - entryValue - (exitCash - entryCost);
      rest -= taken;
      value -= exitValue;
      cash -= exitCash;
      if (taken === have) head += 1;
      else {
        rests[head] = have - taken;
        values[head] = (values[head] ?? 0) - entryValue;
        costs[head] = (costs[head] ?? 0) - entryCost;
      }
    }
    if (rest > 0) {
      unmatched += rest;
      gross += value;
      feeSum += value - cash;
      closingLots[closings] = -1;
      closingFills[closings] = fill;
      closed[closings] = rest;
      closings += 1;
    }
  }
  return { gross, fees: feeSum, net: gross - feeSum, unmatched, closings, openLots: lots - head, feesByCoin };
}
