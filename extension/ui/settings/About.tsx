/** What this is, which version and licence, what it is made of, what lies where, and whom it may reach. */
import { Anchor } from '@mantine/core';
import { version } from '../../../package.json';
import { Section } from '../components/Screen';
import { Unseen } from '../components/Unseen';
import { text } from '../text';
import { GrantedHosts } from './GrantedHosts';
import { Setting } from './Setting';
import classes from './Settings.module.css';

const says = text.settings;

/** Made with the build from what is in it: `scripts/licences.ts`. */
const licencesPath = '/licences.txt';

export function About() {
  return (
    <Section title={says.about}>
      <Setting name={says.version(version)} hint={`${says.licence} ${says.noTracking}`} />
      <Setting
        name={says.libraries}
        hint={says.librariesHint}
        control={
          <Anchor href={licencesPath} target="_blank" rel="noreferrer">
            {says.showLibraries}
            <Unseen>, {says.opensTab}</Unseen>
          </Anchor>
        }
      />
      <Setting name={says.kept}>
        <dl className={classes.kept}>
          {says.keptItems.map(([what, where]) => (
            <div key={what}>
              <dt>{what}</dt>
              <dd>{where}</dd>
            </div>
          ))}
        </dl>
      </Setting>
      <GrantedHosts />
    </Section>
  );
}
