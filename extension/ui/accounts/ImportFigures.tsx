/** The figures of an import: range reached, fills stored, and while it runs the symbol, the rate and the time left. */
import type { ReactNode } from 'react';
import type { ImportProgress } from '../../engine/api/imports';
import { compactTimeText } from '../components/time-format';
import { text } from '../text';
import classes from './ImportSection.module.css';
import { timeLeft } from './import-figures';

const says = text.accounts;

export function ImportFigures({ progress }: { progress: ImportProgress }) {
  const { reachedFrom, reachedTo } = progress;
  return (
    <dl className={classes.figures}>
      <Figure name={says.fillsStored}>{progress.fillsStored.toLocaleString()}</Figure>
      <Figure name={says.rangeReached} wide>
        {reachedFrom === null || reachedTo === null
          ? says.noRange
          : `${compactTimeText(reachedFrom)} ${says.rangeTo} ${compactTimeText(reachedTo)}`}
      </Figure>
      <ToGo progress={progress} />
      {progress.state === 'running' ? <Running progress={progress} /> : null}
    </dl>
  );
}

/** Of a scan that is not at its end: it asks for one market after another. */
function ToGo({ progress: { kind, state, symbolsDone, symbolsTotal } }: { progress: ImportProgress }) {
  if (kind !== 'deep-scan' || symbolsTotal === 0 || state === 'complete' || state === 'complete-with-warnings')
    return null;
  return <Figure name={text.coverage.toGo}>{(symbolsTotal - symbolsDone).toLocaleString()}</Figure>;
}

function Running({ progress }: { progress: ImportProgress }) {
  const left = progress.timeLeftMs === null ? null : timeLeft(progress.timeLeftMs);
  return (
    <>
      <Figure name={says.currentSymbol}>
        {progress.by === 'account' ? says.allMarkets : (progress.symbol ?? says.between)}
      </Figure>
      <Figure name={says.rate}>
        {progress.fillsPerSecond === null ? says.notKnownYet : says.rateValue(progress.fillsPerSecond)}
      </Figure>
      <Figure name={says.timeLeft}>
        {left === null ? says.notKnownYet : says.timeLeftValue[left.unit](left.count)}
      </Figure>
    </>
  );
}

function Figure({ name, wide = false, children }: { name: string; wide?: boolean; children: ReactNode }) {
  return (
    <div className={wide ? classes.wide : undefined}>
      <dt>{name}</dt>
      <dd>{children}</dd>
    </div>
  );
}
