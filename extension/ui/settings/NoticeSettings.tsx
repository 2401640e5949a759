/** What Fillbook says outside its pages: by notifications, and by the toolbar button. Sample data says nothing there. */
import type { Settings } from '../../engine/api/settings';
import { Section } from '../components/Screen';
import { usePlatform } from '../platform';
import { text } from '../text';
import { Choice, OnOff } from './Choice';

const says = text.settings;

const badges: readonly Settings['badge'][] = ['issues', 'today'];

export function NoticeSettings({ stored }: { stored: Settings }) {
  const { showsSample } = usePlatform();
  const truly = (hint: string): string => (showsSample ? says.notInSample : hint);
  return (
    <Section title={says.notices}>
      <OnOff
        name={says.notifyFailures}
        hint={truly(says.notifyFailuresHint)}
        value={stored.notifyFailures}
        disabled={showsSample}
        change={(notifyFailures) => ({ notifyFailures })}
      />
      <OnOff
        name={says.notifyNames}
        hint={truly(says.notifyNamesHint)}
        value={stored.notifyNames}
        disabled={showsSample || !stored.notifyFailures}
        change={(notifyNames) => ({ notifyNames })}
      />
      <OnOff
        name={says.notifyLookBack}
        hint={truly(says.notifyLookBackHint)}
        value={stored.notifyLookBack}
        disabled={showsSample}
        change={(notifyLookBack) => ({ notifyLookBack })}
      />
      <Choice
        name={says.badge}
        hint={truly(says.badgeHint)}
        value={stored.badge}
        disabled={showsSample}
        options={badges.map((value) => ({ value, label: says.badgeOptions[value] }))}
        change={(badge) => ({ badge })}
      />
    </Section>
  );
}
