/**
 * The one field for everything secret: passphrases, recovery words, keys.
 *
 * A browser writes the text of plain fields into its session files; it leaves out password fields, and, when the text is
 * being shown, fields that switched completion off.
 */
import { PasswordInput, type PasswordInputProps } from '@mantine/core';
import { text } from '../text';

export type SecretFieldProps = Omit<PasswordInputProps, 'autoComplete' | 'value' | 'onChange'> & {
  readonly value: string;
  readonly onValue: (value: string) => void;
};

export function SecretField({ value, onValue, ...props }: SecretFieldProps) {
  return (
    <PasswordInput
      {...props}
      aria-invalid={Boolean(props.error)}
      value={value}
      onChange={(event) => onValue(event.currentTarget.value)}
      autoComplete="off"
      autoCapitalize="off"
      autoCorrect="off"
      spellCheck={false}
      visibilityToggleFocusable
      visibilityToggleButtonProps={{ 'aria-label': text.common.showTyped }}
    />
  );
}
