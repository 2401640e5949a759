/** Opening the vault by its 24 words, and setting a new passphrase for this device. */
import { Anchor, Button, Group, Text } from '@mantine/core';
import { type FormEvent, useState } from 'react';
import type { Failure } from '../../../shared/reasons';
import type { RecoverError } from '../../engine/api/vault';
import { Callout } from '../components/Callout';
import { FailureNotice } from '../components/FailureNotice';
import { FrontPage } from '../components/FrontPage';
import { NewPassphraseFields } from '../components/NewPassphraseFields';
import { useNewPassphrase } from '../components/use-new-passphrase';
import { useTask } from '../components/use-task';
import { useEngine } from '../engine';
import { text } from '../text';
import { missingPositions, noWords } from './recovery-words';
import { EraseLink } from './UnlockForm';
import { WordFields } from './WordFields';

const says = text.unlock;

export interface RecoverFormProps {
  /** The header is damaged: there is no passphrase to go back to. */
  readonly damaged?: boolean;
  readonly onDone: () => void;
  readonly onBack?: () => void;
  /** Neither passphrase nor words, but a backup whose passphrase is known. */
  readonly onRestore: () => void;
}

type Problem = RecoverError | Failure | { readonly reason: 'words-missing'; readonly positions: readonly number[] };

export function RecoverForm({ damaged = false, onDone, onBack, onRestore }: RecoverFormProps) {
  const engine = useEngine();
  const recovering = useTask();
  const fields = useNewPassphrase();
  const [words, setWords] = useState(noWords);
  const [problem, setProblem] = useState<Problem | null>(null);
  const submit = (event: FormEvent) => {
    event.preventDefault();
    const positions = missingPositions(words);
    setProblem(positions.length === 0 ? null : { reason: 'words-missing', positions });
    fields.submit((passphrase) => {
      if (positions.length === 0) recovering.run(() => recover(passphrase));
    });
  };
  const recover = async (passphrase: string) => {
    const recovered = await engine.recover(words.join(' '), passphrase);
    if (!recovered.ok) return setProblem(recovered.error);
    setWords(noWords);
    fields.clear();
    onDone();
  };
  return (
    <FrontPage title={damaged ? says.damagedTitle : says.recoverTitle} width="wide">
      {damaged ? <Callout tone="danger">{says.damaged}</Callout> : null}
      <form onSubmit={submit} style={{ display: 'grid', gap: 16 }}>
        <Text>{says.recoverFor}</Text>
        <WordFields words={words} onWords={setWords} />
        <RecoverProblem problem={problem} onRetry={() => setProblem(null)} />
        <div style={{ display: 'grid', gap: 16, maxWidth: 520 }}>
          <NewPassphraseFields fields={fields} />
        </div>
        <Group>
          <Button type="submit" loading={recovering.running}>
            {says.recover}
          </Button>
          {onBack === undefined ? null : (
            <Button variant="subtle" onClick={onBack}>
              {says.backToUnlock}
            </Button>
          )}
        </Group>
      </form>
      <Text size="sm">
        <Anchor component="button" type="button" onClick={onRestore}>
          {text.backup.restore}
        </Anchor>
      </Text>
      <EraseLink />
    </FrontPage>
  );
}

function RecoverProblem({ problem, onRetry }: { problem: Problem | null; onRetry: () => void }) {
  if (problem === null) return null;
  const sentence = sentenceOf(problem);
  if (sentence !== null) {
    return (
      <Callout tone="danger" live>
        {sentence}
      </Callout>
    );
  }
  // every other reason is a failure of the engine's
  const action = { label: text.common.tryAgain, run: onRetry };
  return <FailureNotice failure={problem as Failure} accountId={null} exchange={null} action={action} />;
}

function sentenceOf(problem: Problem): string | null {
  switch (problem.reason) {
    case 'words-missing':
      return says.wordMissing(problem.positions);
    case 'words-invalid':
      return problem.detail;
    case 'words-of-another-vault':
      return says.wordsOfAnother;
    case 'no-vault':
      return says.noVault;
    default:
      return null;
  }
}
