/** Renames an account; a label that another account of the exchange has is refused. */
import { Button, Group, Modal, TextInput } from '@mantine/core';
import { type FormEvent, useState } from 'react';
import type { AddAccountError } from '../../engine/api/account-entry';
import type { AccountView } from '../../engine/api/account-view';
import { useTask } from '../components/use-task';
import { useEngine } from '../engine';
import { text } from '../text';
import { FormFailure } from './FormFailure';
import { labelProblem, maxLabelLength } from './key-fields';

const says = text.accounts;

export interface RenameAccountProps {
  readonly account: AccountView;
  readonly otherLabels: readonly string[];
  readonly opened: boolean;
  readonly onClose: () => void;
}

export function RenameAccount({ opened, onClose, ...props }: RenameAccountProps) {
  return (
    <Modal
      opened={opened}
      onClose={onClose}
      title={says.renameTitle}
      closeButtonProps={{ 'aria-label': text.common.close }}
    >
      <RenameForm {...props} onClose={onClose} />
    </Modal>
  );
}

const errors = {
  empty: says.labelEmpty,
  'too-long': says.labelTooLong(maxLabelLength),
  taken: says.labelTaken,
} as const;

function RenameForm({ account, otherLabels, onClose }: Omit<RenameAccountProps, 'opened'>) {
  const engine = useEngine();
  const task = useTask();
  const [label, setLabel] = useState(account.label);
  const [problem, setProblem] = useState<AddAccountError | null>(null);
  const invalid = labelProblem(label, otherLabels);
  const save = (event?: FormEvent) => {
    event?.preventDefault();
    if (invalid !== null) return;
    task.run(async () => {
      const renamed = await engine.renameAccount(account.id, label.trim());
      setProblem(renamed.ok ? null : renamed.error);
      if (renamed.ok) onClose();
    });
  };
  const known = problem?.reason === 'label-taken' || problem?.reason === 'field-invalid';
  return (
    <form onSubmit={save} noValidate>
      <TextInput
        label={says.label}
        value={label}
        onChange={(event) => {
          setLabel(event.currentTarget.value);
          setProblem(null);
        }}
        error={
          invalid !== null
            ? errors[invalid]
            : known
              ? errors[problem.reason === 'label-taken' ? 'taken' : 'empty']
              : null
        }
        autoComplete="off"
        data-autofocus
      />
      {problem === null || problem.reason === 'label-taken' || problem.reason === 'field-invalid' ? null : (
        <FormFailure failure={problem} exchange={account.exchange} onTestAgain={save} />
      )}
      <Group mt="lg" justify="flex-end">
        <Button variant="default" onClick={onClose}>
          {text.common.cancel}
        </Button>
        <Button type="submit" loading={task.running}>
          {says.renameSave}
        </Button>
      </Group>
    </form>
  );
}
