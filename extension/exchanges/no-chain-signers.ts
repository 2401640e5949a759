/**
 * Stands in for what ccxt's base class signs for chains with (Starknet, zkLink). None of the seven exchanges calls it; as it comes,
 * it computes its curves' constants whenever the engine starts.
 */
function notHere(): never {
  throw new Error('this build signs for no chain');
}

export default notHere;
export {
  notHere as ethSigToPrivate,
  notHere as getStarkKey,
  notHere as keccak,
  notHere as pedersen,
  notHere as poseidonHashMany,
  notHere as sign,
};
