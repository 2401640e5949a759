/**
 * What several devices have read of one account, as one: pure.
 *
 * A run is a device's own; what was read is everybody's, since its fills are stored here too. Reading goes on where the device
 * that came furthest stopped, and a failure stands only where nobody got beyond it.
 */
import { unixMs } from '../../shared/result';
import type { Coverage, CoverageOfStream } from '../store/coverage';

type Span = CoverageOfStream['spans'][number];

/** What one device proves counts for all; the first of these states wins where spans overlap. */
const strongestFirst: readonly Span['state'][] = ['covered', 'empty', 'beyond-look-back', 'failed'];

/** Spans of several readings, cut where they overlap, in order; the strongest state of each instant. */
export function unitedSpans(readings: readonly (readonly Span[])[]): Span[] {
  const all = readings.flat().filter(({ fromMs, toMs }) => fromMs < toMs);
  const edges = [...new Set(all.flatMap(({ fromMs, toMs }) => [fromMs, toMs]))].sort((a, b) => a - b);
  const united: Span[] = [];
  for (const [index, fromMs] of edges.entries()) {
    const toMs = edges[index + 1];
    if (toMs === undefined) break;
    const states = new Set(all.filter((span) => span.fromMs <= fromMs && span.toMs >= toMs).map(({ state }) => state));
    const state = strongestFirst.find((each) => states.has(each));
    const last = united.at(-1);
    if (state === undefined) continue;
    if (last?.state === state && last.toMs === fromMs) united[united.length - 1] = { ...last, toMs };
    else united.push({ fromMs: unixMs(fromMs), toMs: unixMs(toMs), state });
  }
  return united;
}

const isFurther = (stream: CoverageOfStream, than: CoverageOfStream): boolean => {
  const [a, b] = [stream.coveredToMs ?? -1, than.coveredToMs ?? -1];
  return a !== b ? a > b : than.state === 'failed' && stream.state !== 'failed';
};

/** One stream as several devices have read it: the cursor of the one that came furthest; of equals the first. */
function unitedStream(streams: readonly CoverageOfStream[]): CoverageOfStream | undefined {
  const [first, ...others] = streams;
  if (first === undefined || others.length === 0) return first;
  const lead = others.reduce((best, stream) => (isFurther(stream, best) ? stream : best), first);
  return {
    ...lead,
    fills: Math.max(...streams.map(({ fills }) => fills)),
    spans: unitedSpans(streams.map(({ spans }) => spans)),
  };
}

/** This device's coverage with what the others have read; its run stays its own. */
export function unitedCoverage(own: Coverage, others: readonly Coverage[]): Coverage {
  if (others.length === 0) return own;
  const all = [own, ...others];
  const symbols: Record<string, CoverageOfStream> = {};
  for (const symbol of new Set(all.flatMap((each) => Object.keys(each.symbols)))) {
    const stream = unitedStream(all.flatMap((each) => each.symbols[symbol] ?? []));
    if (stream !== undefined) symbols[symbol] = stream;
  }
  return { ...own, symbols };
}
