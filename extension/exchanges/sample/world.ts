/** One sample: the instant at which it was opened, and all that follows from it. Its accounts' keys name that instant. */
import type { ExchangeId } from '../../../shared/exchanges/ids';
import { type SampleAccount, sampleAccounts } from './accounts';
import { createPrices, type Prices } from './coins';
import { createStory, type Story } from './story';

export interface SampleWorld {
  readonly openedAt: number;
  readonly prices: Prices;
  accountOf(exchange: ExchangeId): SampleAccount;
  storyOf(account: SampleAccount): Story;
}

const keyPattern = /^sample-(\d{12,15})$/;

/** The key of every account of a sample. It opens nothing anywhere. */
export const keyOf = (openedAt: number): string => `sample-${openedAt}`;

/** When the sample of this key was opened; null for a key of no sample. */
export function openedAtOf(apiKey: string): number | null {
  const digits = keyPattern.exec(apiKey)?.[1];
  return digits === undefined ? null : Number(digits);
}

/** The last one made: an engine tells one sample. */
let latest: SampleWorld | null = null;

/** The sample that was opened at `openedAt`; stories are made when they are first asked for. */
export function worldOf(openedAt: number): SampleWorld {
  if (latest?.openedAt === openedAt) return latest;
  const prices = createPrices(openedAt);
  const stories = new Map<ExchangeId, Story>();
  const world: SampleWorld = {
    openedAt,
    prices,
    accountOf(exchange) {
      const account = sampleAccounts.find((one) => one.exchange === exchange);
      if (!account) throw new Error(`no sample account at ${exchange}`);
      return account;
    },
    storyOf(account) {
      const story = stories.get(account.exchange) ?? createStory(account, openedAt, prices);
      stories.set(account.exchange, story);
      return story;
    },
  };
  latest = world;
  return world;
}
