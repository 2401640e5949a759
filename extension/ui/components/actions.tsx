/**
 * What the one button beside a failure does: the single place that maps a reason's action to the deed.
 *
 * An action runs in the click itself (the browser asks for host access only there) and ends in a sentence for the
 * trader, or in another failure. Actions that lead to a screen say nothing.
 */
import { type ExchangeId, exchangeInfos } from '../../../shared/exchanges/ids';
import { type ActionId, type Failure, reasons } from '../../../shared/reasons';
import { assertNever, type UnixMs } from '../../../shared/result';
import type { EngineApi } from '../../engine/api';
import type { Platform } from '../platform';
import { routes } from '../routes';
import { text } from '../text';
import { timeText } from './time-format';

/** What the failure concerns; null where it concerns no one account. */
export interface FailureSubject {
  readonly accountId: string | null;
  readonly exchange: ExchangeId | null;
}

export interface ActionDeps {
  readonly engine: EngineApi;
  readonly platform: Platform;
  readonly open: (route: string) => void;
  readonly now: () => number;
}

/** What the trader is told after the click; `failure` replaces the one that was shown. */
export type ActionOutcome =
  | { readonly kind: 'moved' }
  | { readonly kind: 'told'; readonly sentence: string }
  | { readonly kind: 'failed'; readonly failure: Failure };

export interface FailureAction {
  readonly id: ActionId;
  readonly label: string;
}

/**
 * Histories that no symbol is known to complete: what the exchange serves no more, what does not add up, and what is stored and
 * still being read.
 */
const notCompleted: ReadonlySet<string | undefined> = new Set(['look-back', 'unexplained', 'being-read']);

/** The action of a failure. Where it cannot be done (no address to copy, nothing to complete) the account's page is offered. */
export function actionOf(failure: Failure): FailureAction {
  const { action } = reasons[failure.reason];
  // The account's page says how far its history reaches.
  if (failure.reason === 'history-incomplete' && failure.code === 'not-begun') {
    return { id: 'resume-import', label: text.accounts.start };
  }
  const isClosed = failure.reason === 'history-incomplete' && notCompleted.has(failure.code);
  if (isClosed || (action.id === 'copy-address' && failure.address === undefined)) {
    return { id: 'open-account', label: text.common.openAccount };
  }
  return action;
}

/** One code for several causes is narrowed by the doctor; everything else is looked at on the account's page. */
const checkedAt = (failure: Failure, accountId: string): string =>
  failure.reason === 'key-or-address-refused' ? routes.doctor(accountId) : routes.account(accountId);

const told = (sentence: string): ActionOutcome => ({ kind: 'told', sentence });

/** Does what the button says. Must be called directly in the click. */
export function runAction(failure: Failure, subject: FailureSubject, deps: ActionDeps): Promise<ActionOutcome> {
  const { id } = actionOf(failure);
  switch (id) {
    case 'add-credentials':
    case 'replace-key':
      return move(deps, subject.accountId === null ? routes.accounts : routes.accountKey(subject.accountId));
    case 'add-symbol':
      return move(deps, subject.accountId === null ? routes.accounts : routes.accountSymbols(subject.accountId));
    case 'open-account':
      return move(deps, subject.accountId === null ? routes.accounts : checkedAt(failure, subject.accountId));
    case 'open-sync':
      return move(deps, routes.sync);
    case 'open-shares':
      return move(deps, routes.shares);
    case 'unlock':
      return move(deps, routes.overview);
    case 'recover':
      return move(deps, subject.accountId === null ? routes.settings : routes.account(subject.accountId));
    case 'copy-address':
      return copy(deps, failure.address ?? '', text.common.addressCopied(failure.address ?? ''));
    case 'report':
      return copy(deps, reportText(failure, subject), text.common.detailsCopied);
    case 'grant-host':
      return grant(failure, subject, deps);
    case 'retry':
      return refresh(subject, deps);
    case 'wait':
      return waitThenRefresh(failure, subject, deps);
    case 'resume-import':
      return resume(failure, subject, deps);
    case 'resume-account':
      return resumeAccount(subject, deps);
    case 'sync-clock':
      return Promise.resolve(told(text.common.clockHelp));
    case 'free-storage':
      return Promise.resolve(told(text.common.storageHelp));
    default:
      return assertNever(id);
  }
}

async function move(deps: ActionDeps, route: string): Promise<ActionOutcome> {
  deps.open(route);
  return { kind: 'moved' };
}

async function copy(deps: ActionDeps, content: string, sentence: string): Promise<ActionOutcome> {
  try {
    await deps.platform.copy(content);
    return told(sentence);
  } catch {
    return told(text.common.copyFailed); // the browser says no more than that it refused
  }
}

async function refresh(subject: FailureSubject, deps: ActionDeps): Promise<ActionOutcome> {
  await deps.engine.refresh(subject.accountId);
  return told(text.common.retried);
}

async function grant(failure: Failure, subject: FailureSubject, deps: ActionDeps): Promise<ActionOutcome> {
  const known = subject.exchange === null ? [] : exchangeInfos[subject.exchange].hosts;
  const hosts = failure.host === undefined ? known : [failure.host];
  const granted = await deps.platform.requestHosts(hosts.map((host) => `https://${host}`));
  return granted ? refresh(subject, deps) : told(text.common.hostRefused);
}

async function waitThenRefresh(failure: Failure, subject: FailureSubject, deps: ActionDeps): Promise<ActionOutcome> {
  const waitMs = failure.untilAt === undefined ? 0 : failure.untilAt - deps.now();
  if (waitMs <= 0) return refresh(subject, deps);
  // a page that closes before then loses nothing: the engine retries at the same instant by itself
  setTimeout(() => void deps.engine.refresh(subject.accountId), waitMs);
  return told(text.common.retryAt(timeText(failure.untilAt as UnixMs))); // waitMs > 0 only where it is given
}

async function resume(failure: Failure, subject: FailureSubject, deps: ActionDeps): Promise<ActionOutcome> {
  if (subject.accountId === null) return move(deps, routes.accounts);
  const started = await deps.engine.startImport(subject.accountId, 'import');
  if (!started.ok) return { kind: 'failed', failure: started.error };
  return told(failure.code === 'not-begun' ? text.common.importBegun : text.common.importResumed);
}

async function resumeAccount(subject: FailureSubject, deps: ActionDeps): Promise<ActionOutcome> {
  if (subject.accountId === null) return move(deps, routes.accounts);
  const resumed = await deps.engine.resumeAccount(subject.accountId);
  return resumed.ok ? told(text.common.accountResumed) : { kind: 'failed', failure: resumed.error };
}

/** What support needs, without a label, a key or an amount. */
function reportText(failure: Failure, subject: FailureSubject): string {
  const lines = {
    reason: failure.reason,
    exchange: subject.exchange,
    host: failure.host,
    code: failure.code,
    subject: failure.subject,
    detail: failure.detail,
  };
  return Object.entries(lines)
    .filter(([, value]) => value !== undefined && value !== null)
    .map(([name, value]) => `${name}: ${value}`)
    .join('\n');
}
