/** GET /spot/v1/wallet, and GET /account/v1/wallet, which shows the same amounts under other names. */
import type { WireReply } from '../exchange';
import type { Signer } from '../signer';
import { text8 } from '../units';
import { okay } from './replies';

const rows = ({ account: { book } }: Signer) =>
  book.assets().map((asset) => {
    const { free, locked } = book.balance(asset);
    return { asset, available: text8(free), frozen: text8(locked) };
  });

export const spotWallet = (signer: Signer): WireReply =>
  okay({ wallet: rows(signer).map(({ asset, ...amounts }) => ({ id: asset, name: asset, ...amounts })) });

export const accountWallet = (signer: Signer): WireReply =>
  okay({
    wallet: rows(signer).map(({ asset, ...amounts }) => ({
      currency: asset,
      name: asset,
      ...amounts,
      available_usd_valuation: null,
    })),
  });
