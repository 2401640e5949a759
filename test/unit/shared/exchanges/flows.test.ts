import { describe, expect, test } from 'vitest';
import { readJson } from '../../../../extension/exchanges/lossless-json';
import { parseConversions, parseDust } from '../../../../shared/exchanges/binance/conversions';
import * as binance from '../../../../shared/exchanges/binance/flows';
import * as bitget from '../../../../shared/exchanges/bitget/flows';
import * as bitmart from '../../../../shared/exchanges/bitmart/flows';
import * as coinstore from '../../../../shared/exchanges/coinstore/flows';
import * as gate from '../../../../shared/exchanges/gate/flows';
import * as mexc from '../../../../shared/exchanges/mexc/flows';
import * as poloniex from '../../../../shared/exchanges/poloniex/flows';
import type { ExchangeFlow } from '../../../../shared/exchanges/readings';
import type { Failure } from '../../../../shared/reasons';
import type { Result } from '../../../../shared/result';
import { recordingsFolder, storedPayload } from '../../../fixtures/exchange-payload';

type Parse = (payload: unknown) => Result<readonly ExchangeFlow[], Failure>;

/** One line a flow: kind, amount, coin, fee, state, instant, id. */
const line = ({ kind, amount, asset, fee, status, occurredAtUs, id }: ExchangeFlow): string =>
  `${kind} ${amount} ${asset} fee ${fee} ${status} ${new Date(occurredAtUs / 1000).toISOString().slice(0, 19)} ${id}`;

function linesOf(parse: Parse, text: string): readonly string[] {
  const payload = readJson(text);
  if (!payload.ok) throw new Error('no JSON');
  const flows = parse(payload.value);
  if (!flows.ok) throw new Error(JSON.stringify(flows.error));
  return flows.value.map(line);
}

function refusalOf(parse: Parse, payload: unknown): Failure | null {
  const flows = parse(payload);
  return flows.ok ? null : flows.error;
}

const bitgetFlows =
  (kind: 'deposit' | 'withdrawal'): Parse =>
  (payload) =>
    bitget.parseFlows(payload, kind);

/** 2024-01-02T03:04:05Z */
const ms = Date.UTC(2024, 0, 2, 3, 4, 5);
const at = '2024-01-02T03:04:05';

describe('flows of Binance', () => {
  test('a deposit has its own id, and that of its transaction where the row has none', () => {
    const row = { coin: 'BCH', amount: '0.01844487', status: '1', insertTime: String(ms), txId: 'tx' };
    expect(linesOf(binance.parseDeposits, JSON.stringify([{ ...row, id: '77' }, row]))).toEqual([
      `deposit 0.01844487 BCH fee 0 completed ${at} 77`,
      `deposit 0.01844487 BCH fee 0 completed ${at} tx`,
    ]);
  });

  test('a deposit counts once it is credited; others are under way or void', () => {
    const row = { id: 'a', coin: 'A', amount: '1', insertTime: String(ms), txId: '' };
    const states = ['0', '1', '2', '6', '7', '8'].map((status) => ({ ...row, status }));
    expect(linesOf(binance.parseDeposits, JSON.stringify(states)).map((text) => text.split(' ')[5])).toEqual([
      'pending',
      'completed',
      'void',
      'completed',
      'void',
      'pending',
    ]);
    expect(refusalOf(binance.parseDeposits, [{ ...row, status: '99' }])).toMatchObject({
      reason: 'unexpected-payload',
      subject: '[0].status',
      detail: 'unknown-status',
    });
  });

  test('a withdrawal of 28.75 with a fee of 0.25 takes 29 from the balance; its time is a text in UTC', () => {
    const row = { id: '69e5', coin: 'XRP', amount: '28.75', transactionFee: '0.25', applyTime: '2024-01-02 03:04:05' };
    expect(
      linesOf(
        binance.parseWithdrawals,
        JSON.stringify([
          { ...row, status: 6 },
          { ...row, status: 4 },
        ]),
      ),
    ).toEqual([
      `withdrawal -28.75 XRP fee 0.25 completed ${at} 69e5`,
      `withdrawal -28.75 XRP fee 0.25 pending ${at} 69e5`,
    ]);
  });

  test('what moved the funding wallet is none of the spot wallet’s', () => {
    const row = { id: '1', coin: 'A', amount: '1', insertTime: String(ms), txId: '', status: '1' };
    expect(
      linesOf(
        binance.parseDeposits,
        JSON.stringify([
          { ...row, walletType: 1 },
          { ...row, walletType: 0 },
        ]),
      ),
    ).toHaveLength(1);
  });
});

