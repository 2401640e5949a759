/** The third step: the 24 words, to be written on paper. There is no copy button on purpose. */
import { Button, Group, Text } from '@mantine/core';
import { Callout } from '../components/Callout';
import { WordGrid } from '../components/WordGrid';
import { text } from '../text';

const says = text.onboarding;

export function WordsStep({ words, onWritten }: { words: readonly string[]; onWritten: () => void }) {
  return (
    <>
      <Text>{says.wordsFor}</Text>
      <WordGrid words={words} />
      <Callout tone="warning">
        <p>{says.wordsPaper}</p>
        <p>{says.wordsNoCopy}</p>
      </Callout>
      <Group>
        <Button onClick={onWritten}>{says.wroteDown}</Button>
      </Group>
    </>
  );
}
