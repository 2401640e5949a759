/** The vault: locking it now, its passphrase, its words, and erasing it. */
import { Button } from '@mantine/core';
import { useState } from 'react';
import { EraseVault } from '../components/EraseVault';
import { Section } from '../components/Screen';
import { useTask } from '../components/use-task';
import { useEngine } from '../engine';
import { text } from '../text';
import { ChangePassphrase } from './ChangePassphrase';
import { Setting } from './Setting';
import { ShowWords } from './ShowWords';

const says = text.settings;

export function VaultSettings() {
  const engine = useEngine();
  const locking = useTask();
  const [erasing, setErasing] = useState(false);
  return (
    <Section title={says.security}>
      <Setting
        name={says.lockNow}
        hint={says.lockNowHint}
        control={
          <Button variant="default" loading={locking.running} onClick={() => locking.run(() => engine.lock())}>
            {says.lockNow}
          </Button>
        }
      />
      <ChangePassphrase />
      <ShowWords />
      <Setting
        name={says.erase}
        hint={says.eraseHint}
        control={
          <Button variant="default" c="var(--fb-failed)" onClick={() => setErasing(true)}>
            {says.erase}
          </Button>
        }
      />
      <EraseVault opened={erasing} onClose={() => setErasing(false)} />
    </Section>
  );
}
