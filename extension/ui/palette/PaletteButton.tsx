/** The way to the command palette: a button, and Ctrl+K or ⌘K from anywhere, also from a field. */
import { ActionIcon } from '@mantine/core';
import { useHotkeys } from '@mantine/hooks';
import { IconCommand } from '@tabler/icons-react';
import { lazy, Suspense, useState } from 'react';
import { text } from '../text';

const CommandPalette = lazy(() => import('./CommandPalette').then((loaded) => ({ default: loaded.CommandPalette })));

export function PaletteButton() {
  const [opened, setOpened] = useState(false);
  const [wanted, setWanted] = useState(false);
  const toggle = () => {
    setWanted(true);
    setOpened((before) => !before);
  };
  useHotkeys([['mod+K', toggle]], []);
  return (
    <>
      <ActionIcon
        aria-label={text.palette.open}
        aria-keyshortcuts="Control+K Meta+K"
        aria-haspopup="dialog"
        title={text.palette.openTitle}
        onClick={toggle}
      >
        <IconCommand size={18} stroke={1.7} />
      </ActionIcon>
      {wanted ? (
        <Suspense fallback={null}>
          <CommandPalette opened={opened} onClose={() => setOpened(false)} />
        </Suspense>
      ) : null}
    </>
  );
}
