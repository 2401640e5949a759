/** What stands between a file and its restore, as one sentence that names what and where. */
import type { BackupFileInfo, RestoreError } from '../../engine/api/backup';
import { text } from '../text';

const { errors, places, cancelled } = text.backup;

/** The sentence of an error of the file or its key; null for a failure of the engine's, which has a sentence of its own. */
export function problemSentence(error: RestoreError): string | null {
  if ('damage' in error) {
    const { damage, record, atByte } = error;
    return errors[damage](record === null ? places.file(atByte) : places.record(record, atByte));
  }
  switch (error.reason) {
    case 'record-refused': {
      const place = error.record === null ? places.manifest : places.recordAlone(error.record);
      const said = error.cause === 'tampered' ? 'tampered' : (`record-${error.cause}` as const);
      return errors[said](place);
    }
    case 'another-version':
      return errors['another-version'](error.version);
    case 'too-large':
      return errors['too-large'](error.bytes);
    case 'not-a-backup':
    case 'unreadable':
    case 'wrong-passphrase':
    case 'words-of-another-vault':
    case 'kdf-out-of-bounds':
    case 'vault-differs':
    case 'vault-here':
      return errors[error.reason];
    case 'words-invalid':
      // the one error of words has its sentence; a failure with this name does not exist
      return 'detail' in error ? (error.detail ?? null) : null;
    case 'cancelled':
      return cancelled;
    default:
      return null;
  }
}

/** Whether a key has to be typed for a file. */
export const asksForKey = ({ vault }: BackupFileInfo): boolean => vault !== 'this-vault';
