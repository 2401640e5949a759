/**
 * The command palette: every screen, account and action by a few letters. It is loaded when it is opened first.
 *
 * The field is a combobox over a list: focus stays in it, the arrow keys move the choice, Enter takes it, Escape closes.
 */
import '@mantine/spotlight/styles.layer.css';
import { useComputedColorScheme, useMantineColorScheme } from '@mantine/core';
import { createSpotlight, Spotlight } from '@mantine/spotlight';
import { useQueryClient } from '@tanstack/react-query';
import { type KeyboardEvent, useEffect, useState } from 'react';
import { refreshShown } from '../components/use-refresh';
import { useTask } from '../components/use-task';
import { useEngine, useEngineQuery } from '../engine';
import { navigateHash } from '../hash-location';
import { usePlatform } from '../platform';
import { usePrivacy } from '../privacy';
import { useScope } from '../shell/use-scope';
import { text } from '../text';
import classes from './CommandPalette.module.css';
import { type Command, commandGroups, commandsOf, matching } from './palette-commands';

const [store, spotlight] = createSpotlight();
const listId = 'command-palette-list';
const optionId = (place: number): string => `${listId}-${place}`;

export interface CommandPaletteProps {
  readonly opened: boolean;
  readonly onClose: () => void;
}

export function CommandPalette({ opened, onClose }: CommandPaletteProps) {
  const [search, setSearch] = useState('');
  const [place, setPlace] = useState(0);
  const shown = matching(useCommands(), search);
  useEffect(() => {
    if (opened) spotlight.open();
    else spotlight.close();
  }, [opened]);
  useEffect(() => {
    document.getElementById(optionId(place))?.scrollIntoView({ block: 'nearest' });
  }, [place]);
  const take = (command: Command | undefined) => {
    if (command === undefined) return;
    onClose();
    command.run();
  };
  const onKeyDown = ({ key, nativeEvent }: KeyboardEvent) => {
    if (nativeEvent.isComposing) return;
    const step = { ArrowDown: 1, ArrowUp: -1 }[key] ?? 0;
    if (step !== 0) setPlace((place + step + shown.length) % Math.max(1, shown.length));
    if (key === 'Enter') take(shown[place]);
  };
  return (
    <Spotlight.Root
      store={store}
      shortcut={null}
      query={search}
      onQueryChange={(typed) => {
        setSearch(typed);
        setPlace(0);
      }}
      onSpotlightClose={onClose}
      overlayProps={{ backgroundOpacity: 0.45 }}
      attributes={{ content: { 'aria-label': text.palette.open } }}
    >
      <Spotlight.Search
        size="md"
        placeholder={text.palette.search}
        aria-label={text.palette.search}
        role="combobox"
        aria-expanded={shown.length > 0}
        aria-controls={listId}
        aria-activedescendant={shown.length === 0 ? undefined : optionId(place)}
        onKeyDown={onKeyDown}
      />
      <div id={listId} role="listbox" aria-label={text.palette.list} className={classes.list}>
        <Groups shown={shown} place={place} take={take} />
      </div>
      <p role="status" className={classes.none}>
        {shown.length === 0 ? text.palette.none : ''}
      </p>
    </Spotlight.Root>
  );
}

interface GroupsProps {
  readonly shown: readonly Command[];
  readonly place: number;
  readonly take: (command: Command) => void;
}

function Groups({ shown, place, take }: GroupsProps) {
  return commandGroups.map((group) => {
    const ofGroup = shown.filter((command) => command.group === group);
    if (ofGroup.length === 0) return null;
    const heading = `${listId}-${group}`;
    return (
      // biome-ignore lint/a11y/useSemanticElements: a list of options takes groups by role alone
      <div key={group} role="group" aria-labelledby={heading}>
        <p id={heading} className={classes.group}>
          {text.palette.groups[group]}
        </p>
        {ofGroup.map((command) => (
          // biome-ignore lint/a11y/useKeyWithClickEvents: focus stays in the field, whose keys move and take the choice
          <div
            key={command.id}
            id={optionId(shown.indexOf(command))}
            role="option"
            tabIndex={-1}
            aria-selected={shown[place] === command}
            className={classes.option}
            onMouseDown={(event) => event.preventDefault()}
            onClick={() => take(command)}
          >
            {command.label}
          </div>
        ))}
      </div>
    );
  });
}

function useCommands(): readonly Command[] {
  const engine = useEngine();
  const queries = useQueryClient();
  const task = useTask();
  const [scope] = useScope();
  const { showsSample } = usePlatform();
  const [hidden, togglePrivacy] = usePrivacy();
  const { setColorScheme } = useMantineColorScheme();
  const isDark = useComputedColorScheme('light', { getInitialValueInEffect: false }) === 'dark';
  const accounts = useEngineQuery(['accounts'], (asked) => asked.accounts(), { optional: true }).data ?? [];
  return commandsOf(
    { accounts, scope, hidden, isDark, showsSample },
    {
      open: (route) => navigateHash(route),
      refresh: () => task.run(() => refreshShown(engine, queries, scope)),
      lock: () => void engine.lock(),
      togglePrivacy,
      toggleTheme: () => setColorScheme(isDark ? 'light' : 'dark'),
    },
  );
}
