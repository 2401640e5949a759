/**
 * Minutes of which no market told a price, so that they are not asked for again for some hours: by coin, quote and exchange.
 *
 * Sealed in `local` under `rates-untold`: a list of `[key, [[at, [minute, step, …]], …]]`, where the first minute counts from 1970 and
 * each that follows by its distance, all in minutes, and `at` is when they were asked for, in milliseconds. Thousands of minutes
 * that were asked for together take some kilobytes. What has rested long enough is left out.
 */
import { z } from 'zod';
import type { Failure } from '../../shared/reasons';
import { ok, type Result } from '../../shared/result';
import type { Store } from '../store/store';

export interface UntoldRates {
  /** When each minute was asked for in vain, by the instant at which it begins; those that have rested long enough are not in it. */
  of(key: string): ReadonlyMap<number, number>;
  /** `asked` were asked for just now, and of these `untold` have no price. */
  note(key: string, asked: ReadonlySet<number>, untold: readonly number[]): void;
  clear(): void;
  save(): Promise<Result<void, Failure>>;
}

const storedKey = 'rates-untold';
/** What no market told is not asked for again before. */
const restMs = 6 * 3_600_000;
const minuteMs = 60_000;

const storedSchema = z.array(z.tuple([z.string(), z.array(z.tuple([z.int(), z.array(z.int())]))]));
type Stored = z.infer<typeof storedSchema>;

/** Minutes in order as the first one and the steps to each other one. */
const stepsOf = (minutes: readonly number[]): number[] =>
  minutes
    .map((minute) => minute / minuteMs)
    .sort((a, b) => a - b)
    .map((minute, index, sorted) => minute - (sorted[index - 1] ?? 0));

function minutesOf(steps: readonly number[]): readonly number[] {
  let minute = 0;
  return steps.map((step) => {
    minute += step;
    return minute * minuteMs;
  });
}

function toStored(untold: ReadonlyMap<string, ReadonlyMap<number, number>>): Stored {
  return [...untold].map(([key, minutes]) => {
    const byInstant = new Map<number, number[]>();
    for (const [minute, at] of minutes) {
      const group = byInstant.get(at);
      if (group) group.push(minute);
      else byInstant.set(at, [minute]);
    }
    return [key, [...byInstant].map(([at, group]): [number, number[]] => [at, stepsOf(group)])];
  });
}

/** What was kept; what does not open is asked for again. */
export async function loadUntoldRates(
  store: Pick<Store, 'readLocal' | 'write'>,
  now: () => number,
): Promise<UntoldRates> {
  const untold = new Map<string, ReadonlyMap<number, number>>();
  const stored = await store.readLocal(storedKey, storedSchema);
  for (const [key, groups] of (stored.ok && stored.value) || [])
    untold.set(key, new Map(groups.flatMap(([at, steps]) => minutesOf(steps).map((minute) => [minute, at] as const))));

  const resting = (key: string): ReadonlyMap<number, number> =>
    new Map([...(untold.get(key) ?? [])].filter(([, at]) => now() - at < restMs));

  return {
    of: resting,
    note(key, asked, minutes) {
      const others = [...resting(key)].filter(([minute]) => !asked.has(minute));
      const next = new Map([...others, ...minutes.map((minute) => [minute, now()] as const)]);
      if (next.size === 0) untold.delete(key);
      else untold.set(key, next);
    },
    clear: () => untold.clear(),
    save: async () => {
      const kept = new Map([...untold.keys()].map((key) => [key, resting(key)] as const));
      const written = await store.write({ putLocal: [{ key: storedKey, value: toStored(kept) }] });
      return written.ok ? ok(undefined) : written;
    },
  };
}
