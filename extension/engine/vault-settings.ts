/** The vault's settings: one document, which is there in memory while the vault is open. */
import type { Failure } from '../../shared/reasons';
import { ok, type Result } from '../../shared/result';
import { newSettings, type StoredSettings } from '../store/documents';
import { createSerial } from '../store/serial';
import type { Store } from '../store/store';

export interface VaultSettings {
  current(): StoredSettings;
  /** Stores what changed over what holds then; changes that come together follow one another, and none is lost. */
  save(changed: Partial<StoredSettings>): Promise<Result<void, Failure>>;
}

const settingsId = 'settings';

/**
 * Reads the settings; those of a new vault where none are stored. Settings that do not open are told to `onDamage`, and the usual
 * ones hold. Fails where the database does not answer: choices made over the usual ones would overwrite what is stored.
 */
export async function loadSettings(
  store: Pick<Store, 'readDocument' | 'write'>,
  onDamage: (failure: Failure) => void,
): Promise<Result<VaultSettings, Failure>> {
  const stored = await store.readDocument('settings', settingsId);
  if (!stored.ok && stored.error.reason === 'storage-failed') return stored;
  if (!stored.ok) onDamage(stored.error);
  // What does not open was written once: the words were shown then, and are not to be shown again unasked.
  let current = stored.ok ? (stored.value?.value ?? newSettings) : { ...newSettings, wordsConfirmed: true };
  const turns = createSerial();
  return ok({
    current: () => current,
    save: (changed) =>
      turns.run(async () => {
        const next = { ...current, ...changed };
        const written = await store.write({ putDocuments: [{ kind: 'settings', id: settingsId, value: next }] });
        if (written.ok) current = next;
        return written;
      }),
  });
}
