/**
 * A key and its secret while they are typed, tested and handed over: for a new account and for another key of an old one.
 *
 * The browser's permission for the exchange's hosts is asked for in the click itself. Key and secret are forgotten once
 * they were accepted.
 */
import { useState } from 'react';
import { type ExchangeId, exchangeInfos } from '../../../shared/exchanges/ids';
import type { Failure } from '../../../shared/reasons';
import type { Result } from '../../../shared/result';
import type { AddAccountError, KeyTest } from '../../engine/api';
import { useTask } from '../components/use-task';
import { usePlatform } from '../platform';
import { keyProblem } from './key-fields';

type Answer = Result<KeyTest, AddAccountError>;

export interface KeyForm {
  readonly apiKey: string;
  readonly secret: string;
  /** A submit was refused for a field's sake. */
  readonly asked: boolean;
  readonly running: boolean;
  /** What the exchange said of exactly these two; null once one of them changes. */
  readonly test: KeyTest | null;
  readonly problem: AddAccountError | null;
  setApiKey(value: string): void;
  setSecret(value: string): void;
  dismissProblem(): void;
  /** Runs `ask` if both fields can be right and the browser grants the hosts; `then` gets what the exchange accepted. */
  submit(ask: () => Promise<Answer>, then?: (accepted: KeyTest) => Promise<void> | void): void;
  /** Shows what a later call answered. */
  settle(answer: Answer): void;
  clear(): void;
}

export function useKeyForm(exchange: ExchangeId, otherFieldsFit: () => boolean): KeyForm {
  const platform = usePlatform();
  const task = useTask();
  const [apiKey, setApiKey] = useState('');
  const [secret, setSecret] = useState('');
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
    return others && keyProblem(exchange, apiKey) === null && keyProblem(exchange, secret) === null;
  };

  return {
    apiKey,
    secret,
    asked,
    running: task.running,
    test,
    problem,
    settle,
    dismissProblem: () => setProblem(null),
    setApiKey: (value) => {
      setApiKey(value);
      forget();
    },
    setSecret: (value) => {
      setSecret(value);
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
      setApiKey('');
      setSecret('');
      setAsked(false);
      forget();
    },
  };
}

const hostFailure = (hosts: readonly string[]): Failure => {
  const [host] = hosts;
  return host === undefined ? { reason: 'host-access-missing' } : { reason: 'host-access-missing', host };
};
