/** Typed arrays that grow: by half each time, or to what is asked for, so that appending costs the same however long they are. */

type Numbers = Float64Array | Uint32Array | Int32Array | Uint16Array | Uint8Array;

/** The array itself where it has room for `length` elements, else a longer one with the same elements, zeros behind them. */
export function withRoom<T extends Numbers>(array: T, length: number): T {
  if (length <= array.length) return array;
  const kind = array.constructor as new (length: number) => T; // a typed array is made by its own constructor
  const longer = new kind(Math.max(length, Math.ceil(array.length * 1.5)) + 16);
  longer.set(array);
  return longer;
}
