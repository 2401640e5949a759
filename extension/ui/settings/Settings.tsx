/** Settings: figures, colours, notices, the vault's lock, passphrase and words, the end of it all, and what this is. */
import { InTurn } from '../components/InTurn';
import { Screen } from '../components/Screen';
import { Skeletons } from '../components/Skeletons';
import { useEngineQuery } from '../engine';
import { usePlatform } from '../platform';
import { SampleSection } from '../sample/SampleSection';
import { text } from '../text';
import { About } from './About';
import { BackupSettings } from './BackupSettings';
import { NoticeSettings } from './NoticeSettings';
import { AppearanceSettings, FigureSettings, LockSettings } from './Preferences';
import classes from './Settings.module.css';
import { VaultSettings } from './VaultSettings';

export function Settings() {
  const { showsSample } = usePlatform();
  const stored = useEngineQuery(['settings'], (engine) => engine.settings()).data;
  return (
    <Screen title={text.settings.title} width="narrow">
      {stored === undefined ? (
        <Skeletons lines={6} />
      ) : (
        <div className={classes.sections}>
          <InTurn>
            <FigureSettings stored={stored} />
            <AppearanceSettings stored={stored} />
            <NoticeSettings stored={stored} />
            {showsSample ? null : <LockSettings stored={stored} />}
            {showsSample ? null : <BackupSettings />}
            {showsSample ? null : <VaultSettings />}
            <SampleSection />
            <About />
          </InTurn>
        </div>
      )}
    </Screen>
  );
}
