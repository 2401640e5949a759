/** A new passphrase while it is typed twice: its strength, why it is not accepted yet, and the way to forget it. */
import { useDeferredValue, useEffect, useMemo, useRef, useState } from 'react';
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
  /**
   * Gives `use` the passphrase when it is accepted, else shows the refusal. While the meter is still loading nothing is decided:
   * the answer comes with it, for what stands in the fields then.
   */
  submit(use: (passphrase: string) => void): void;
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
  const waiting = useRef<((passphrase: string) => void) | null>(null);
  const refusalNow = () => passphraseRefusal(passphrase, repeat, meter?.(passphrase) ?? null);
  useEffect(() => {
    const use = waiting.current;
    if (meter === null || use === null) return;
    waiting.current = null;
    if (passphraseRefusal(passphrase, repeat, meter(passphrase)) === null) use(passphrase);
  }, [meter, passphrase, repeat]);
  return {
    passphrase,
    repeat,
    strength,
    meterFailed: failed,
    refusal: asked ? refusalNow() : null,
    setPassphrase,
    setRepeat,
    submit: (use) => {
      setAsked(true);
      const refusal = refusalNow();
      if (refusal === 'unmeasured') waiting.current = use;
      else if (refusal === null) use(passphrase);
    },
    clear: () => {
      waiting.current = null;
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
