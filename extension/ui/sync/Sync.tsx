/** Sync: not connected it says what it is and connects; connected, its first line says whether all changes are on the server. */
import type { SyncView } from '../../engine/api/sync';
import { EmptyState } from '../components/EmptyState';
import { Screen } from '../components/Screen';
import { Skeletons } from '../components/Skeletons';
import { useEngineQuery } from '../engine';
import { usePlatform } from '../platform';
import { LeaveSample } from '../sample/SampleSection';
import { text } from '../text';
import { AboutSync } from './AboutSync';
import { AddDevice } from './AddDevice';
import { ConnectForm } from './ConnectForm';
import { Devices } from './Devices';
import { EndSync } from './EndSync';
import { LeftOut } from './LeftOut';
import { LostVersions } from './LostVersions';
import { MovingView } from './MovingView';
import classes from './Sync.module.css';
import { SyncNow } from './SyncNow';

export function Sync() {
  const { showsSample } = usePlatform();
  const view = useEngineQuery(['sync'], (engine) => engine.syncView()).data;
  const moving = useEngineQuery(['moving'], (engine) => engine.movingState()).data;
  return (
    <Screen title={text.sync.title}>
      <div className={classes.screen}>
        {showsSample ? (
          <EmptyState title={text.sync.sampleTitle} sentence={text.sync.sample}>
            <LeaveSample />
          </EmptyState>
        ) : view === undefined || moving === undefined ? (
          <Skeletons lines={8} />
        ) : moving.state !== 'none' ? (
          <MovingView moving={moving} view={view} />
        ) : view.connection === null ? (
          <NotConnected />
        ) : (
          <Connected view={view} connection={view.connection} />
        )}
      </div>
    </Screen>
  );
}

function NotConnected() {
  return (
    <>
      <AboutSync />
      <ConnectForm />
    </>
  );
}

/** What a device that is no longer part of the vault can do is in its first lines alone. */
function Connected({ view, connection }: { view: SyncView; connection: NonNullable<SyncView['connection']> }) {
  const { state } = view.activity;
  const isMember = state !== 'removed' && state !== 'moved' && state !== 'closed';
  return (
    <>
      <SyncNow view={view} connection={connection} />
      <LeftOut view={view} />
      <LostVersions view={view} />
      {isMember ? <Devices view={view} aside={<AddDevice />} /> : null}
      <EndSync view={view} connection={connection} canErase={isMember} />
    </>
  );
}
