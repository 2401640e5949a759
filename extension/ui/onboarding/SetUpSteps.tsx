/** Where the trader is in the set-up: five numbered steps, the present one marked; nothing to click. */
import { text } from '../text';
import classes from './SetUpSteps.module.css';
import type { Step } from './set-up-step';

const says = text.onboarding;

const steps: readonly { readonly id: Exclude<Step, 'resume'> | 'account'; readonly name: string }[] = [
  { id: 'intro', name: says.stepIntro },
  { id: 'passphrase', name: says.stepPassphrase },
  { id: 'words', name: says.stepWords },
  { id: 'confirm', name: says.stepConfirm },
  { id: 'account', name: says.stepAccount },
];

export function SetUpSteps({ at }: { at: Step }) {
  const now = steps.findIndex((step) => step.id === (at === 'resume' ? 'words' : at));
  return (
    <ol className={classes.steps} aria-label={says.steps}>
      {steps.map((step, index) => (
        <li
          key={step.id}
          className={index === now ? classes.now : index < now ? classes.done : classes.ahead}
          aria-current={index === now ? 'step' : undefined}
        >
          <span className={classes.bar} aria-hidden="true" />
          <span>{step.name}</span>
        </li>
      ))}
    </ol>
  );
}
