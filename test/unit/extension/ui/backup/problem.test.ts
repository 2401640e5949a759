/** What a trader reads when a backup is not taken: what is wrong, where, and what to do. */
import { expect, test } from 'vitest';
import { problemSentence } from '../../../../../extension/ui/backup/problem';

test('a damaged file names the record and the byte where it begins', () => {
  expect(problemSentence({ reason: 'damaged', damage: 'changed', atByte: 48_120, record: 17 })).toBe(
    'The backup is damaged: record 17 (byte 48,120) is not what was written. Take another copy of the file.',
  );
  expect(problemSentence({ reason: 'damaged', damage: 'truncated', atByte: 12, record: null })).toMatch(
    /ends too early, in the part at byte 12\./,
  );
});

test('tampering is told from damage, and a later Fillbook from both', () => {
  const refused = (cause: 'tampered' | 'damaged' | 'unsupported', record: number | null = 3) =>
    problemSentence({ reason: 'record-refused', record, cause });
  expect(refused('tampered')).toMatch(/^The backup was tampered with: record 3 /);
  expect(refused('tampered', null)).toMatch(/^The backup was tampered with: its list of records /);
  expect(refused('damaged')).toMatch(/^The backup is damaged: record 3 opens/);
  expect(refused('unsupported')).toMatch(/^A newer Fillbook wrote record 3 /);
});

test('a foreign file, another version and a size beyond the limit each say so', () => {
  expect(problemSentence({ reason: 'not-a-backup' })).toMatch(/does not begin as one/);
  expect(problemSentence({ reason: 'another-version', version: 2 })).toMatch(/format version 2/);
  // 600 × 1,048,576 bytes
  expect(problemSentence({ reason: 'too-large', bytes: 629_145_600 })).toMatch(
    /600\.0 MB; a backup has at most 512 MB/,
  );
});

test('words say what is wrong with them; a failure of storage keeps the sentence that it has everywhere', () => {
  const detail = 'There are 23 words; 24 are needed.';
  expect(problemSentence({ reason: 'words-invalid', detail })).toBe(detail);
  expect(problemSentence({ reason: 'storage-full' })).toBeNull();
});
