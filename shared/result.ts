/**
 * Expected failures as values: the one shape that every folder returns them in.
 */

export type Ok<T> = { readonly ok: true; readonly value: T };
export type Err<E> = { readonly ok: false; readonly error: E };

/** Either the value, or an error told apart by its `reason`. */
export type Result<T, E> = Ok<T> | Err<E>;

/** Wraps a value that was reached. */
export const ok = <T>(value: T): Ok<T> => ({ ok: true, value });

/** Wraps an expected failure. */
export const err = <E>(error: E): Err<E> => ({ ok: false, error });

/** Ends a `switch` over a union: the compiler refuses it while a case is missing. Reaching it is a bug, so it throws. */
export function assertNever(value: never): never {
  throw new Error(`unhandled case: ${String(value)}`);
}

declare const brand: unique symbol;

/** A string or number that has passed a parser and is told apart from its plain kind by the compiler. */
export type Brand<T, Name extends string> = T & { readonly [brand]: Name };

/** Milliseconds since 1970-01-01T00:00:00Z, an integer. */
export type UnixMs = Brand<number, 'UnixMs'>;

/** Brands an integer that a clock or a schema gave. Throws on a fraction or NaN: that is a bug at the edge. */
export function unixMs(value: number): UnixMs {
  if (!Number.isSafeInteger(value)) throw new RangeError(`not a UnixMs: ${value}`);
  return value as UnixMs; // the one place where this brand is made
}

/** The millisecond in which an instant of microseconds lies, as fills have it. 1_999 µs are in the millisecond 1. */
export const msOfUs = (us: number): UnixMs => unixMs(Math.floor(us / 1_000));

/** A secret that prints as `<secret>`: in a template, in JSON, in a log and in Node's inspector. */
export class Secret<T> {
  readonly #value: T;
  constructor(value: T) {
    this.#value = value;
  }
  /** The secret itself, at the one place that signs, seals or derives with it. */
  reveal(): T {
    return this.#value;
  }
  toString(): string {
    return '<secret>';
  }
  toJSON(): string {
    return '<secret>';
  }
  [Symbol.for('nodejs.util.inspect.custom')](): string {
    return '<secret>';
  }
}
