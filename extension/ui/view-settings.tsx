/**
 * The settings that every page draws with: the interval past which a value is old, and the colours of gains and losses.
 *
 * They lie sealed with the others. A copy of these two in this browser's local storage, which names nothing, lets the first
 * frame be right before the engine has answered: a gain must not turn from green to red under the trader's eyes.
 */
import { createContext, type ReactNode, useContext, useLayoutEffect, useState } from 'react';
import type { RefreshMinutes, Settings } from '../engine/api/settings';
import { useEngineQuery, useVaultState } from './engine';
import { usePlatform } from './platform';

type ViewSettings = Pick<Settings, 'refreshMinutes' | 'upDownColours'>;

const keptKey = 'fillbook-view';
const unset: ViewSettings = { refreshMinutes: 5, upDownColours: 'green-up' };
/** A refresh takes its time: a value is not old the moment its refresh begins. */
const graceMs = 60_000;
/** Refreshed by hand alone, a value is old after an hour. */
const minutesByHand = 60;

const ViewContext = createContext<ViewSettings>(unset);

/** Gives the settings to every component below, and the colours to the page as one attribute. */
export function ViewSettingsProvider({ children }: { children: ReactNode }) {
  const { showsSample } = usePlatform();
  const [kept] = useState(() => (showsSample ? unset : readKept()));
  const open = useVaultState()?.state === 'open';
  const stored = useEngineQuery(['settings'], (engine) => engine.settings(), { enabled: open, optional: true }).data;
  const { refreshMinutes, upDownColours } = stored ?? kept;
  useLayoutEffect(() => {
    document.documentElement.dataset.upDown = upDownColours;
    if (stored !== undefined && !showsSample) keep({ refreshMinutes, upDownColours }); // sample data leaves nothing behind
  }, [stored, showsSample, refreshMinutes, upDownColours]);
  return <ViewContext value={{ refreshMinutes, upDownColours }}>{children}</ViewContext>;
}

/** From which age on a value that is refreshed at the interval `minutes` counts as old, in milliseconds. */
export const staleAfterMs = (minutes: RefreshMinutes): number =>
  (minutes === 'manual' ? minutesByHand : minutes) * 60_000 + graceMs;

export const useStaleAfterMs = (): number => staleAfterMs(useContext(ViewContext).refreshMinutes);

function readKept(): ViewSettings {
  try {
    const kept: unknown = JSON.parse(localStorage.getItem(keptKey) ?? 'null');
    return typeof kept === 'object' && kept !== null ? viewOf({ ...kept }) : unset;
  } catch {
    return unset; // local storage may be switched off, or hold what another version wrote
  }
}

function viewOf(kept: { readonly refreshMinutes?: unknown; readonly upDownColours?: unknown }): ViewSettings {
  const intervals: readonly RefreshMinutes[] = [1, 5, 15, 60, 'manual'];
  return {
    refreshMinutes: intervals.find((minutes) => minutes === kept.refreshMinutes) ?? unset.refreshMinutes,
    upDownColours: kept.upDownColours === 'red-up' ? 'red-up' : unset.upDownColours,
  };
}

function keep(view: ViewSettings): void {
  try {
    localStorage.setItem(keptKey, JSON.stringify(view));
  } catch {
    // the engine's answer holds all the same
  }
}
