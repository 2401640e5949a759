/** The choices of a new share, and whether just these were looked at. */
import { useState } from 'react';
import type { PreparedShare, ShareChoices, ShareDraft } from '../../engine/api/shares';

export interface ShareFormState {
  readonly choices: ShareChoices;
  readonly passphrase: string;
  /** What would be asked of the engine. */
  readonly draft: ShareDraft;
  readonly isReady: boolean;
  /** The preview of these very choices, and of no others, was shown. */
  readonly isSeen: boolean;
  readonly prepared: PreparedShare | null;
  /** The passphrase under which `prepared` was sealed. */
  readonly preparedPassphrase: string | null;
  /** Something has changed since the preview. */
  readonly isOld: boolean;
  change(changed: Partial<ShareChoices>): void;
  setPassphrase(passphrase: string): void;
  setPrepared(prepared: PreparedShare, draft: ShareDraft): void;
  setSeen(): void;
}

/** Percentages alone, for a week, once: what tells least stands first. */
const firstChoices: ShareChoices = { title: '', accountIds: null, detail: 'percent', days: 7, live: false };

interface Looked {
  readonly prepared: PreparedShare;
  readonly draft: ShareDraft;
  readonly seen: boolean;
}

export function useShareForm(): ShareFormState {
  const [choices, setChoices] = useState(firstChoices);
  const [passphrase, setPassphrase] = useState('');
  const [looked, setLooked] = useState<Looked | null>(null);
  const draft: ShareDraft = { ...choices, passphrase: passphrase === '' ? null : passphrase };
  const isSame = looked !== null && JSON.stringify(looked.draft) === JSON.stringify(draft);
  return {
    ...{ choices, passphrase, draft },
    isReady: choices.accountIds === null || choices.accountIds.length > 0,
    isSeen: isSame && looked.seen,
    isOld: looked !== null && !isSame,
    prepared: looked?.prepared ?? null,
    preparedPassphrase: looked?.draft.passphrase ?? null,
    change: (changed) => setChoices((before) => ({ ...before, ...changed })),
    setPassphrase,
    setPrepared: (prepared, of) => setLooked({ prepared, draft: of, seen: false }),
    setSeen: () => setLooked((before) => before && { ...before, seen: true }),
  };
}
