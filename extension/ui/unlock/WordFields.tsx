/**
 * 24 numbered fields for recovery words. A pasted phrase spreads over them; a blank behind a word leads to the next.
 *
 * They are password fields, because a browser writes the text of plain ones into its session files.
 */
import { Button, TextInput } from '@mantine/core';
import { type ClipboardEvent, type KeyboardEvent, useRef, useState } from 'react';
import { text } from '../text';
import { recoveryWordCount, splitWords, spreadWords } from './recovery-words';
import classes from './WordFields.module.css';

const says = text.unlock;

export interface WordFieldsProps {
  readonly words: readonly string[];
  readonly onWords: (words: readonly string[]) => void;
}

export function WordFields({ words, onWords }: WordFieldsProps) {
  const [shown, setShown] = useState(false);
  const inputs = useRef<(HTMLInputElement | null)[]>([]);
  const focus = (index: number) => inputs.current[Math.min(index, recoveryWordCount - 1)]?.focus();
  const spread = (index: number, value: string) => {
    onWords(spreadWords(words, index, value));
    focus(index + splitWords(value).length);
  };
  const change = (index: number, value: string) => {
    if (/\S\s+\S/.test(value)) spread(index, value);
    else onWords(words.with(index, value.trim()));
  };
  // the browser would drop the line breaks of a pasted list and so glue its words together
  const paste = (index: number, event: ClipboardEvent) => {
    event.preventDefault();
    spread(index, event.clipboardData.getData('text'));
  };
  const key = (index: number, event: KeyboardEvent) => {
    if (event.key !== ' ') return;
    event.preventDefault();
    if (words[index] !== '') focus(index + 1);
  };
  return (
    <fieldset className={classes.fieldset}>
      <legend className={classes.legend}>{says.wordsLegend}</legend>
      <div className={classes.hint}>
        <span>{says.wordsHint}</span>
        <Button variant="subtle" size="compact-xs" aria-pressed={shown} onClick={() => setShown(!shown)}>
          {shown ? says.hideWords : says.showWords}
        </Button>
      </div>
      <div className={classes.grid}>
        {words.map((word, index) => (
          <TextInput
            // biome-ignore lint/suspicious/noArrayIndexKey: a field's place is what it is
            key={index}
            ref={(input) => {
              inputs.current[index] = input;
            }}
            type={shown ? 'text' : 'password'}
            size="xs"
            aria-label={text.onboarding.wordField(index + 1)}
            leftSection={<span aria-hidden="true">{index + 1}</span>}
            value={word}
            onChange={(event) => change(index, event.currentTarget.value)}
            onKeyDown={(event) => key(index, event)}
            onPaste={(event) => paste(index, event)}
            autoComplete="off"
            autoCapitalize="off"
            spellCheck={false}
            autoFocus={index === 0}
          />
        ))}
      </div>
    </fieldset>
  );
}
