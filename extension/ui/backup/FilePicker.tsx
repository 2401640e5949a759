/** One file, by the browser's own dialog or dropped. */
import { Button, FileButton } from '@mantine/core';
import { type DragEvent, useRef, useState } from 'react';
import { text } from '../text';
import classes from './Backup.module.css';

const says = text.backup;

export interface FilePickerProps {
  readonly label: string;
  readonly busy: boolean;
  readonly onFile: (file: File) => void;
}

export function FilePicker({ label, busy, onFile }: FilePickerProps) {
  const [over, setOver] = useState(false);
  const reset = useRef<() => void>(null);
  const drag = (isOver: boolean) => (event: DragEvent) => {
    event.preventDefault(); // else the browser would open the file
    setOver(isOver);
  };
  const drop = (event: DragEvent) => {
    drag(false)(event);
    const [file] = event.dataTransfer.files;
    if (file !== undefined && !busy) onFile(file);
  };
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: the button inside does the same by keyboard
    <div
      className={`${classes.drop} ${over ? classes.over : ''}`}
      onDragOver={drag(true)}
      onDragLeave={drag(false)}
      onDrop={drop}
    >
      <FileButton
        accept=".fillbook"
        resetRef={reset}
        onChange={(file: File | null) => {
          reset.current?.(); // else choosing the same file again would be no change
          if (file !== null) onFile(file);
        }}
        inputProps={{ 'aria-label': label }}
      >
        {(props) => (
          <Button {...props} variant="default" loading={busy}>
            {label}
          </Button>
        )}
      </FileButton>
      <span className={classes.quiet}>{says.drop}</span>
    </div>
  );
}
