/** A step of a run in words: what it found, or why it found nothing; the same on the screen and in the text to copy. */

import type { KeyRights } from '../../../shared/exchanges/readings';
import { type Failure, reasonSentence, skewText } from '../../../shared/reasons';
import type { DoctorFound, DoctorReport, DoctorStep, DoctorStepId, SignedPath } from '../../engine/api/doctor';
import { durationText } from '../components/time-format';
import { text } from '../text';
import { lostLine, nameOf, powersOf, type TimeText } from './report-parts';

const says = text.doctor;
/** Currencies of a wallet that are named; the others are counted. */
const namedAssets = 12;
const namedGaps = 5;

type FoundStep<Id extends DoctorStepId> = Extract<DoctorStep, { id: Id; found: DoctorFound[Id] }>;

/** "96 ms", "1.2 s", then as everywhere. */
export const tookText = (ms: number): string =>
  ms < 1000 ? `${ms} ms` : ms < 60_000 ? `${(ms / 1000).toFixed(1)} s` : durationText(ms);

/** Each way in a line of its own, with what refused it. */
const pathLines = (paths: readonly SignedPath[], sentence: (failure: Failure) => string): readonly string[] =>
  paths.map(({ path, failure }) =>
    failure === null ? says.found.answered[path] : says.found.refusedBy(says.ways[path], sentence(failure)),
  );

function clockLine({ state, found: { skewMs } }: FoundStep<'clock'>, exchange: string): string {
  if (skewMs === null) return says.found.clockUntold(exchange);
  if (state === 'passed') return says.found.clockAgrees(exchange);
  const skew = skewText(skewMs);
  return says.found.clockOff(`${skew.charAt(0).toUpperCase()}${skew.slice(1)}`, exchange);
}

function rightsLines(rights: KeyRights): readonly string[] {
  if (!rights.readable) return [says.found.rightsUntold];
  const powers = powersOf(rights);
  const restricted = rights.ipRestricted ? says.found.restricted : says.found.unrestricted;
  return [
    powers.length === 0 ? says.found.readOnly : says.found.powers(powers),
    ...(rights.ipRestricted === null ? [] : [restricted]),
  ];
}

const walletLines = ({ wallets }: DoctorFound['balances'], sentence: (failure: Failure) => string) =>
  wallets.map((one) =>
    one.state === 'unknown'
      ? says.found.walletRefused(one.wallet, sentence(one.failure))
      : says.found.wallet(one.wallet, one.assets.slice(0, namedAssets), Math.max(0, one.assets.length - namedAssets)),
  );

function symbolsLines(
  found: DoctorFound['symbols'],
  sentence: (failure: Failure) => string,
  timeText: TimeText,
): readonly string[] {
  const { listedBy, withFills, fillsStored, unmatched, gaps, gapCount, importState, lookBack } = found;
  const named = gaps.slice(0, namedGaps);
  return [
    says.found.withFills(withFills, fillsStored),
    says.found.import(importState),
    listedBy === 'symbol' ? says.found.bySymbol : says.found.byAccount,
    ...(lookBack === null ? [] : [says.found.lookBack(lookBack.days)]),
    ...(lookBack?.gap ? [lostLine(lookBack.gap, timeText)] : []),
    ...(unmatched.length === 0 ? [] : [says.found.unmatched(unmatched)]),
    ...named.map(({ symbol, failure }) => says.found.gap(symbol, sentence(failure))),
    ...(gapCount > named.length ? [says.found.moreGaps(gapCount - named.length)] : []),
  ];
}

function foundLines(
  step: FoundStep<DoctorStepId>,
  exchange: string,
  sentence: (failure: Failure) => string,
  timeText: TimeText,
): readonly string[] {
  switch (step.id) {
    case 'vault':
      return [says.found.vault];
    case 'credential':
      return [says.found.credential(step.found.maskedKey)];
    case 'hosts':
      return [says.found.hosts(step.found.hosts)];
    case 'clock':
      return [clockLine(step, exchange)];
    case 'public-call':
      return [says.found.publicCall(step.found.markets)];
    case 'signed-call':
      return pathLines(step.found.paths, sentence);
    case 'rights':
      return rightsLines(step.found);
    case 'balances':
      return walletLines(step.found, sentence);
    case 'symbols':
      return symbolsLines(step.found, sentence, timeText);
  }
}

/** What a step found, or why it found nothing; empty while its turn has not come. */
export function stepLines(step: DoctorStep, report: DoctorReport, timeText: TimeText): readonly string[] {
  const exchange = nameOf(report);
  const sentence = (failure: Failure) => reasonSentence(failure, exchange, timeText);
  switch (step.state) {
    case 'waiting':
    case 'running':
      return [];
    case 'not-run':
      return [step.because === 'failed' ? says.notRunFailed(says.step[step.after]) : says.notRunCancelled];
    case 'failed':
      return step.paths === undefined ? [sentence(step.failure)] : pathLines(step.paths, sentence);
    default: {
      const lines = foundLines(step, exchange, sentence, timeText);
      return step.failure === null ? lines : [...lines, sentence(step.failure)];
    }
  }
}
