/** The 24 recovery words to write down: numbered, in columns, and left out when a page is selected and copied. */
import { text } from '../text';
import classes from './WordGrid.module.css';

export function WordGrid({ words }: { words: readonly string[] }) {
  return (
    <ol className={classes.grid} aria-label={text.onboarding.wordsList}>
      {words.map((word, index) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: a word's place is what it is; words can repeat
        <li key={index} className={classes.cell}>
          <span className={classes.number} aria-hidden="true">
            {index + 1}
          </span>
          <span className={classes.word}>{word}</span>
        </li>
      ))}
    </ol>
  );
}
