/** What this is, which version, and under which licence. */
import { version } from '../../../package.json';
import { Section } from '../components/Screen';
import { text } from '../text';
import { Setting } from './Setting';

const says = text.settings;

export function About() {
  return (
    <Section title={says.about}>
      <Setting name={says.version(version)} hint={`${says.licence} ${says.noTracking}`} />
    </Section>
  );
}
