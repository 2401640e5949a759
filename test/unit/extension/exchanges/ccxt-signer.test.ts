import { binance, type Exchange } from 'ccxt';
import { expect, test } from 'vitest';
import { createCcxtSigner } from '../../../../extension/exchanges/ccxt-signer';
import { Secret, unixMs } from '../../../../shared/result';

test('the instance of ccxt is made by the first call, once, and holds no key afterwards', async () => {
  const made: Exchange[] = [];
  const create = () => {
    const exchange = new binance({ number: String });
    made.push(exchange);
    return exchange;
  };
  const signer = createCcxtSigner(create, () => unixMs(1_795_000_000_000));
  expect(made).toHaveLength(0); // a vault opens without it

  const credentials = { apiKey: new Secret('k'.repeat(64)), secret: new Secret('s'.repeat(64)) };
  const signed = signer.sign({ api: 'private', path: 'account' }, {}, credentials);
  expect(signed.ok && signed.value.url).toMatch(
    /^https:\/\/api\.binance\.com\/api\/v3\/account\?timestamp=1795000000000&/,
  );
  await signer.pace(1);
  expect(made).toHaveLength(1);
  expect(made.map(({ apiKey, secret, password, uid }) => [apiKey, secret, password, uid])).toEqual([['', '', '', '']]);
});
