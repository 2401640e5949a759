/** What figures are shown in and how often they are asked for, how pages look, and when the vault locks by itself. */
import { SegmentedControl, useMantineColorScheme } from '@mantine/core';
import { lotMethods } from '../../../shared/ledger/lot-order';
import type { AutoLock, BaseCurrency, RefreshMinutes, Settings } from '../../engine/api/settings';
import { Section } from '../components/Screen';
import { MethodProgressNote } from '../method/MethodProgressNote';
import { text } from '../text';
import { method } from '../text/method';
import { pooling } from '../text/pooling';
import { Choice } from './Choice';
import { Setting } from './Setting';
import classes from './Settings.module.css';

const says = text.settings;

const currencies: readonly BaseCurrency[] = ['USDT', 'USDC', 'EUR', 'BTC'];
const autoLocks: readonly AutoLock[] = ['5', '15', '60', 'browser-close'];
const intervals: readonly RefreshMinutes[] = [1, 5, 15, 60, 'manual'];
const kindsOfBooks: readonly Settings['books'][] = ['by-market', 'by-coin'];
const colours: readonly Settings['upDownColours'][] = ['green-up', 'red-up'];

interface PreferencesProps {
  readonly stored: Settings;
}

export function FigureSettings({ stored }: PreferencesProps) {
  return (
    <Section title={says.figures}>
      <Choice
        name={says.baseCurrency}
        hint={says.baseCurrencyHint}
        value={stored.baseCurrency}
        options={currencies.map((value) => ({ value, label: value }))}
        change={(baseCurrency) => ({ baseCurrency })}
      />
      <Choice
        name={method.title}
        hint={method.hint}
        value={stored.method}
        options={lotMethods.map((value) => ({ value, label: method.names[value] }))}
        change={(chosen) => ({ method: chosen })}
        note={method.sentences[stored.method]}
      />
      <Choice
        name={pooling.title}
        hint={pooling.hint}
        value={stored.books}
        options={kindsOfBooks.map((value) => ({ value, label: pooling.options[value] }))}
        change={(books) => ({ books })}
        note={pooling.sentences[stored.books](stored.baseCurrency)}
      />
      <MethodProgressNote className={classes.hint} />
      <Choice
        name={says.refresh}
        hint={says.refreshHint}
        value={String(stored.refreshMinutes)}
        options={intervals.map((minutes) => ({ value: String(minutes), label: says.refreshOptions[minutes] }))}
        change={(chosen) => ({ refreshMinutes: intervals.find((minutes) => String(minutes) === chosen) ?? 5 })}
        note={stored.refreshMinutes === 'manual' ? says.refreshByHand : null}
      />
    </Section>
  );
}

export function AppearanceSettings({ stored }: PreferencesProps) {
  return (
    <Section title={says.appearance}>
      <Theme />
      <Choice
        name={says.upDown}
        hint={says.upDownHint}
        value={stored.upDownColours}
        options={colours.map((value) => ({ value, label: says.upDownOptions[value] }))}
        change={(upDownColours) => ({ upDownColours })}
      />
    </Section>
  );
}

export function LockSettings({ stored }: PreferencesProps) {
  return (
    <Section title={says.lock}>
      <Choice
        name={says.autoLock}
        hint={says.autoLockHint}
        value={stored.autoLock}
        options={autoLocks.map((value) => ({ value, label: says.autoLockOptions[value] }))}
        change={(autoLock) => ({ autoLock })}
      />
    </Section>
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
      hint={says.themeHint}
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
