/** A set-up that was left in the middle: the words are shown again after the passphrase. */
import { Anchor, Button, Group, Text } from '@mantine/core';
import { type FormEvent, useState } from 'react';
import { EraseVault } from '../components/EraseVault';
import { SecretField } from '../components/SecretField';
import { UnlockProblem } from '../components/UnlockProblem';
import { useRevealWords } from '../components/use-reveal-words';
import { text } from '../text';

const says = text.onboarding;

export function ResumeStep({ onWords }: { onWords: (words: readonly string[]) => void }) {
  const reveal = useRevealWords(onWords);
  const [erasing, setErasing] = useState(false);
  const submit = (event: FormEvent) => {
    event.preventDefault();
    reveal.submit();
  };
  return (
    <form onSubmit={submit} style={{ display: 'grid', gap: 16, maxWidth: 440 }}>
      <Text>{says.resumeFor}</Text>
      <SecretField
        label={says.resumePassphrase}
        value={reveal.passphrase}
        onValue={reveal.setPassphrase}
        error={reveal.error?.reason === 'wrong-passphrase' ? says.wrongPassphrase : null}
        autoFocus
      />
      <UnlockProblem error={reveal.error} onRetry={reveal.dismiss} />
      <Group>
        <Button type="submit" loading={reveal.running}>
          {says.resume}
        </Button>
      </Group>
      <Text size="sm">
        <Anchor component="button" type="button" onClick={() => setErasing(true)}>
          {says.startOver}
        </Anchor>
      </Text>
      <EraseVault opened={erasing} onClose={() => setErasing(false)} />
    </form>
  );
}
