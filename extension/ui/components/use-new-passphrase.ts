/** A new passphrase while it is typed twice: its strength, why it is not accepted yet, and the way to forget it. */
import { useDeferredValue, useEffect, useMemo, useState } from 'react';
import {
  loadStrengthMeter,
  type PassphraseRefusal,
  passphraseRefusal,
  type Strength,
  type StrengthMeter,
} from './passphrase-strength';

export interface NewPassphrase {
  readonly passphrase: string;
  readonly repeat: string;
  /** Null while nothing is typed or the meter is loading. */
  readonly strength: Strength | null;
  /** The meter's file could not be read: nothing can be accepted. */
  readonly meterFailed: boolean;
  /** What to say below the fields; null until a submit was refused. */
  readonly refusal: PassphraseRefusal | null;
  setPassphrase(value: string): void;
  setRepeat(value: string): void;
  /** The accepted passphrase; null, with the refusal shown, where it is not. */
  submit(): string | null;
  /** Forgets what was typed. */
  clear(): void;
}

export function useNewPassphrase(): NewPassphrase {
  const [passphrase, setPassphrase] = useState('');
  const [repeat, setRepeat] = useState('');
  const [asked, setAsked] = useState(false);
  const { meter, failed } = useMeter();
  const measured = useDeferredValue(passphrase);
  const strength = useMemo(() => (measured === '' || meter === null ? null : meter(measured)), [meter, measured]);
  const refusalNow = () => passphraseRefusal(passphrase, repeat, meter?.(passphrase) ?? null);
  return {
    passphrase,
    repeat,
    strength,
    meterFailed: failed,
    refusal: asked ? refusalNow() : null,
    setPassphrase,
    setRepeat,
    submit: () => {
      setAsked(true);
      return refusalNow() === null ? passphrase : null;
    },
    clear: () => {
      setPassphrase('');
      setRepeat('');
      setAsked(false);
    },
  };
}

function useMeter(): { readonly meter: StrengthMeter | null; readonly failed: boolean } {
  const [meter, setMeter] = useState<StrengthMeter | null>(null);
  const [failed, setFailed] = useState(false);
  useEffect(() => {
    let live = true;
    loadStrengthMeter().then(
      (loaded) => live && setMeter(() => loaded),
      () => live && setFailed(true),
    );
    return () => {
      live = false;
    };
  }, []);
  return { meter, failed };
}
