import { expect, test } from 'vitest';
import { shownDetail } from '../../../../shared/exchanges/detail';

const signature = 'c8db56825ae71d6d79447849e617115f4a920fa2acdcab2b053c4b2838bd6b71';
const apiKey = 'vmPUZE6mv9SD5VNHk4HlWFsOr6aKE2zvsw0MuIgwCIPy6utIco14y7Ju91duEh8A';

test('an exchange’s sentence is kept as it is', () => {
  const text = 'Invalid API-key, IP, or permissions for action, request ip: 203.0.113.9';
  expect(shownDetail(text)).toBe(text);
});

test('signatures, keys and addresses of pages are taken out', () => {
  const shown = shownDetail(
    `bad signature=${signature}; key ${apiKey} at https://api.binance.com/api/v3/account?timestamp=1 end`,
  );
  expect(shown).toBe('bad signature … key … at … end');
});

test('a short secret is taken out where it is named as one', () => {
  expect(shownDetail('apiKey: "abc123" token=xyz')).toBe('apiKey … token …');
});

test('markup becomes one line of text', () => {
  expect(
    shownDetail(
      '<html>\r\n<head><title>403 Forbidden</title><script>var x = 1;</script></head>\n<body>Request blocked.</body>',
    ),
  ).toBe('403 Forbidden Request blocked.');
});

test('no more than 300 characters are kept', () => {
  const shown = shownDetail('word '.repeat(100));
  expect(shown).toHaveLength(300);
  expect(shown.endsWith('…')).toBe(true);
});
