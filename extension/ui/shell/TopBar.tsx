/** The top bar: whose figures, by which method, how old, and the switches that concern every screen. */
import { ActionIcon, NativeSelect, useComputedColorScheme, useMantineColorScheme } from '@mantine/core';
import { IconEye, IconEyeOff, IconLock, IconMoon, IconRefresh, IconSun } from '@tabler/icons-react';
import type { UnixMs } from '../../../shared/result';
import type { Overview } from '../../engine/api/overview';
import { Age } from '../components/Age';
import { useRefresh } from '../components/use-refresh';
import { useEngine, useEngineQuery } from '../engine';
import { PaletteButton } from '../palette/PaletteButton';
import { usePlatform } from '../platform';
import { usePrivacy } from '../privacy';
import { text } from '../text';
import classes from './TopBar.module.css';
import { useScope } from './use-scope';

export function TopBar() {
  const [scope] = useScope();
  const { data: overview, isError } = useEngineQuery(['overview'], (engine) => engine.overview(), { optional: true });
  const elsewhere = overview?.accounts.some((one) => one.refreshing && (scope === null || one.id === scope)) ?? false;
  const { refreshing, refresh } = useRefresh(scope, elsewhere);
  return (
    <header className={classes.bar}>
      <ScopeSelect />
      {overview === undefined ? null : <Method overview={overview} scope={scope} />}
      <span className={classes.space} />
      <PaletteButton />
      {isError ? <span className={classes.trouble}>{text.common.notAnswering}</span> : null}
      {overview === undefined || overview.accounts.length === 0 ? null : <Age at={oldestOf(overview, scope)} />}
      <ActionIcon
        aria-label={refreshing ? text.common.refreshing : text.common.refresh}
        title={text.common.refresh}
        onClick={refresh}
        aria-disabled={refreshing}
      >
        <IconRefresh size={18} stroke={1.7} className={refreshing ? classes.turning : undefined} />
      </ActionIcon>
      <Switches />
      {refreshing ? <div className={classes.progress} role="progressbar" aria-label={text.common.refreshing} /> : null}
    </header>
  );
}

/** What the realized PnL of the accounts shown is made by. */
function Method({ overview, scope }: { overview: Overview; scope: string | null }) {
  const account = overview.accounts.find((one) => one.id === scope);
  const { methods, pooling } = overview.realized;
  const isPooled = pooling !== null;
  const name = text.common.methods(account === undefined || isPooled ? methods : [account.method], isPooled);
  return (
    <span className={classes.method} title={text.overview.methodTitle(name)}>
      {name}
    </span>
  );
}

/** The age of the oldest part shown; of a value that is not known now, that of the last one. */
function oldestOf(overview: Overview, scope: string | null): UnixMs | null {
  const value = overview.accounts.find((one) => one.id === scope)?.value;
  if (value === undefined) return overview.total.oldestAt ?? overview.total.lastKnown?.at ?? null;
  if (value.state === 'known') return value.value.oldestAt;
  return value.state === 'unknown' ? (value.last?.at ?? null) : null;
}

function ScopeSelect() {
  const [scope, setScope] = useScope();
  const accounts = useEngineQuery(['accounts'], (engine) => engine.accounts(), { optional: true }).data ?? [];
  if (accounts.length < 2 && scope === null) return null;
  const options = accounts.map((one) => ({ value: one.id, label: `${one.exchangeName} · ${one.label}` }));
  return (
    <NativeSelect
      size="xs"
      className={classes.scope ?? ''}
      aria-label={text.common.scope}
      data={[{ value: '', label: text.common.allAccounts }, ...options]}
      value={scope ?? ''}
      onChange={(event) => setScope(event.currentTarget.value === '' ? null : event.currentTarget.value)}
    />
  );
}

function Switches() {
  const engine = useEngine();
  const { showsSample } = usePlatform();
  const [hidden, togglePrivacy] = usePrivacy();
  const { setColorScheme } = useMantineColorScheme();
  const isDark = useComputedColorScheme('light', { getInitialValueInEffect: false }) === 'dark';
  const privacy = hidden ? text.common.showAmounts : text.common.hideAmounts;
  const palette = isDark ? text.common.themeToLight : text.common.themeToDark;
  return (
    <>
      <ActionIcon aria-label={privacy} title={privacy} onClick={togglePrivacy}>
        {hidden ? <IconEyeOff size={18} stroke={1.7} /> : <IconEye size={18} stroke={1.7} />}
      </ActionIcon>
      <ActionIcon aria-label={palette} title={palette} onClick={() => setColorScheme(isDark ? 'light' : 'dark')}>
        {isDark ? <IconSun size={18} stroke={1.7} /> : <IconMoon size={18} stroke={1.7} />}
      </ActionIcon>
      {showsSample ? null : (
        <ActionIcon aria-label={text.common.lock} title={text.common.lock} onClick={() => void engine.lock()}>
          <IconLock size={18} stroke={1.7} />
        </ActionIcon>
      )}
    </>
  );
}
