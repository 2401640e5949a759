/**
 * What a shared snapshot may contain, version 1. This comment is the specification; `parse-content.ts` holds every reader to it.
 *
 * UTF-8 JSON, an object with exactly these keys. There is no place in it for an id, a key, an address, a note, a fill or an order:
 * what is not listed here cannot be sent, since a key that is not listed makes the whole content unreadable.
 *
 * | key | holds |
 * | --- | --- |
 * | `version` | 1 |
 * | `title` | what the trader called it, at most 80 characters; may be empty |
 * | `asOf` | when it was made |
 * | `live` | whether the same link is given a newer one after each refresh |
 * | `detail` | `percent`, `amounts` or `coins`: how much is shown, below |
 * | `currency` | the currency of all amounts, 1 to 12 letters and digits |
 * | `total`, `free`, `locked` | figures over the accounts that were chosen |
 * | `methods` | the methods by which PnL was reckoned, 1 to 8 words of small letters |
 * | `net`, `volume` | figures: realized PnL after fees; what was bought and sold together; at the prices of `asOf` |
 * | `returned` | a figure in percent: the return by daily equity, deposits and withdrawals taken out |
 * | `equity` | at most 400 days, in order: `date` (UTC), `value`, `partial` |
 * | `accounts` | at most 50: `label`, `exchange` (their names), `value`, `free`, `locked`, `net`, `volume`, `returned` |
 * | `coins` | at most 300: `asset`, `quantity`, `free`, `locked` (units) and `value` (a figure); null unless `detail` is `coins` |
 *
 * A figure: `value` (a decimal, null where nothing of it is known), `at` (when its oldest part was read, null where none was), `stale`
 * (that was longer ago than the trader's refresh interval) and `missing` (why parts of it are not in it; empty: it is whole).
 *
 * With `percent` no amount is in it, nor anything that one could be reckoned from: `total`, `net`, `volume` and `coins` are null,
 * `equity` is an index whose first known day is 100, `free` and `locked` are percent of their account or of all, an account's
 * `value` is percent of all, and each has two decimals at most: a quotient with many decimals would tell what was divided.
 *
 * Decimals have at most 30 digits before and 36 after the point; instants are whole milliseconds since 1970. Texts hold no control
 * characters and none that turn the direction of writing.
 */

/** How much a snapshot shows: parts and indices alone; amounts; amounts and the units of each coin. */
export const shareDetails = ['percent', 'amounts', 'coins'] as const;
export type ShareDetail = (typeof shareDetails)[number];

/**
 * Why a part of a figure is not known, in words for who is shown it; what a key or an address has to do with it stays with the trader.
 *
 * - `not-read`: the exchange could not be read. `paused`: the trader has it not asked. `closed`: nothing is asked of it any more.
 * - `no-price`: no market prices it. `history-incomplete`: fills are missing that it rests on.
 * - `too-short`: too few days are known. `flows-unknown`: deposits and withdrawals are not known, which would count as gains.
 */
export const sharedReasons = [
  'not-read',
  'paused',
  'closed',
  'no-price',
  'history-incomplete',
  'too-short',
  'flows-unknown',
] as const;
export type SharedReason = (typeof sharedReasons)[number];

/** The bounds of the module comment, inclusive. */
export const contentLimits = {
  titleLength: 80,
  nameLength: 60,
  accounts: 50,
  coins: 300,
  days: 400,
} as const;

/** One figure; the module comment says what its fields mean. Amounts are signed where PnL is. */
export interface SharedFigure {
  readonly value: string | null;
  readonly at: number | null;
  readonly stale: boolean;
  readonly missing: readonly SharedReason[];
}

/** A UTC day's equity, or its index; `partial` where an account was not known that day. */
export interface SharedDay {
  readonly date: string;
  readonly value: string | null;
  readonly partial: boolean;
}

export interface SharedAccount {
  readonly label: string;
  readonly exchange: string;
  readonly value: SharedFigure;
  readonly free: SharedFigure;
  readonly locked: SharedFigure;
  readonly net: SharedFigure | null;
  readonly volume: SharedFigure | null;
  readonly returned: SharedFigure;
}

/** One coin over all accounts that were chosen; `quantity` = `free` + `locked`, in units. */
export interface SharedCoin {
  readonly asset: string;
  readonly quantity: string;
  readonly free: string;
  readonly locked: string;
  readonly value: SharedFigure;
}

/** The content of a shared snapshot. */
export interface SnapshotContent {
  readonly version: 1;
  readonly title: string;
  readonly asOf: number;
  readonly live: boolean;
  readonly detail: ShareDetail;
  readonly currency: string;
  readonly total: SharedFigure | null;
  readonly free: SharedFigure;
  readonly locked: SharedFigure;
  readonly methods: readonly string[];
  readonly net: SharedFigure | null;
  readonly volume: SharedFigure | null;
  readonly returned: SharedFigure;
  readonly equity: readonly SharedDay[];
  readonly accounts: readonly SharedAccount[];
  readonly coins: readonly SharedCoin[] | null;
}
