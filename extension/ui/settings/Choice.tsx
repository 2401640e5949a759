/** A setting with one of several values, or on and off: what it does, its control, and below what came of the last choice. */
import { NativeSelect, Switch } from '@mantine/core';
import { type ReactNode, useId } from 'react';
import type { Settings } from '../../engine/api/settings';
import { Refusal } from '../components/Refusal';
import { text } from '../text';
import { Setting } from './Setting';
import classes from './Settings.module.css';
import { type Save, useSave } from './use-save';

const says = text.settings;

interface SettingProps {
  readonly name: string;
  readonly hint: string;
}

interface ChoiceProps<T extends string> extends SettingProps {
  readonly value: T;
  readonly options: readonly { readonly value: T; readonly label: string }[];
  /** What is stored for a chosen value. */
  readonly change: (value: T) => Partial<Settings>;
  readonly disabled?: boolean;
  /** Said below while it concerns what is chosen. */
  readonly note?: string | null;
}

export function Choice<T extends string>(props: ChoiceProps<T>) {
  const { name, hint, value, options, change, note, disabled = false } = props;
  const id = useId();
  const save = useSave();
  return (
    <Setting
      name={name}
      hint={hint}
      htmlFor={id}
      control={
        <NativeSelect
          id={id}
          className={classes.select ?? ''}
          aria-describedby={`${id}-hint`}
          data={options.map((option) => ({ ...option }))}
          value={value}
          disabled={disabled}
          onChange={(event) => {
            const chosen = options.find((option) => option.value === event.currentTarget.value);
            if (chosen !== undefined) save.save(change(chosen.value));
          }}
        />
      }
    >
      {note ? <p className={classes.hint}>{note}</p> : null}
      <Outcome save={save} />
    </Setting>
  );
}

interface OnOffProps extends SettingProps {
  readonly value: boolean;
  readonly change: (value: boolean) => Partial<Settings>;
  readonly disabled?: boolean;
}

export function OnOff({ name, hint, value, change, disabled = false }: OnOffProps) {
  const id = useId();
  const save = useSave();
  return (
    <Setting
      name={name}
      hint={hint}
      htmlFor={id}
      control={
        <Switch
          id={id}
          size="md"
          aria-describedby={`${id}-hint`}
          checked={value}
          disabled={disabled}
          onChange={(event) => save.save(change(event.currentTarget.checked))}
        />
      }
    >
      <Outcome save={save} />
    </Setting>
  );
}

/** Beside each setting, so that a choice that was not stored is said where it was made. */
function Outcome({ save }: { save: Save }): ReactNode {
  return (
    <>
      <p role="status" className={save.failure === null ? classes.status : classes.trouble}>
        {save.failure !== null ? says.notSaved : save.saved ? says.saved : null}
      </p>
      <Refusal failure={save.failure} onClose={save.dismiss} />
    </>
  );
}
