/** The last resort: names everything that goes, and does it only after the word was typed. */
import { useState } from 'react';
import type { Failure } from '../../../shared/reasons';
import { useEngine } from '../engine';
import { text } from '../text';
import { ConfirmDialog } from './ConfirmDialog';
import { Refusal } from './Refusal';

const says = text.onboarding;

/** The word that the engine, too, asks for. */
const eraseWord = 'ERASE';

export function EraseVault({ opened, onClose }: { opened: boolean; onClose: () => void }) {
  const engine = useEngine();
  const [failure, setFailure] = useState<Failure | null>(null);
  const erase = async () => {
    const erased = await engine.eraseVault(eraseWord);
    if (erased.ok) {
      onClose();
      return;
    }
    // the dialog types the word only when the trader did
    if (erased.error.reason === 'not-confirmed') throw new Error('the engine refused the confirmed word');
    setFailure(erased.error);
  };
  return (
    <ConfirmDialog
      opened={opened}
      title={says.eraseTitle}
      word={eraseWord}
      confirmLabel={says.eraseConfirm}
      onConfirm={erase}
      onClose={onClose}
    >
      <p style={{ marginTop: 0 }}>{says.eraseWhat}</p>
      <ul>
        {says.erased.map((what) => (
          <li key={what}>{what}</li>
        ))}
      </ul>
      <p>{says.eraseAfter}</p>
      <Refusal failure={failure} onClose={() => setFailure(null)} />
    </ConfirmDialog>
  );
}
