/** The steps of a run, each with its state as glyph and word, how long it took, and what it found. */
import type { DoctorReport, DoctorStep } from '../../engine/api/doctor';
import { timeText } from '../components/time-format';
import { text } from '../text';
import classes from './Doctor.module.css';
import { wayOf } from './report-parts';
import { stepLines, tookText } from './step-words';

const says = text.doctor;

const glyphs: Readonly<Record<DoctorStep['state'], string>> = {
  waiting: '○',
  running: '…',
  passed: '✓',
  noted: '?',
  warned: '!',
  failed: '✕',
  'not-run': '–',
};

/** The word stands beside it: the glyph alone says nothing to a screen reader. */
export function StateGlyph({ state }: { state: DoctorStep['state'] }) {
  return (
    <span className={classes.glyph} data-state={state} aria-hidden="true">
      {glyphs[state]}
    </span>
  );
}

export function Steps({ report }: { report: DoctorReport }) {
  return (
    <ol className={classes.steps}>
      {report.steps.map((step) => (
        <Step key={step.id} step={step} report={report} />
      ))}
    </ol>
  );
}

function Step({ step, report }: { step: DoctorStep; report: DoctorReport }) {
  const lines = stepLines(step, report, timeText);
  return (
    <li className={classes.step} data-state={step.state}>
      <StateGlyph state={step.state} />
      <div className={classes.what}>
        <p className={classes.name}>
          {says.step[step.id]}
          <span className={classes.dimmed}>{wayOf(step)}</span>
        </p>
        {lines.map((line) => (
          <p key={line} className={classes.line}>
            {line}
          </p>
        ))}
      </div>
      <p className={classes.state}>{says.state[step.state]}</p>
      <p className={classes.took}>{'durationMs' in step ? tookText(step.durationMs) : null}</p>
    </li>
  );
}
