/** What figures are shown in, how it looks, and when the vault locks by itself. Each is stored as it is chosen. */
import { NativeSelect, SegmentedControl, useMantineColorScheme } from '@mantine/core';
import { useQueryClient } from '@tanstack/react-query';
import { useId, useState } from 'react';
import type { Failure } from '../../../shared/reasons';
import type { AutoLock, BaseCurrency, Settings } from '../../engine/api/settings';
import { FailureNotice } from '../components/FailureNotice';
import { Section } from '../components/Screen';
import { useTask } from '../components/use-task';
import { useEngine } from '../engine';
import { text } from '../text';
import { Setting } from './Setting';
import classes from './Settings.module.css';

const says = text.settings;

const currencies: readonly BaseCurrency[] = ['USDT', 'USDC', 'EUR', 'BTC'];
const autoLocks: readonly AutoLock[] = ['5', '15', '60', 'browser-close'];

export function Preferences({ stored }: { stored: Settings }) {
  const { save, failure, saved, dismiss } = useSaving(stored);
  return (
    <>
      <Section title={says.figures}>
        <Choice
          name={says.baseCurrency}
          hint={says.baseCurrencyHint}
          value={stored.baseCurrency}
          options={currencies.map((value) => ({ value, label: value }))}
          onChoose={(baseCurrency) => save({ ...stored, baseCurrency })}
        />
      </Section>
      <Section title={says.appearance}>
        <Theme />
      </Section>
      <Section title={says.lock}>
        <Choice
          name={says.autoLock}
          hint={says.autoLockHint}
          value={stored.autoLock}
          options={autoLocks.map((value) => ({ value, label: says.autoLockOptions[value] }))}
          onChoose={(autoLock) => save({ ...stored, autoLock })}
        />
        <p role="status" className={classes.status}>
          {saved ? says.saved : null}
        </p>
        {failure === null ? null : (
          <FailureNotice
            failure={failure}
            accountId={null}
            exchange={null}
            action={{ label: text.common.close, run: dismiss }}
          />
        )}
      </Section>
    </>
  );
}

/** Shows a choice at once and takes it back, with the reason, where it could not be stored. */
function useSaving(stored: Settings) {
  const engine = useEngine();
  const queries = useQueryClient();
  const task = useTask();
  const [failure, setFailure] = useState<Failure | null>(null);
  const [saved, setSaved] = useState(false);
  const save = (chosen: Settings) =>
    task.run(async () => {
      setSaved(false);
      queries.setQueryData(['settings'], chosen);
      const result = await engine.saveSettings(chosen);
      setFailure(result.ok ? null : result.error);
      setSaved(result.ok);
      if (!result.ok) queries.setQueryData(['settings'], stored);
    });
  return { save, failure, saved, dismiss: () => setFailure(null) };
}

interface ChoiceProps<T extends string> {
  readonly name: string;
  readonly hint: string;
  readonly value: T;
  readonly options: readonly { readonly value: T; readonly label: string }[];
  readonly onChoose: (value: T) => void;
}

function Choice<T extends string>({ name, hint, value, options, onChoose }: ChoiceProps<T>) {
  const id = useId();
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
          onChange={(event) => {
            const chosen = options.find((option) => option.value === event.currentTarget.value);
            if (chosen !== undefined) onChoose(chosen.value);
          }}
        />
      }
    />
  );
}

function Theme() {
  const { colorScheme, setColorScheme } = useMantineColorScheme();
  const schemes = [
    { value: 'auto', label: says.themeAuto },
    { value: 'light', label: says.themeLight },
    { value: 'dark', label: says.themeDark },
  ] as const;
  return (
    <Setting
      name={says.theme}
      control={
        <SegmentedControl
          aria-label={says.theme}
          data={[...schemes]}
          value={colorScheme}
          onChange={(chosen) => setColorScheme(schemes.find((scheme) => scheme.value === chosen)?.value ?? 'auto')}
        />
      }
    />
  );
}
