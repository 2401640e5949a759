/** The fourth step: three random words typed from the paper prove that it is there. */
import { Button, Group, Text } from '@mantine/core';
import { type FormEvent, useState } from 'react';
import { Callout } from '../components/Callout';
import { SecretField } from '../components/SecretField';
import { useTask } from '../components/use-task';
import { text } from '../text';
import { pickPositions, type RandomUint32, wrongPositions } from './word-positions';

const says = text.onboarding;

const askedWords = 3;

const browserRandom: RandomUint32 = () => crypto.getRandomValues(new Uint32Array(1))[0] ?? 0;

export interface ConfirmStepProps {
  readonly words: readonly string[];
  /** Whether the engine, too, takes the typed words, by their position. */
  readonly check: (typed: Readonly<Record<number, string>>) => Promise<boolean>;
  readonly onBack: () => void;
  readonly onConfirmed: () => void;
  readonly random?: RandomUint32;
}

type Typed = Readonly<Record<number, string>>;

export function ConfirmStep({ words, check, onBack, onConfirmed, random = browserRandom }: ConfirmStepProps) {
  const checking = useTask();
  const [asked] = useState(() => pickPositions(askedWords, words.length, random));
  const [typed, setTyped] = useState<Typed>({});
  const [wrong, setWrong] = useState<readonly number[]>([]);
  const [differ, setDiffer] = useState(false);
  const submit = (event: FormEvent) => {
    event.preventDefault();
    const mistaken = wrongPositions(asked, typed, words);
    setWrong(mistaken);
    if (mistaken.length > 0) return;
    checking.run(async () => {
      const clean = Object.fromEntries(
        asked.map((position) => [position, (typed[position] ?? '').trim().toLowerCase()]),
      );
      const confirmed = await check(clean);
      setDiffer(!confirmed);
      if (!confirmed) return;
      setTyped({});
      onConfirmed();
    });
  };
  const change = (position: number) => (value: string) => {
    setTyped((before) => ({ ...before, [position]: value }));
    setWrong((before) => before.filter((other) => other !== position));
  };
  return (
    <form onSubmit={submit} style={{ display: 'grid', gap: 16, maxWidth: 440 }}>
      <Text>{says.confirmFor}</Text>
      {asked.map((position, index) => (
        <SecretField
          key={position}
          label={says.wordField(position)}
          value={typed[position] ?? ''}
          onValue={change(position)}
          error={wrong.includes(position) ? sentenceOf(position, typed[position]) : null}
          autoFocus={index === 0}
        />
      ))}
      {differ ? (
        <Callout tone="danger" live>
          {says.wordsDiffer}
        </Callout>
      ) : null}
      <Group>
        <Button type="submit" loading={checking.running}>
          {says.confirm}
        </Button>
        <Button variant="subtle" onClick={onBack}>
          {says.backToWords}
        </Button>
      </Group>
    </form>
  );
}

const sentenceOf = (position: number, word: string | undefined) =>
  (word ?? '').trim() === '' ? says.wordEmpty(position) : says.wordWrong(position);
