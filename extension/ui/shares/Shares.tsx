/** Shares: what is shown to others by a link, until when, and a new one, which is looked at before it is made. */
import { Button } from '@mantine/core';
import { useState } from 'react';
import { Link } from 'wouter';
import type { SharesView } from '../../engine/api/shares';
import { Callout } from '../components/Callout';
import { EmptyState } from '../components/EmptyState';
import { Screen, Section } from '../components/Screen';
import { Skeletons } from '../components/Skeletons';
import { useEngineQuery } from '../engine';
import { usePlatform } from '../platform';
import { routes } from '../routes';
import { LeaveSample } from '../sample/SampleSection';
import { shares as says } from '../text/shares';
import { NewShare } from './NewShare';
import { ShareList } from './ShareList';
import classes from './Shares.module.css';

export function Shares() {
  const { showsSample } = usePlatform();
  const view = useEngineQuery(['shares'], (engine) => engine.shares(), { enabled: !showsSample }).data;
  const [makes, setMakes] = useState(false);
  const action =
    view === undefined || makes || view.shares.length === 0 ? undefined : (
      <Button onClick={() => setMakes(true)}>{says.create}</Button>
    );
  return (
    <Screen title={says.title} actions={action}>
      <div className={classes.screen}>
        {showsSample ? (
          <EmptyState title={says.sampleTitle} sentence={says.sample}>
            <LeaveSample />
          </EmptyState>
        ) : view === undefined ? (
          <Skeletons lines={8} />
        ) : (
          <Shown view={view} makes={makes} onMake={setMakes} />
        )}
      </div>
    </Screen>
  );
}

interface ShownProps {
  readonly view: SharesView;
  readonly makes: boolean;
  readonly onMake: (makes: boolean) => void;
}

function Shown({ view, makes, onMake }: ShownProps) {
  const accounts = useEngineQuery(['accounts'], (engine) => engine.accounts()).data ?? [];
  return (
    <>
      <p className={classes.intro}>{says.intro}</p>
      {view.origin === null ? <NotConnected /> : null}
      {view.unread.length === 0 ? null : (
        <Callout tone="warning" title={says.title}>
          <p>{says.unread(view.unread.length)}</p>
        </Callout>
      )}
      {makes ? (
        <NewShare accounts={accounts} canCreate={view.origin !== null} onClose={() => onMake(false)} />
      ) : view.shares.length === 0 ? (
        <EmptyState title={says.none} sentence={says.noneHint}>
          <Button onClick={() => onMake(true)}>{says.create}</Button>
        </EmptyState>
      ) : null}
      {view.shares.length === 0 ? null : (
        <Section title={says.list}>
          <ShareList shares={view.shares} />
        </Section>
      )}
    </>
  );
}

function NotConnected() {
  return (
    <Callout tone="warning" title={says.notConnectedTitle}>
      <p>{says.notConnected}</p>
      <Button component={Link} href={routes.sync} size="compact-sm" variant="default" mt={6}>
        {says.connect}
      </Button>
    </Callout>
  );
}
