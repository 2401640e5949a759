/** What Fillbook says outside its pages: by notifications, and by the toolbar button. */
import type { Settings } from '../../engine/api/settings';
import { Section } from '../components/Screen';
import { text } from '../text';
import { Choice, OnOff } from './Choice';

const says = text.settings;

const badges: readonly Settings['badge'][] = ['issues', 'today'];

export function NoticeSettings({ stored }: { stored: Settings }) {
  return (
    <Section title={says.notices}>
      <OnOff
        name={says.notifyFailures}
        hint={says.notifyFailuresHint}
        value={stored.notifyFailures}
        change={(notifyFailures) => ({ notifyFailures })}
      />
      <OnOff
        name={says.notifyNames}
        hint={says.notifyNamesHint}
        value={stored.notifyNames}
        disabled={!stored.notifyFailures}
        change={(notifyNames) => ({ notifyNames })}
      />
      <OnOff
        name={says.notifyLookBack}
        hint={says.notifyLookBackHint}
        value={stored.notifyLookBack}
        change={(notifyLookBack) => ({ notifyLookBack })}
      />
      <Choice
        name={says.badge}
        hint={says.badgeHint}
        value={stored.badge}
        options={badges.map((value) => ({ value, label: says.badgeOptions[value] }))}
        change={(badge) => ({ badge })}
      />
    </Section>
  );
}
