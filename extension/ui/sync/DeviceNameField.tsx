/** The name that this device has among the others. */
import { TextInput } from '@mantine/core';
import { text } from '../text';
import { deviceNameProblem, maxDeviceName } from './server-address';

const says = text.sync;

export interface DeviceNameFieldProps {
  readonly value: string;
  readonly onValue: (value: string) => void;
  /** The form was sent: an empty one is told then. */
  readonly asked: boolean;
}

export function DeviceNameField({ value, onValue, asked }: DeviceNameFieldProps) {
  return (
    <TextInput
      label={says.deviceName}
      description={says.deviceNameHint}
      value={value}
      onChange={(event) => onValue(event.currentTarget.value)}
      error={nameError(value, asked)}
      autoComplete="off"
    />
  );
}

/** What is wrong with a device's name, in a sentence; null where nothing is, or where it was not typed yet. */
export function nameError(name: string, asked: boolean): string | null {
  const problem = deviceNameProblem(name);
  if (problem === 'too-long') return says.deviceNameProblems['too-long'](maxDeviceName);
  return problem === 'empty' && asked ? says.deviceNameProblems.empty : null;
}
