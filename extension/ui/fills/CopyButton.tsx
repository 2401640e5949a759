/** Copies one text; says for a moment that it did, or that the browser refused. */
import { ActionIcon } from '@mantine/core';
import { IconCheck, IconCopy } from '@tabler/icons-react';
import { useEffect, useState } from 'react';
import { Unseen } from '../components/Unseen';
import { usePlatform } from '../platform';
import { text } from '../text';
import classes from './Fills.module.css';

const saidMs = 3_000;

export function CopyButton({ value, label }: { value: string; label: string }) {
  const platform = usePlatform();
  const [said, setSaid] = useState<string | null>(null);
  useEffect(() => {
    if (said === null) return;
    const timer = setTimeout(() => setSaid(null), saidMs);
    return () => clearTimeout(timer);
  }, [said]);
  const copied = said === text.common.copied;
  const copy = () =>
    platform.copy(value).then(
      () => setSaid(text.common.copied),
      () => setSaid(text.common.copyFailed),
    );
  return (
    <>
      <ActionIcon size={24} aria-label={label} title={label} onClick={() => void copy()}>
        {copied ? <IconCheck size={15} stroke={1.8} /> : <IconCopy size={15} stroke={1.7} />}
      </ActionIcon>
      <span role="status">{copied ? <Unseen>{said}</Unseen> : <span className={classes.failed}>{said}</span>}</span>
    </>
  );
}
