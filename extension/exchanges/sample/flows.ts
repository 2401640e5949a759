/** The deposits with which a sample account began, a minute before its first fill; nothing came or went since. */
import { exchangeInfos } from '../../../shared/exchanges/ids';
import type { ExchangeFlow } from '../../../shared/exchanges/readings';
import { decimal, type E18, formatE18 } from '../../../shared/money/decimal';
import type { ExchangeClient, FlowSource } from '../client';
import type { SampleAccount } from './accounts';
import type { Answer, SampleDeps } from './clients';
import type { Story } from './story';

const minuteUs = 60_000_000;

/** What was held before the first fill; where the exchange keeps deposits for a while alone, older ones are passed over. */
function depositsOf({ exchange }: SampleAccount, { fills, opening }: Story, nowMs: number): readonly ExchangeFlow[] {
  const occurredAtUs = (fills[0]?.executedAtUs ?? 0) - minuteUs;
  const { lookBackMs } = exchangeInfos[exchange].flows;
  if (occurredAtUs < 0 || (lookBackMs !== null && occurredAtUs < (nowMs - lookBackMs) * 1000)) return [];
  return [...opening].map(([asset, total]) => ({
    id: `opening ${asset}`,
    kind: 'deposit',
    occurredAtUs,
    exchange,
    asset,
    amount: formatE18(total as E18), // an amount of the story, scaled by 10^18
    fee: decimal('0'),
    status: 'completed',
  }));
}

/** How the account's cash flows are read, in one page a source. */
export function flowsReader(
  account: SampleAccount,
  story: Story,
  { now }: SampleDeps,
  answer: Answer,
): ExchangeClient['flows'] {
  const all: readonly FlowSource[] = account.exchange === 'poloniex' ? ['activity'] : ['deposits', 'withdrawals'];
  return {
    sources: all,
    page: (source, _, signal) =>
      answer(
        { path: `/${source}`, refusal: account.refused },
        () => ({
          flows: source === 'withdrawals' ? [] : depositsOf(account, story, now()),
          next: '',
          done: true,
          readTo: now(),
        }),
        signal,
      ),
  };
}
