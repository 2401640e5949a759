/**
 * Every failure that a desk meets, and what each exchange is then said to suffer from.
 *
 * What follows a failure concerns other exchanges than it did: the refresh that meets the one mends the other, and a circuit that
 * the one opened closes beside the next. The exchange whose import takes minutes comes last.
 */
import type { ExchangeId } from '../../shared/exchanges/ids';
import type { Reason } from '../../shared/reasons';
import type { Fault } from '../simulator/faults';
import { deskAccounts } from './harness/desk';

type ByExchange = Readonly<Partial<Record<ExchangeId, Reason>>>;

const everywhere = (reason: Reason, but: ByExchange = {}): ByExchange =>
  Object.fromEntries(deskAccounts.map((exchange) => [exchange, but[exchange] ?? reason]));

export interface Case {
  readonly name: string;
  readonly fault: Fault;
  readonly reasons: ByExchange;
  /** Where `npm test` plays it. */
  readonly at: readonly ExchangeId[];
  /** Where the doctor finds out more than the reason says: its verdict. */
  readonly doctor?: Readonly<Partial<Record<ExchangeId, RegExp>>>;
}

/** Where an exchange does not know a failure (no passphrase, no second kind of account) it is not listed. */
export const cases: readonly Case[] = [
  {
    name: 'no answer in time',
    fault: { kind: 'timeout' },
    reasons: everywhere('network-failed'),
    at: ['binance', 'bitget'],
  },
  {
    name: 'an empty body',
    fault: { kind: 'emptyBody' },
    reasons: everywhere('network-failed'),
    at: ['poloniex', 'coinstore'],
  },
  {
    name: 'a reply whose body is cut off',
    fault: { kind: 'cutBody' },
    reasons: everywhere('network-failed'),
    at: ['gate', 'mexc'],
  },
  {
    name: 'a key without the right to read',
    fault: { kind: 'missingRead' },
    reasons: everywhere('permission-missing', { binance: 'key-or-address-refused' }),
    at: ['binance', 'bitget'],
    // the rights of a key can be asked for without the right to read
    doctor: { binance: /Read right missing/ },
  },
  {
    name: 'a secret that does not belong to the key',
    fault: { kind: 'badSignature' },
    reasons: everywhere('signature-rejected', {
      poloniex: 'key-or-address-refused',
      coinstore: 'key-or-address-refused',
    }),
    at: ['mexc', 'poloniex'],
  },
  {
    name: 'an exchange under maintenance',
    fault: { kind: 'maintenance' },
    reasons: {
      binance: 'exchange-unavailable',
      bitget: 'exchange-unavailable',
      gate: 'exchange-unavailable',
      mexc: 'exchange-unavailable',
      poloniex: 'exchange-unavailable',
      bitmart: 'exchange-unavailable',
    },
    at: ['bitget', 'gate'],
  },
  {
    name: 'a ban',
    fault: { kind: 'banned', retryAfterSeconds: 5 },
    reasons: { binance: 'rate-limited', mexc: 'rate-limited', bitmart: 'rate-limited' },
    at: ['binance', 'mexc'],
  },
  {
    name: 'a clock that is two minutes behind',
    fault: { kind: 'clockSkew', skewMs: 120_000 },
    reasons: everywhere('clock-skew', { coinstore: 'key-or-address-refused' }),
    at: ['poloniex', 'coinstore'],
  },
  {
    name: 'a block by region (451)',
    fault: { kind: 'region451' },
    reasons: everywhere('region-blocked'),
    at: ['bitget', 'gate'],
  },
  {
    name: 'a gateway that answers 502',
    fault: { kind: 'serverError' },
    reasons: everywhere('exchange-unavailable'),
    at: ['mexc', 'poloniex'],
  },
  {
    name: 'a wrong passphrase',
    fault: { kind: 'passphraseWrong' },
    reasons: { bitget: 'passphrase-rejected' },
    at: ['bitget'],
  },
  {
    name: 'an address that is not whitelisted',
    fault: { kind: 'ipRefused' },
    reasons: everywhere('ip-not-whitelisted', {
      binance: 'key-or-address-refused',
      coinstore: 'key-or-address-refused',
    }),
    at: ['bitmart', 'binance'],
  },
  {
    name: 'an account of another mode than the request',
    fault: { kind: 'accountMode' },
    reasons: { bitget: 'account-mode', poloniex: 'account-mode' },
    at: ['bitget', 'poloniex'],
  },
  {
    name: 'a rate limit (429)',
    fault: { kind: 'rateLimited', retryAfterSeconds: 5 },
    reasons: everywhere('rate-limited'),
    at: ['bitmart', 'binance'],
  },
  {
    name: 'a key that the exchange does not know',
    fault: { kind: 'keyUnknown' },
    reasons: everywhere('key-rejected', { poloniex: 'key-or-address-refused' }),
    at: ['bitget', 'gate'],
  },
  {
    name: 'a firewall’s page (403)',
    fault: { kind: 'firewall403' },
    reasons: everywhere('region-blocked'),
    at: ['bitmart', 'binance'],
  },
];

/** Where a failure is known, in the desk's order. */
export const knowing = ({ reasons }: Case): readonly ExchangeId[] =>
  deskAccounts.filter((exchange) => reasons[exchange] !== undefined);
