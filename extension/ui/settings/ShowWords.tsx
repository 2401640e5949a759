/** Shows the recovery words once more, after the passphrase; hiding them forgets them. */
import { Button, Group } from '@mantine/core';
import { type FormEvent, useState } from 'react';
import { Callout } from '../components/Callout';
import { SecretField } from '../components/SecretField';
import { UnlockProblem } from '../components/UnlockProblem';
import { useRevealWords } from '../components/use-reveal-words';
import { WordGrid } from '../components/WordGrid';
import { text } from '../text';
import { Setting } from './Setting';
import classes from './Settings.module.css';

const says = text.settings;

export function ShowWords() {
  const [asking, setAsking] = useState(false);
  const [words, setWords] = useState<readonly string[] | null>(null);
  const control =
    words !== null ? (
      <Button variant="default" onClick={() => setWords(null)}>
        {says.hideWords}
      </Button>
    ) : asking ? null : (
      <Button variant="default" onClick={() => setAsking(true)}>
        {says.showWords}
      </Button>
    );
  return (
    <Setting name={says.words} hint={says.wordsHint} control={control}>
      {words === null ? null : (
        <>
          <WordGrid words={words} />
          <Callout tone="warning">
            <p>{text.onboarding.wordsPaper}</p>
          </Callout>
        </>
      )}
      {asking ? (
        <AskPassphrase
          onWords={(shown) => {
            setWords(shown);
            setAsking(false);
          }}
          onClose={() => setAsking(false)}
        />
      ) : null}
    </Setting>
  );
}

function AskPassphrase(props: { onWords: (words: readonly string[]) => void; onClose: () => void }) {
  const reveal = useRevealWords(props.onWords);
  const submit = (event: FormEvent) => {
    event.preventDefault();
    reveal.submit();
  };
  return (
    <form onSubmit={submit} className={classes.form} aria-label={says.showWords}>
      <SecretField
        label={says.currentPassphrase}
        value={reveal.passphrase}
        onValue={reveal.setPassphrase}
        error={reveal.error?.reason === 'wrong-passphrase' ? says.wrongPassphrase : null}
        autoFocus
      />
      <UnlockProblem error={reveal.error} onRetry={reveal.dismiss} />
      <Group>
        <Button type="submit" loading={reveal.running}>
          {says.show}
        </Button>
        <Button variant="subtle" onClick={props.onClose}>
          {text.common.cancel}
        </Button>
      </Group>
    </form>
  );
}
