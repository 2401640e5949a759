/** Says an import's progress to screen readers, politely and at most every few seconds. */
import { useEffect, useRef, useState } from 'react';
import type { ImportProgress } from '../../engine/api/imports';
import { dateText } from '../components/time-format';
import { Unseen } from '../components/Unseen';
import { text } from '../text';

const everyMs = 8_000;

export function ImportAnnouncer({ progress }: { progress: ImportProgress }) {
  const [said, setSaid] = useState('');
  const latest = useRef(progress);
  useEffect(() => {
    latest.current = progress;
  }, [progress]);
  useEffect(() => {
    const timer = setInterval(() => {
      const { by, readTo, symbolsDone, symbolsTotal, fillsStored } = latest.current;
      if (by === 'symbol') setSaid(text.accounts.announce(symbolsDone, symbolsTotal, fillsStored));
      else if (readTo !== null) setSaid(text.accounts.announceAll(dateText(readTo), fillsStored));
    }, everyMs);
    return () => clearInterval(timer);
  }, []);
  return (
    <Unseen role="status" aria-live="polite">
      {said}
    </Unseen>
  );
}
