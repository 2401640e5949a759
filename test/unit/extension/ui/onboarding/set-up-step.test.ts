import { expect, test } from 'vitest';
import { setUpStep } from '../../../../../extension/ui/onboarding/set-up-step';

const fresh = { made: false, begun: false, hasWords: false, written: false };

test('a new browser starts with what Fillbook is, then asks for a passphrase', () => {
  expect(setUpStep(fresh)).toBe('intro');
  expect(setUpStep({ ...fresh, begun: true })).toBe('passphrase');
});

test('while the vault is being made the page waits for its words instead of asking for the passphrase again', () => {
  expect(setUpStep({ ...fresh, begun: true, made: true })).toBe('passphrase');
});

test('the words are shown, and checked once they were written down', () => {
  expect(setUpStep({ made: true, begun: true, hasWords: true, written: false })).toBe('words');
  expect(setUpStep({ made: true, begun: true, hasWords: true, written: true })).toBe('confirm');
});

test('a set-up that was left in the middle resumes at its words, behind the passphrase', () => {
  expect(setUpStep({ ...fresh, made: true })).toBe('resume');
});
