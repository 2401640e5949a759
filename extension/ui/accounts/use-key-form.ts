/**
 * A key's fields while they are typed, tested and handed over: for a new account and for another key of an old one.
 *
 * The browser's permission for the exchange's hosts is asked for in the click itself. They are forgotten once
 * they were accepted.
 */
import { useState } from 'react';
import { type ExchangeId, exchangeInfos } from '../../../shared/exchanges/ids';
import type { CredentialField } from '../../../shared/exchanges/info';
import type { Failure } from '../../../shared/reasons';
import type { Result } from '../../../shared/result';
import type { AddAccountError, KeyDraft, KeyTest } from '../../engine/api/account-entry';
import { useTask } from '../components/use-task';
import { usePlatform } from '../platform';
import { keyProblem } from './key-fields';

type Answer = Result<KeyTest, AddAccountError>;

export interface KeyForm {
  readonly credentials: KeyDraft;
  /** A submit was refused for a field's sake. */
  readonly asked: boolean;
  readonly running: boolean;
  /** What the exchange said of exactly these fields; null once one of them changes. */
  readonly test: KeyTest | null;
  readonly problem: AddAccountError | null;
  setField(field: CredentialField, value: string): void;
  dismissProblem(): void;
  /** What was answered is about another exchange now; what was typed stays. */
  forgetAnswer(): void;
  /** Runs `ask` if the fields can be right and the browser grants the hosts; `then` gets what the exchange accepted. */
  submit(ask: () => Promise<Answer>, then?: (accepted: KeyTest) => Promise<void> | void): void;
  /** Shows what a later call answered. */
  settle(answer: Answer): void;
  clear(): void;
}

export function useKeyForm(exchange: ExchangeId, otherFieldsFit: () => boolean): KeyForm {
  const platform = usePlatform();
  const task = useTask();
  const [credentials, setCredentials] = useState<KeyDraft>({});
  const [asked, setAsked] = useState(false);
  const [test, setTest] = useState<KeyTest | null>(null);
  const [problem, setProblem] = useState<AddAccountError | null>(null);

  const forget = () => {
    setTest(null);
    setProblem(null);
  };
  const settle = (answer: Answer) => {
    setTest(answer.ok ? answer.value : null);
    setProblem(answer.ok ? null : answer.error);
  };
  const fieldsFit = () => {
    const others = otherFieldsFit();
    const { credentialFields } = exchangeInfos[exchange];
    return others && credentialFields.every((field) => keyProblem(exchange, field, credentials[field] ?? '') === null);
  };

  return {
    credentials,
    asked,
    running: task.running,
    test,
    problem,
    settle,
    dismissProblem: () => setProblem(null),
    forgetAnswer: forget,
    setField: (field, value) => {
      setCredentials((before) => ({ ...before, [field]: value }));
      forget();
    },
    submit: (ask, then) => {
      setAsked(true);
      if (!fieldsFit()) return;
      task.run(async () => {
        const { hosts } = exchangeInfos[exchange];
        // nothing may be awaited before this: the browser asks a person only inside the click
        const granted = await platform.requestHosts(hosts.map((host) => `https://${host}`));
        if (!granted) return setProblem(hostFailure(hosts));
        const answer = await ask();
        settle(answer);
        if (answer.ok) await then?.(answer.value);
      });
    },
    clear: () => {
      setCredentials({});
      setAsked(false);
      forget();
    },
  };
}

const hostFailure = (hosts: readonly string[]): Failure => {
  const [host] = hosts;
  return host === undefined ? { reason: 'host-access-missing' } : { reason: 'host-access-missing', host };
};
