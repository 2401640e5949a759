import { describe, expect, test } from 'vitest';
import { addressKey, callerAddress } from '../../../sync-server/caller-address';
import { readSettings } from '../../../sync-server/settings';

const wrong = (variables: Record<string, string>): readonly string[] => {
  const settings = readSettings(variables);
  return settings.ok ? [] : settings.error.map(({ name }) => name);
};

describe('the configuration', () => {
  test('needs nothing: an embedded database, on this machine alone, by invite', () => {
    expect(readSettings({})).toMatchObject({
      ok: true,
      value: { host: '127.0.0.1', port: 8_787, database: null, openRegistration: false, origin: null },
    });
  });

  test.each([
    ['PORT', '65536'],
    ['PORT', 'http'],
    ['PUBLIC_ORIGIN', 'https://sync.example/'],
    ['PUBLIC_ORIGIN', 'sync.example'],
    ['PUBLIC_ORIGIN', 'ftp://sync.example'],
    ['DATABASE_URL', 'mysql://u:p@h/d'],
    ['DATABASE_URL', 'postgres://h/d'],
    ['DATABASE_URL', 'postgres://u:p@h/d?sslmode=prefer'],
    ['DATABASE_URL', 'postgres://u:50%@h/d'],
    ['DATABASE_APP_URL', 'x'],
    ['DATABASE_POOL', '1'],
    ['DATABASE_PREPARE', 'yes'],
    ['REGISTRATION', 'closed'],
    ['QUOTA_BYTES', '1024'],
    ['RATE_ADDRESS_PER_MINUTE', '0'],
    ['RATE_DEVICE_PER_MINUTE', '1.5'],
    ['TRUSTED_PROXIES', '10.0.0.0/8, proxy'],
    ['METRICS_TOKEN', 'short'],
    ['LOG_LEVEL', 'loud'],
    ['RELAY', 'yes'],
    ['EGRESS_ADDRESSES', '198.51.100.4,x'],
    ['EGRESS_PROBE_URL', 'http://probe.example'],
    ['EGRESS_LOCAL_ADDRESS', 'eth0'],
  ])('names %s where it is %s', (name, value) => {
    expect(wrong({ [name]: value })).toEqual([name]);
  });

  test('prepares statements where no pooler can be in between, or the operator says that none is', () => {
    const url = 'postgres://owner:secret@db.example/fillbook';
    expect(readSettings({})).toMatchObject({ value: { prepare: true } });
    expect(readSettings({ DATABASE_URL: url })).toMatchObject({ value: { prepare: false } });
    expect(readSettings({ DATABASE_URL: url, DATABASE_PREPARE: 'on' })).toMatchObject({ value: { prepare: true } });
  });

  test('names every bad variable at once, and never its value', () => {
    const settings = readSettings({ PORT: 'x', DATABASE_URL: 'mysql://user:hunter2@host', LOG_LEVEL: 'y' });
    expect(wrong({ PORT: 'x', DATABASE_URL: 'mysql://user:hunter2@host', LOG_LEVEL: 'y' })).toEqual([
      'PORT',
      'DATABASE_URL',
      'LOG_LEVEL',
    ]);
    expect(JSON.stringify(settings)).not.toContain('hunter2');
  });

  test("derives the server's own password from the owner's, or takes the login that is named", () => {
    const derived = readSettings({ DATABASE_URL: 'postgres://owner:secret@db.example/fillbook?sslmode=require' });
    expect(derived).toMatchObject({
      value: {
        database: {
          url: 'postgres://db.example/fillbook',
          tls: 'require',
          owner: { username: 'owner', password: 'secret' },
          app: { username: 'fillbook_app' },
        },
      },
    });
    const named = readSettings({ DATABASE_URL: 'postgres://owner@h/d', DATABASE_APP_URL: 'postgres://app:p%40ss@h/d' });
    expect(named).toMatchObject({ value: { database: { app: { username: 'app', password: 'p@ss' } } } });
    expect(wrong({ DATABASE_URL: 'postgres://owner@h/d' })).toEqual(['DATABASE_APP_URL']);
    expect(wrong({ DATABASE_APP_URL: 'postgres://app:p@h/d' })).toEqual(['DATABASE_URL']);
    const owner = 'postgres://owner:secret@h/d';
    expect(wrong({ DATABASE_URL: owner, DATABASE_APP_URL: 'postgres://app:%zz@h/d' })).toEqual(['DATABASE_APP_URL']);
    expect(wrong({ DATABASE_URL: owner, DATABASE_APP_URL: 'postgres://h/d' })).toEqual(['DATABASE_APP_URL']);
  });
});

describe("a caller's address", () => {
  test.each([
    ['the peer, where nobody is trusted', '192.0.2.1', '10.1.1.1', [], '192.0.2.1'],
    ['what the trusted proxy says', '10.0.0.1', '192.0.2.7', ['10.0.0.0/8'], '192.0.2.7'],
    [
      'the last one that is no proxy, not what the caller wrote before it',
      '10.0.0.1',
      '6.6.6.6, 192.0.2.7, 10.0.0.2',
      ['10.0.0.0/8'],
      '192.0.2.7',
    ],
    ['the peer, where the proxy says nothing', '10.0.0.1', '', ['10.0.0.0/8'], '10.0.0.1'],
    ['the peer, where the proxy says no address', '10.0.0.1', 'unknown', ['10.0.0.0/8'], '10.0.0.1'],
    ['an IPv4 address that came as IPv6', '::ffff:192.0.2.1', '', [], '192.0.2.1'],
  ])('is %s', (_, peer, forwarded, trusted, expected) => {
    expect(callerAddress(peer, forwarded, trusted)).toBe(expected);
  });

  test('is counted by itself, of IPv6 by its network of 64 bits', () => {
    expect(addressKey('192.0.2.1')).not.toBe(addressKey('192.0.2.2'));
    expect(addressKey('2001:db8::1')).toBe(addressKey('2001:db8::ffff'));
    expect(addressKey('2001:db8:0:1::1')).not.toBe(addressKey('2001:db8:0:2::1'));
  });
});
