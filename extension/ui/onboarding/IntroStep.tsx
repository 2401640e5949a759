/** The first step: three sentences, and what stays on this device. */
import { Button, Group, List, Text, Title } from '@mantine/core';
import { TrySample } from '../sample/TrySample';
import { text } from '../text';

const says = text.onboarding;

export interface IntroStepProps {
  readonly onBegin: () => void;
  readonly onJoin: () => void;
  readonly onRestore: () => void;
}

export function IntroStep({ onBegin, onJoin, onRestore }: IntroStepProps) {
  return (
    <>
      <Text>
        {says.introRead} {says.introHonest} {says.introOpen}
      </Text>
      <div>
        <Title order={2} mb={6}>
          {says.staysTitle}
        </Title>
        <List size="md" spacing={4}>
          {says.stays.map((what) => (
            <List.Item key={what}>{what}</List.Item>
          ))}
        </List>
      </div>
      <Group>
        <Button onClick={onBegin} autoFocus>
          {says.begin}
        </Button>
        <TrySample />
        <Button variant="subtle" onClick={onJoin}>
          {text.sync.join.offer}
        </Button>
        <Button variant="subtle" onClick={onRestore}>
          {text.backup.restore}
        </Button>
      </Group>
    </>
  );
}
