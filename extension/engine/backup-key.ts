/** The root key of a backup's vault, from what was typed for it. */
import { err, ok, type Result } from '../../shared/result';
import type { BackupFrame } from '../../shared/vault/backup-file';
import { wordsToRootKey } from '../../shared/vault/recovery-words';
import type { RootKey } from '../../shared/vault/root-key';
import { vaultIdOf } from '../../shared/vault/subkeys';
import { unlockHeader } from '../../shared/vault/unlock';
import type { BackupKey, RestoreError } from './api/backup';

/**
 * Unwraps the file's header, or takes the words. The device's own floor does not hold for it: the file may be of a slower
 * computer. The absolute bounds do, and are judged before any memory is taken.
 */
export async function rootKeyOf(frame: BackupFrame, key: BackupKey): Promise<Result<RootKey, RestoreError>> {
  switch (key.by) {
    case 'vault':
      return err({ reason: 'wrong-passphrase' }); // the file is of another vault than the open one
    case 'passphrase': {
      const rootKey = await unlockHeader(frame.headerText, key.passphrase, null);
      if (!rootKey.ok) return refusal(rootKey.error.reason);
      const isOwn = (await vaultIdOf(rootKey.value)) === frame.header.vaultId;
      return isOwn ? rootKey : err({ reason: 'record-refused', record: null, cause: 'tampered' });
    }
    case 'words': {
      const rootKey = wordsToRootKey(key.words);
      if (!rootKey.ok) return err({ reason: 'words-invalid', detail: rootKey.error.detail });
      const isOwn = (await vaultIdOf(rootKey.value)) === frame.header.vaultId;
      return isOwn ? ok(rootKey.value) : err({ reason: 'words-of-another-vault' });
    }
  }
}

function refusal(
  reason: 'damaged' | 'wrong-passphrase' | 'kdf-out-of-bounds' | 'kdf-failed',
): Result<never, RestoreError> {
  switch (reason) {
    case 'kdf-failed':
      return err({ reason: 'storage-failed', code: reason });
    case 'damaged':
      // The header's own digest fits and its wrapping does not open: someone put it together.
      return err({ reason: 'record-refused', record: null, cause: 'tampered' });
    default:
      return err({ reason });
  }
}