describe('conversions at Binance', () => {
  const converted: Parse = (payload) => {
    const page = parseConversions(payload);
    return page.ok ? { ok: true, value: page.value.flows } : page;
  };

  test('dust is each coin that was given and the BNB that came for all, the charge taken off already', () => {
    const details = [
      { fromAsset: 'LTC', amount: '0.000006', transferedAmount: '0.00000267', serviceChargeAmount: '0.00000005' },
      { fromAsset: 'GBP', amount: '0.15949157', transferedAmount: '0.00072426', serviceChargeAmount: '0.00001448' },
    ];
    const row = {
      operateTime: ms,
      totalTransferedAmount: '0.00072693',
      transId: 45,
      userAssetDribbletDetails: details,
    };
    // 0.00000267 + 0.00072426 = 0.00072693
    expect(linesOf(parseDust, JSON.stringify({ total: 1, userAssetDribblets: [row] }))).toEqual([
      `conversion -0.000006 LTC fee 0 completed ${at} dust 45`,
      `conversion -0.15949157 GBP fee 0 completed ${at} dust 45`,
      `conversion 0.00072693 BNB fee 0 completed ${at} dust 45`,
    ]);
    const full = Array.from({ length: 100 }, () => ({ ...row, operateTime: String(ms), transId: '45' }));
    expect(refusalOf(parseDust, { userAssetDribblets: full })).toMatchObject({ subject: 'userAssetDribblets' });
  });

  test('a conversion is what was given and what came; one that failed is void', () => {
    const row = {
      orderId: '94',
      fromAsset: 'USDT',
      fromAmount: '20',
      toAsset: 'BNB',
      toAmount: '0.06',
      createTime: ms,
    };
    const list = [
      { ...row, orderStatus: 'SUCCESS' },
      { ...row, orderStatus: 'FAIL' },
    ];
    expect(linesOf(converted, JSON.stringify({ list, moreData: false }))).toEqual([
      `conversion -20 USDT fee 0 completed ${at} 94`,
      `conversion 0.06 BNB fee 0 completed ${at} 94`,
      `conversion -20 USDT fee 0 void ${at} 94`,
      `conversion 0.06 BNB fee 0 void ${at} 94`,
    ]);
    expect(parseConversions({ list: [], moreData: true })).toMatchObject({ value: { cut: true } });
  });
});

