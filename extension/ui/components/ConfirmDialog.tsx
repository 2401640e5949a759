/**
 * Asks before something goes that cannot come back: names what goes, and for the gravest has a word typed.
 *
 * `onConfirm` runs once; the dialog stays, with its button busy, until it resolves.
 */
import { Button, Group, Modal, Text, TextInput } from '@mantine/core';
import { type FormEvent, type ReactNode, useState } from 'react';
import { text } from '../text';

export interface ConfirmDialogProps {
  readonly opened: boolean;
  readonly title: string;
  readonly children: ReactNode;
  /** A verb and its object: "Remove account". */
  readonly confirmLabel: string;
  /** Typed exactly, before the button works. */
  readonly word?: string;
  readonly onConfirm: () => Promise<void>;
  readonly onClose: () => void;
}

export function ConfirmDialog({ opened, onClose, ...props }: ConfirmDialogProps) {
  return (
    <Modal opened={opened} onClose={onClose} title={props.title} closeButtonProps={{ 'aria-label': text.common.close }}>
      <ConfirmForm {...props} onClose={onClose} />
    </Modal>
  );
}

/** Lives only while the dialog is open, so that a typed word does not stay for the next time. */
function ConfirmForm({
  word,
  onConfirm,
  onClose,
  confirmLabel,
  children,
}: Omit<ConfirmDialogProps, 'opened' | 'title'>) {
  const [typed, setTyped] = useState('');
  const [running, setRunning] = useState(false);
  const ready = word === undefined || typed === word;
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (!ready || running) return;
    setRunning(true);
    onConfirm().finally(() => setRunning(false));
  };
  return (
    <form onSubmit={submit}>
      <Text component="div">{children}</Text>
      {word === undefined ? null : (
        <TextInput
          mt="md"
          label={text.common.typeToConfirm(word)}
          value={typed}
          onChange={(event) => setTyped(event.currentTarget.value)}
          autoComplete="off"
          spellCheck={false}
          data-autofocus
        />
      )}
      <Group mt="lg" justify="flex-end">
        <Button variant="default" onClick={onClose}>
          {text.common.cancel}
        </Button>
        <Button type="submit" color="red" disabled={!ready} loading={running}>
          {confirmLabel}
        </Button>
      </Group>
    </form>
  );
}
