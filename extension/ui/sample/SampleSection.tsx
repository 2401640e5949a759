/** Sample data in the settings: a way in, or what it means and the way out. */
import { Button } from '@mantine/core';
import { Section } from '../components/Screen';
import { useTask } from '../components/use-task';
import { usePlatform } from '../platform';
import { Setting } from '../settings/Setting';
import { text } from '../text';
import { TrySample } from './TrySample';

const says = text.sample;

export function SampleSection() {
  const { showsSample } = usePlatform();
  return (
    <Section title={says.settingsTitle}>
      <Setting
        name={showsSample ? says.leaveLong : says.tryIt}
        hint={showsSample ? says.noVault : says.settingsHint}
        control={showsSample ? <LeaveSample /> : <TrySample />}
      />
    </Section>
  );
}

/** The way out, for where the bar above is not enough. */
export function LeaveSample() {
  const platform = usePlatform();
  const leaving = useTask();
  return (
    <Button variant="default" loading={leaving.running} onClick={() => leaving.run(platform.leaveSample)}>
      {says.leaveLong}
    </Button>
  );
}