describe('flows of the others', () => {
  test('Gate: an amount of 10 with a fee of 1 inside arrives as 9; a coin may carry its chain', () => {
    const row = {
      id: 'w1',
      currency: 'USDT_TRX',
      amount: '10',
      fee: '1',
      timestamp: String(ms / 1000),
      status: 'DONE',
    };
    const states = JSON.stringify([row, { ...row, status: 'CANCEL' }, { ...row, status: 'VERIFY', fee: null }]);
    expect(linesOf(gate.parseWithdrawals, states)).toEqual([
      `withdrawal -9 USDT fee 1 completed ${at} w1`,
      `withdrawal -9 USDT fee 1 void ${at} w1`,
      `withdrawal -10 USDT fee 0 pending ${at} w1`,
    ]);
    expect(linesOf(gate.parseDeposits, JSON.stringify([{ ...row, id: 'd1' }]))).toEqual([
      `deposit 10 USDT fee 0 completed ${at} d1`,
    ]);
  });

  test('MEXC: USDC-TRX is USDC where the row names the chain, and a withdrawal has its fee inside', () => {
    const row = { coin: 'USDC-TRX', network: 'TRX', netWork: 'TRX', amount: '10' };
    const deposit = { ...row, txId: 'tx:0', insertTime: ms, status: 5 };
    const other = { ...deposit, coin: 'A-B', status: 4 };
    expect(linesOf(mexc.parseDepositFlows, JSON.stringify([deposit, other]))).toEqual([
      `deposit 10 USDC fee 0 completed ${at} tx:0`,
      `deposit 10 A-B fee 0 pending ${at} tx:0`,
    ]);
    const withdrawal = { ...row, id: 'w', transactionFee: '1', applyTime: ms, status: 7 };
    expect(linesOf(mexc.parseWithdrawalFlows, JSON.stringify([withdrawal]))).toEqual([
      `withdrawal -9 USDC fee 1 completed ${at} w`,
    ]);
  });

  test('Bitget: a fee inside the size whatever its sign, of both kinds of accounts; a list that is null has none', () => {
    const row = { orderId: '12', coin: 'USDT', size: '50', fee: '-2', status: 'success' };
    const reply = (rows: unknown) => JSON.stringify({ code: '00000', msg: 'success', requestTime: ms, data: rows });
    const rows = [
      { ...row, cTime: String(ms) },
      { ...row, fee: '2', createdTime: String(ms), status: 'pending_review' },
    ];
    expect(linesOf(bitgetFlows('withdrawal'), reply(rows))).toEqual([
      `withdrawal -48 USDT fee 2 completed ${at} 12`,
      `withdrawal -48 USDT fee 2 pending ${at} 12`,
    ]);
    expect(linesOf(bitgetFlows('deposit'), reply([{ ...row, fee: null, cTime: String(ms) }]))).toEqual([
      `deposit 50 USDT fee 0 completed ${at} 12`,
    ]);
    expect(linesOf(bitgetFlows('deposit'), reply(null))).toEqual([]);
    expect(refusalOf(bitgetFlows('deposit'), JSON.parse(reply([row])))).toMatchObject({ subject: 'data[0].cTime' });
  });

  test('Poloniex: deposits, withdrawals with their fee inside, and airdrops in one list; Tether on TRON is USDT', () => {
    const common = { amount: '8', timestamp: ms / 1000 };
    const payload = {
      deposits: [{ ...common, currency: 'USDTTRON', depositNumber: 5, txid: 't', status: 'COMPLETED' }],
      withdrawals: [
        { ...common, currency: 'ETH', fee: '0.5', withdrawalNumber: 6, status: 'COMPLETE: dadf42' },
        { ...common, currency: 'ETH', fee: '0.5', withdrawalRequestsId: 7, status: 'AWAITING_APPROVAL' },
        { ...common, currency: 'ETH', fee: '0.5', withdrawalRequestsId: 8, status: 'COMPLETE ERROR' },
      ],
      adjustments: [{ ...common, currency: 'USDT', status: 'COMPLETE', reason: 'AIRDROP' }],
    };
    expect(linesOf(poloniex.parseActivity, JSON.stringify(payload))).toEqual([
      `deposit 8 USDT fee 0 completed ${at} 5`,
      `withdrawal -7.5 ETH fee 0.5 completed ${at} 6`,
      `withdrawal -7.5 ETH fee 0.5 pending ${at} 7`,
      `withdrawal -7.5 ETH fee 0.5 void ${at} 8`,
      `reward 8 USDT fee 0 completed ${at} AIRDROP ${ms} USDT 8`,
    ]);
  });

  test('BitMart: what carries no deposit’s id is a withdrawal, its fee beside what arrived', () => {
    const row = { currency: 'BMX', apply_time: ms, arrival_amount: '59.000000000000', fee: '1.000000000000' };
    const records = [
      { ...row, withdraw_id: '16', deposit_id: '', status: 3 },
      { ...row, currency: 'USDT-TRC20', fee: '0', withdraw_id: '', deposit_id: '17', status: 0 },
    ];
    expect(linesOf(bitmart.parseFlows, JSON.stringify({ data: { records } }))).toEqual([
      `withdrawal -59 BMX fee 1 completed ${at} 16`,
      `deposit 59 USDT fee 0 pending ${at} 17`,
    ]);
  });

  test('Coinstore: coins in capitals, numbers with an exponent, times as UTC', () => {
    const row = { id: 38948, symbol: 'doge', createdAt: '2024-01-02 03:04:05' };
    const deposits = { depositList: [{ ...row, amount: '1.061E+1', status: 1 }] };
    const withdrawals = { withdrawList: [{ ...row, amount: '0.3', fee: '0E-18', status: 4 }] };
    const reply = (data: unknown) => JSON.stringify({ code: '0', message: 'Success', data });
    expect(linesOf(coinstore.parseDeposits, reply(deposits))).toEqual([
      `deposit 10.61 DOGE fee 0 completed ${at} 38948`,
    ]);
    expect(linesOf(coinstore.parseWithdrawals, reply(withdrawals))).toEqual([
      `withdrawal -0.3 DOGE fee 0 void ${at} 38948`,
    ]);
    expect(linesOf(coinstore.parseDeposits, reply({ depositList: null }))).toEqual([]);
  });
});

const recorded: readonly (readonly [string, Parse, number])[] = [
  ['binance/capital-deposit-hisrec', binance.parseDeposits, 2],
  ['binance/capital-withdraw-history', binance.parseWithdrawals, 3],
  ['binance/asset-dribblet', parseDust, 3],
  ['bitget/deposit-records', bitgetFlows('deposit'), 1],
  ['bitget/withdrawal-records', bitgetFlows('withdrawal'), 1],
  ['gate/wallet-deposits', gate.parseDeposits, 2],
  ['gate/wallet-withdrawals', gate.parseWithdrawals, 1],
  ['mexc/capital-deposit-hisrec', mexc.parseDepositFlows, 1],
  ['mexc/capital-withdraw-history', mexc.parseWithdrawalFlows, 1],
  ['poloniex/wallets-activity', poloniex.parseActivity, 6],
  ['poloniex/wallets-activity-adjustment', poloniex.parseActivity, 3],
  ['bitmart/deposit-withdraw-history', bitmart.parseFlows, 1],
  ['coinstore/deposit-records', coinstore.parseDeposits, 1],
  ['coinstore/withdraw-records', coinstore.parseWithdrawals, 1],
];

describe('payloads that nobody here wrote', () => {
  if (recordingsFolder === null) {
    test('were not handed along with this copy', () => expect(recordingsFolder).toBeNull());
    return;
  }
  test.each(recorded)('%s is read', (name, parse, rows) => {
    const lines = linesOf(parse, storedPayload(`${recordingsFolder}/${name}.json`).text);
    expect(lines).toHaveLength(rows);
    for (const text of lines) expect(text).toMatch(/^(deposit|reward) \d|^withdrawal -\d|^conversion -?\d/);
  });
});
