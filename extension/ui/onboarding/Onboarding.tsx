/**
 * The set-up: what Fillbook is, a passphrase, 24 words on paper, the proof that they are there, the first account.
 *
 * A vault that was made but whose words were not checked (`unconfirmed`) comes back at its words; they are asked of the
 * engine again by the passphrase. Words live in this component's state until they were checked, and nowhere else.
 */
import { lazy, Suspense, useState } from 'react';
import { RestorePage } from '../backup/RestorePage';
import { FrontPage } from '../components/FrontPage';
import { Skeletons } from '../components/Skeletons';
import { useEngine, useVaultState } from '../engine';
import { navigateHash } from '../hash-location';
import { routes } from '../routes';
import { text } from '../text';
import { ConfirmStep } from './ConfirmStep';
import { IntroStep } from './IntroStep';
import { PassphraseStep } from './PassphraseStep';
import { ResumeStep } from './ResumeStep';
import { SetUpSteps } from './SetUpSteps';
import { type Step, setUpStep } from './set-up-step';
import { WordsStep } from './WordsStep';

const says = text.onboarding;

/** Loaded when it is wanted: most who set up have no other device. */
const JoinPage = lazy(() => import('../sync/JoinPage').then((loaded) => ({ default: loaded.JoinPage })));

const titles: Readonly<Record<Step, string>> = {
  intro: says.introTitle,
  passphrase: says.passphraseTitle,
  resume: says.resumeTitle,
  words: says.wordsTitle,
  confirm: says.confirmTitle,
};

const JoinPageComing = () => (
  <FrontPage title={text.sync.join.title} width="wide">
    <Skeletons lines={4} />
  </FrontPage>
);

export function Onboarding() {
  const engine = useEngine();
  const made = useVaultState()?.state === 'unconfirmed';
  const [begun, setBegun] = useState(false);
  const [restoring, setRestoring] = useState(false);
  const [joining, setJoining] = useState(false);
  const [words, setWords] = useState<readonly string[] | null>(null);
  const [written, setWritten] = useState(false);
  const step = setUpStep({ made, begun, hasWords: words !== null, written });
  const showWords = (shown: readonly string[]) => {
    setWords(shown);
    setWritten(false);
  };
  const check = async (typed: Readonly<Record<number, string>>) => (await engine.confirmWords(typed)).ok;
  const finish = () => {
    setWords(null);
    navigateHash(routes.addAccount, { replace: true });
  };
  if (restoring && step === 'intro') return <RestorePage onBack={() => setRestoring(false)} />;
  if (joining && step === 'intro')
    return (
      <Suspense fallback={<JoinPageComing />}>
        <JoinPage onBack={() => setJoining(false)} />
      </Suspense>
    );
  return (
    <FrontPage title={titles[step]} above={<SetUpSteps at={step} />} width="wide">
      {step === 'intro' ? (
        <IntroStep
          onBegin={() => setBegun(true)}
          onJoin={() => setJoining(true)}
          onRestore={() => setRestoring(true)}
        />
      ) : null}
      {step === 'passphrase' ? <PassphraseStep onMade={showWords} onExists={() => setBegun(false)} /> : null}
      {step === 'resume' ? <ResumeStep onWords={showWords} /> : null}
      {step === 'words' && words !== null ? <WordsStep words={words} onWritten={() => setWritten(true)} /> : null}
      {step === 'confirm' && words !== null ? (
        <ConfirmStep words={words} check={check} onBack={() => setWritten(false)} onConfirmed={finish} />
      ) : null}
    </FrontPage>
  );
}
