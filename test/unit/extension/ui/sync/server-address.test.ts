/** The address of a sync server while it is typed. */
import { describe, expect, test } from 'vitest';
import { deviceNameProblem, maxDeviceName, readServerAddress } from '../../../../../extension/ui/sync/server-address';

describe('an address that can be used', () => {
  test.each([
    ['sync.example.com', 'https://sync.example.com', 'https://sync.example.com/*'],
    [' https://Sync.Example.com/ ', 'https://sync.example.com', 'https://sync.example.com/*'],
    ['https://nas:8443', 'https://nas:8443', 'https://nas/*'],
    ['http://localhost:8787', 'http://localhost:8787', 'http://localhost/*'],
    ['http://127.0.0.1:8787', 'http://127.0.0.1:8787', 'http://127.0.0.1/*'],
    ['https://[::1]:8787', 'https://[::1]:8787', 'https://[::1]/*'],
  ])('%s', (typed, origin, permission) => {
    expect(readServerAddress(typed)).toEqual({ ok: true, origin, permission });
  });
});

describe('an address that cannot says why', () => {
  test.each([
    ['', 'empty'],
    ['   ', 'empty'],
    ['sync', 'malformed'],
    ['https://', 'malformed'],
    ['ftp://sync.example.com', 'malformed'],
    ['http://sync.example.com', 'not-https'],
    ['http://192.168.1.4:8787', 'not-https'],
    ['http://[::1]:8787', 'not-localhost'],
    ['http://[::2]:8787', 'not-https'],
    ['https://sync.example.com/v1', 'has-more'],
    ['https://sync.example.com?a=1', 'has-more'],
    ['https://sync.example.com/#x', 'has-more'],
    ['https://me:secret@sync.example.com', 'has-login'],
  ])('%s', (typed, problem) => {
    expect(readServerAddress(typed)).toEqual({ ok: false, problem });
  });
});

test('a device needs a name of at most 60 characters, counted as a person counts', () => {
  expect(deviceNameProblem('  ')).toBe('empty');
  expect(deviceNameProblem('Laptop')).toBeNull();
  expect(deviceNameProblem('🖥'.repeat(maxDeviceName))).toBeNull();
  expect(deviceNameProblem('🖥'.repeat(maxDeviceName + 1))).toBe('too-long');
});
