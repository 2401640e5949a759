/** The diagnosis of a run in words: what it is, in which order to look, and what else to look at. */
import { reasonSentence, reasons, skewText } from '../../../shared/reasons';
import type { DoctorDiagnosis, DoctorReport } from '../../engine/api/doctor';
import { text } from '../text';
import { foundOf, lostLine, nameOf, powersOf, type TimeText } from './report-parts';

const says = text.doctor;

interface DiagnosisWords {
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
    case 'relay-answers':
      return { title: says.relayAnswersTitle, sentences: [says.relayAnswers(exchange, failure?.address ?? null)] };
    case 'direct-answers':
      return {
        title: says.directAnswersTitle,
        sentences: [sentence, says.directAnswers(exchange, failure?.address ?? null)],
      };
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
