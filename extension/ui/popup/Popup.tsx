/**
 * The popup: what the trader glances at. It paints from the session's summary without waiting for the engine; a summary
 * exists only while the vault is open, so that it also tells the state until the engine does.
 *
 * It stays small on purpose: no screen of the dashboard, no charts, no tables, and only the styles it uses.
 */
import './mantine-styles';
import { Button } from '@mantine/core';
import { type ReactNode, useEffect, useState } from 'react';
import { assertNever } from '../../../shared/result';
import type { PopupSummary } from '../../engine/api/popup-summary';
import { summaryOf } from '../../engine/api/popup-summary';
import { Skeletons } from '../components/Skeletons';
import { useEngineQuery, useVaultState } from '../engine';
import { useOpen, usePlatform } from '../platform';
import { routes } from '../routes';
import { TrySample } from '../sample/TrySample';
import { usePageTitle } from '../sample/use-page-title';
import { text } from '../text';
import classes from './Popup.module.css';
import { PopupLocked } from './PopupLocked';
import { PopupOpen } from './PopupOpen';

export interface PopupProps {
  /** `platform.readSummary()`, started before React is. */
  readonly summary: Promise<PopupSummary | null>;
}

export function Popup({ summary }: PopupProps) {
  return (
    <main className={classes.popup}>
      <title>{usePageTitle(null)}</title>
      <ByState initial={summary} />
    </main>
  );
}

function ByState({ initial }: { initial: Promise<PopupSummary | null> }) {
  const summary = useSummary(initial);
  const vault = useVaultState();
  const open = useOpen();
  if (summary === undefined) return null; // reading the session takes a millisecond: a skeleton would only flash
  if (vault === null) return summary === null ? <Waiting /> : <PopupOpen summary={summary} />;
  switch (vault.state) {
    case 'none':
      return (
        <Invitation sentence={text.popup.noVault} label={text.popup.setUp} onClick={() => open(routes.overview)}>
          <TrySample fullWidth />
        </Invitation>
      );
    case 'unconfirmed':
      return (
        <Invitation
          sentence={text.popup.unconfirmed}
          label={text.popup.confirmWords}
          onClick={() => open(routes.overview)}
        />
      );
    case 'damaged':
      return (
        <Invitation
          sentence={text.popup.damagedHeader}
          label={text.popup.useWords}
          onClick={() => open(routes.recover)}
        />
      );
    case 'locked':
      return <PopupLocked />;
    case 'open':
      return summary === null ? <FromEngine /> : <PopupOpen summary={summary} />;
    default:
      return assertNever(vault);
  }
}

/**
 * The newest summary: the one of this session, then every later one; undefined until the first was read.
 *
 * Not by Suspense: React holds what follows a fallback back for 300 ms.
 */
function useSummary(initial: Promise<PopupSummary | null>): PopupSummary | null | undefined {
  const platform = usePlatform();
  const [summary, setSummary] = useState<PopupSummary | null>();
  useEffect(() => {
    let newer = false;
    const stop = platform.onSummary((heard) => {
      newer = true;
      setSummary(heard);
    });
    const read = (first: PopupSummary | null) => newer || setSummary(first);
    initial.then(read, () => read(null)); // a session that cannot be read is one without a summary: the engine is asked
    return () => {
      newer = true;
      stop();
    };
  }, [platform, initial]);
  return summary;
}

/** The vault is open but no summary was written yet, as right after unlocking. */
function FromEngine() {
  const overview = useEngineQuery(['overview'], (engine) => engine.overview()).data;
  return overview === undefined ? <Waiting /> : <PopupOpen summary={summaryOf(overview)} />;
}

const Waiting = () => (
  <div className={classes.waiting}>
    <h1 className={classes.brand}>{text.common.product}</h1>
    <Skeletons lines={5} />
  </div>
);

interface InvitationProps {
  readonly sentence: string;
  readonly label: string;
  readonly onClick: () => void;
  /** Below the button: another way. */
  readonly children?: ReactNode;
}

function Invitation({ sentence, label, onClick, children }: InvitationProps) {
  return (
    <div className={classes.invitation}>
      <h1 className={classes.brand}>{text.common.product}</h1>
      <p>{sentence}</p>
      <Button fullWidth onClick={onClick}>
        {label}
      </Button>
      {children}
    </div>
  );
}
