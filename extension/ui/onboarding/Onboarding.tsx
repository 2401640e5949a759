/**
 * The set-up: what Fillbook is, a passphrase, 24 words on paper, the proof that they are there, the first account.
 *
 * A vault that was made but whose words were not checked (`unconfirmed`) comes back at its words; they are asked of the
 * engine again by the passphrase. Words live in this component's state until they were checked, and nowhere else.
 */
import { useState } from 'react';
import { FrontPage } from '../components/FrontPage';
import { useVaultState } from '../engine';
import { navigateHash } from '../hash-location';
import { routes } from '../routes';
import { text } from '../text';
import { ConfirmStep } from './ConfirmStep';
import { IntroStep } from './IntroStep';
import { PassphraseStep } from './PassphraseStep';
import { ResumeStep } from './ResumeStep';
import { SetUpSteps, type Step } from './SetUpSteps';
import { WordsStep } from './WordsStep';

const says = text.onboarding;

const titles: Readonly<Record<Step, string>> = {
  intro: says.introTitle,
  passphrase: says.passphraseTitle,
  words: says.wordsTitle,
  confirm: says.confirmTitle,
};

export function Onboarding() {
  const made = useVaultState()?.state === 'unconfirmed';
  const [begun, setBegun] = useState(false);
  const [words, setWords] = useState<readonly string[] | null>(null);
  const [written, setWritten] = useState(false);
  const step: Step = words !== null ? (written ? 'confirm' : 'words') : made ? 'words' : begun ? 'passphrase' : 'intro';
  const resuming = step === 'words' && words === null;
  const showWords = (shown: readonly string[]) => {
    setWords(shown);
    setWritten(false);
  };
  return (
    <FrontPage title={resuming ? says.resumeTitle : titles[step]} above={<SetUpSteps at={step} />} width="wide">
      {step === 'intro' ? <IntroStep onBegin={() => setBegun(true)} /> : null}
      {step === 'passphrase' ? <PassphraseStep onMade={showWords} /> : null}
      {resuming ? <ResumeStep onWords={showWords} /> : null}
      {step === 'words' && words !== null ? <WordsStep words={words} onWritten={() => setWritten(true)} /> : null}
      {step === 'confirm' && words !== null ? (
        <ConfirmStep
          words={words}
          onBack={() => setWritten(false)}
          onConfirmed={() => {
            setWords(null);
            navigateHash(routes.addAccount, { replace: true });
          }}
        />
      ) : null}
    </FrontPage>
  );
}
