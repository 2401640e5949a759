/** A doctor's run in words: each step's finding and the diagnosis, the same on the screen and in the text to copy. */
import { exchangeInfos } from '../../../shared/exchanges/ids';
import { type Failure, reasonSentence, reasons, skewText } from '../../../shared/reasons';
import type { UnixMs } from '../../../shared/result';
import type { DoctorDiagnosis, DoctorFound, DoctorReport, DoctorStep, DoctorStepId, KeyRights } from '../../engine/api';
import { durationText } from '../components/time-format';
import { text } from '../text';

const says = text.doctor;
/** Currencies of a wallet that are named; the others are counted. */
const namedAssets = 12;
const namedGaps = 5;

type TimeText = (at: UnixMs) => string;
type FoundStep<Id extends DoctorStepId> = Extract<DoctorStep, { id: Id; found: DoctorFound[Id] }>;

const nameOf = ({ exchange }: DoctorReport): string => exchangeInfos[exchange].name;

/** "96 ms", "1.2 s", then as everywhere. */
export const tookText = (ms: number): string =>
  ms < 1000 ? `${ms} ms` : ms < 60_000 ? `${(ms / 1000).toFixed(1)} s` : durationText(ms);

function foundOf<Id extends DoctorStepId>({ steps }: DoctorReport, id: Id): DoctorFound[Id] | null {
  const step = steps.find((one) => one.id === id);
  // A step's finding is that of its id: see DoctorStep; the compiler does not follow a generic id through the union.
  return step !== undefined && 'found' in step ? (step.found as DoctorFound[Id]) : null;
}

type Power = 'withdraw' | 'transfer' | 'trade';

const powersOf = (rights: KeyRights): readonly Power[] =>
  rights.readable ? (['withdraw', 'transfer', 'trade'] as const).filter((power) => rights[power]) : [];

function clockLine({ skewMs }: DoctorFound['clock'], exchange: string): string {
  if (skewMs === null) return says.found.clockUntold(exchange);
  if (Math.abs(skewMs) <= 1000) return says.found.clockAgrees(exchange);
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

const lostLine = ({ fromMs, toMs }: { fromMs: UnixMs; toMs: UnixMs }, timeText: TimeText): string =>
  says.found.lost(timeText(fromMs), timeText(toMs));

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
      return [clockLine(step.found, exchange)];
    case 'public-call':
      return [says.found.publicCall(step.found.markets)];
    case 'signed-call':
      return [says.found.signedCall];
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
      return [sentence(step.failure)];
    default: {
      const lines = foundLines(step, exchange, sentence, timeText);
      return step.failure === null ? lines : [...lines, sentence(step.failure)];
    }
  }
}

export interface DiagnosisWords {
  readonly title: string;
  readonly sentences: readonly string[];
  /** In the order in which to look; empty where there is nothing to choose from. */
  readonly checks: readonly string[];
}

type Words = Omit<DiagnosisWords, 'checks'> & { readonly checks?: readonly string[] };

function keyUnclearWords(report: DoctorReport, { failure, checks }: DoctorDiagnosis): Words {
  const exchange = nameOf(report);
  const known = foundOf(report, 'credential');
  const address = failure?.address ?? null;
  const data = { address, key: known?.maskedKey ?? null, reading: null };
  const hints = [
    ...(checks[0] === 'address' && known?.workedBefore ? [says.addressChanges] : []),
    ...(known?.ipRestricted === false ? [says.notRestricted] : []),
  ];
  return {
    title: says.keyUnclearTitle,
    sentences: [says.keyUnclear(exchange, address), ...hints, says.checkOrder],
    checks: checks.map((check) => says.checks[check](exchange, data[check])),
  };
}

function clockWords(report: DoctorReport, { kind, failure }: DoctorDiagnosis, sentence: string): Words {
  if (kind === 'failed') return { title: says.clockTitle, sentences: [sentence, says.clockFirst] };
  return { title: says.clockTitle, sentences: [says.clockWorks(skewText(failure?.skewMs ?? 0), nameOf(report))] };
}

