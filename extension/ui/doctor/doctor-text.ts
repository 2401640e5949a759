/**
 * A doctor's run as plain text, to be sent to whoever helps: no key beyond its mask, no amount.
 *
 * Times are UTC with seconds, so that they compare with the exchange's own records. Whatever came from outside goes through
 * `shownDetail`, which takes out markup, links, named secrets and long runs of letters and digits.
 */

import type { CallRecord } from '../../../shared/exchanges/call-record';
import { shownDetail } from '../../../shared/exchanges/detail';
import { exchangeInfos } from '../../../shared/exchanges/ids';
import { type Failure, reasonSentence } from '../../../shared/reasons';
import type { UnixMs } from '../../../shared/result';
import type { AccountView } from '../../engine/api/account-view';
import type { DoctorReport, DoctorStep } from '../../engine/api/doctor';
import { text } from '../text';
import { diagnosisWords } from './diagnosis-words';
import { wayOf } from './report-parts';
import { stepLines, tookText } from './step-words';

const says = text.doctor;

export interface DoctorTextInput {
  readonly report: DoctorReport;
  /** What the last refresh and import came to; null where the account is no longer there. */
  readonly account: Pick<AccountView, 'value' | 'progress'> | null;
  readonly version: string;
  readonly at: UnixMs;
  /** Whether the account is made up: the first line says so. */
  readonly ofSample: boolean;
}

/** "2026-11-21 14:03:22 UTC". */
const utcText = (at: UnixMs): string => `${new Date(at).toISOString().slice(0, 19).replace('T', ' ')} UTC`;

/** Each part of a path on its own: a whole path is longer than any word, and no secret. */
const pathText = (path: string): string =>
  (path.split(/[?#]/)[0] ?? '')
    .split('/')
    .map((part) => shownDetail(part))
    .join('/');

/** A sentence may hold an address, an instant and a host, and quotes what the exchange sent. */
const plain = (sentence: string): string => shownDetail(sentence);

function failureText(failure: Failure): string {
  const { reason, code, subject, detail, host } = failure;
  const parts = [reason, host, code && `code ${code}`, subject, detail && `“${detail}”`];
  return parts.flatMap((part) => (part ? [plain(part)] : [])).join(' · ');
}

function stepText(step: DoctorStep, report: DoctorReport): readonly string[] {
  const took = 'durationMs' in step ? `, ${tookText(step.durationMs)}` : '';
  const way = wayOf(step);
  const failure = 'failure' in step && step.failure !== null ? [`    ${failureText(step.failure)}`] : [];
  return [
    `- ${says.step[step.id]}${way}: ${says.state[step.state]}${took}`,
    ...stepLines(step, report, utcText).map((line) => `    ${plain(line)}`),
    ...failure,
  ];
}

function callText({ at, method, host, path, durationMs, status, bodyBytes, reason, code }: CallRecord): string {
  const outcome = [status === null ? says.noReply : String(status), reason ?? says.understood, code ?? ''];
  const size = bodyBytes === null ? '' : ` ${bodyBytes} B`;
  const came = outcome.flatMap((part) => (part === '' ? [] : [plain(part)])).join(' ');
  return `${utcText(at)} ${method} ${plain(host)}${pathText(path)}: ${came}, ${tookText(durationMs)}${size}`;
}

function lastText(account: NonNullable<DoctorTextInput['account']>, exchange: string): readonly string[] {
  const { value, progress } = account;
  const sentence = (failure: Failure) => reasonSentence(failure, exchange, utcText);
  const refresh =
    value.state === 'pending'
      ? says.never
      : value.state === 'known'
        ? says.refreshKnown(utcText(value.at))
        : `${says.refreshFailed(utcText(value.failedAt), sentence(value.failure))} (${failureText(value.failure)})`;
  const imported = says.importEnded(
    progress.state,
    progress.finishedAt === null ? null : utcText(progress.finishedAt),
    progress.failure === null ? null : sentence(progress.failure),
  );
  return [`${says.lastRefresh}: ${plain(refresh)}`, `${says.lastImport}: ${plain(imported)}`];
}

function diagnosisText(report: DoctorReport): readonly string[] {
  const { diagnosis } = report;
  if (diagnosis === null) return [`${says.diagnosis}: ${says.examining}`];
  const { title, sentences, checks } = diagnosisWords(report, diagnosis, utcText);
  return [
    `${says.diagnosis}: ${plain(title)}`,
    ...sentences.map((line) => `  ${plain(line)}`),
    ...checks.map((line, index) => `  ${index + 1}. ${plain(line)}`),
  ];
}

/** The whole report, line by line. */
export function doctorText({ report, account, version, at, ofSample }: DoctorTextInput): string {
  const { name } = exchangeInfos[report.exchange];
  return [
    ...(ofSample ? [text.sample.copied, ''] : []),
    `${text.common.product} ${version}, ${utcText(at)}`,
    `${name} · ${plain(report.label)}`,
    '',
    ...diagnosisText(report),
    '',
    `${says.steps} (${utcText(report.startedAt)})`,
    ...report.steps.flatMap((step) => stepText(step, report)),
    '',
    says.last,
    ...(account === null ? [] : lastText(account, name)),
    ...(report.calls.length === 0 ? [says.noCalls] : report.calls.map(callText)),
    '',
  ].join('\n');
}
