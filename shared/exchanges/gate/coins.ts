/** Names of what Gate charges fees in besides the coins that are traded. */

/** Gate's own coin; a fee paid in it is told apart from the others, as `gt_fee`. */
export const gateCoin = 'GT';

/**
 * Prepaid fees, told as `point_fee`, and listed among balances as POINT.
 *
 * Points are no coin and have no market, whereas coins of that name exist elsewhere: here they are never called POINT.
 */
export const gatePoints = 'GATEPOINT';

/** The name of an asset as Gate writes it in balances. */
export const assetName = (currency: string): string => (currency === 'POINT' ? gatePoints : currency);