function fineWords(report: DoctorReport): Words {
  const exchange = nameOf(report);
  const wallets = foundOf(report, 'balances')?.wallets ?? [];
  const empty = wallets.every((wallet) => wallet.state === 'known' && wallet.assets.length === 0);
  return {
    title: says.fineTitle,
    sentences: [
      says.fine(exchange),
      ...(empty ? [says.fineEmpty(exchange)] : []),
      ...(foundOf(report, 'rights')?.readable === false ? [says.rightsUntold(exchange)] : []),
    ],
  };
}

function walletWords(report: DoctorReport, sentence: string): Words {
  const refused = foundOf(report, 'balances')?.wallets.find((wallet) => wallet.state === 'unknown');
  const wallet = refused?.wallet ?? 'spot';
  return { title: says.walletTitle(wallet), sentences: [sentence, says.wallet(wallet)] };
}

function causeWords(report: DoctorReport, diagnosis: DoctorDiagnosis, timeText: TimeText): Words {
  const exchange = nameOf(report);
  const { failure } = diagnosis;
  const host = failure?.host ?? exchange;
  const sentence = failure === null ? '' : reasonSentence(failure, exchange, timeText);
  const symbols = foundOf(report, 'symbols');
  switch (diagnosis.cause) {
    case 'fine':
      return fineWords(report);
    case 'cancelled':
      return { title: says.cancelledTitle, sentences: [says.cancelled] };
    case 'reason':
      return { title: failure === null ? says.diagnosis : reasons[failure.reason].title, sentences: [sentence] };
    case 'no-answer':
      return { title: says.noAnswerTitle, sentences: [says.noAnswer(host)] };
    case 'answers-in-part':
      return { title: says.inPartTitle, sentences: [says.inPart(host)] };
    case 'refused-without-key':
      return { title: says.withoutKeyTitle, sentences: [says.withoutKey(exchange)] };
    case 'account-calls-stopped':
      return { title: says.accountCallsTitle, sentences: [says.accountCalls(exchange)] };
    case 'clock':
      return clockWords(report, diagnosis, sentence);
    case 'key-unclear':
      return keyUnclearWords(report, diagnosis);
    case 'powers': {
      const rights = foundOf(report, 'rights');
      const powers = rights === null ? [] : powersOf(rights);
      return { title: says.powersTitle, sentences: [says.powers(powers, exchange)] };
    }
    case 'wallet-refused':
      return walletWords(report, sentence);
    case 'symbols-unmatched':
      return { title: says.unmatchedTitle, sentences: [says.unmatched(symbols?.unmatched ?? [], exchange)] };
    case 'history-gaps':
      return { title: says.gapsTitle, sentences: [says.gaps(symbols?.gapCount ?? 0), sentence] };
    case 'history-lost': {
      const gap = symbols?.lookBack?.gap ?? null;
      return { title: says.lostTitle, sentences: [gap === null ? '' : lostLine(gap, timeText), says.lost] };
    }
    case 'import-stopped':
      return { title: says.stoppedTitle, sentences: [sentence, says.stopped] };
  }
}

/** The diagnosis as a trader reads it: what it is, what to do, and what else to look at. */
export function diagnosisWords(report: DoctorReport, diagnosis: DoctorDiagnosis, timeText: TimeText): DiagnosisWords {
  const { title, sentences, checks = [] } = causeWords(report, diagnosis, timeText);
  // A healthy run has said already what could not be told.
  const warned = diagnosis.also.filter((id) => report.steps.some((step) => step.id === id && step.state === 'warned'));
  const also = warned.length === 0 ? [] : [says.also(warned.map((id) => says.step[id]))];
  return { title, sentences: [...sentences, ...also].filter((line) => line !== ''), checks };
}
