/** Which recovery words the set-up asks for, and which of the answers are wrong. */

/** An unsigned 32-bit random number; `crypto.getRandomValues` in the product. */
export type RandomUint32 = () => number;

/** Uniform in 0 … bound − 1: draws above the last whole multiple of `bound` are thrown away, so no value is likelier. */
function uniformBelow(bound: number, random: RandomUint32): number {
  const limit = Math.floor(2 ** 32 / bound) * bound;
  let draw = random();
  while (draw >= limit) draw = random();
  return draw % bound;
}

/** `count` different positions of 1 … `total`, ascending, each set equally likely. `count` is at most `total`. */
export function pickPositions(count: number, total: number, random: RandomUint32): readonly number[] {
  const left = Array.from({ length: total }, (_, index) => index + 1);
  const picked: number[] = [];
  while (picked.length < count && left.length > 0) picked.push(...left.splice(uniformBelow(left.length, random), 1));
  return picked.sort((a, b) => a - b);
}

/** The asked positions whose typed word is not the vault's, ascending. Case and spaces around a word do not count. */
export function wrongPositions(
  asked: readonly number[],
  typed: Readonly<Record<number, string>>,
  words: readonly string[],
): readonly number[] {
  return asked.filter((position) => (typed[position] ?? '').trim().toLowerCase() !== words[position - 1]);
}
