import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { readJson } from '../../../../extension/exchanges/lossless-json';

test('numbers stay the text they were written as', () => {
  expect(
    readJson('{"id": 8082457372019390060, "price":40.900000000000000000, "dust": 0E-18, "list":[-1,1e3]}'),
  ).toEqual({
    ok: true,
    value: { id: '8082457372019390060', price: '40.900000000000000000', dust: '0E-18', list: ['-1', '1e3'] },
  });
});

test('texts that look like numbers or brackets stay what they are', () => {
  expect(readJson(String.raw`{"a":"1,2","b":"]}{[","c":"say \"12\": 3","d":"é"}`)).toEqual({
    ok: true,
    value: { a: '1,2', b: ']}{[', c: 'say "12": 3', d: 'é' },
  });
});

test('a key named __proto__ is a key like any other', () => {
  const read = readJson('{"__proto__":{"polluted":true}}');
  expect(read.ok && Object.keys(read.value as object)).toEqual(['__proto__']); // an object: the text is one
  expect({}).not.toHaveProperty('polluted');
});

describe('a text that ends in the middle is cut', () => {
  const whole = '{"rows":[{"id":12,"ok":true,"name":"a\\"]b"},{"id":13}],"end":null}';
  test.each(Array.from({ length: whole.length - 1 }, (_, i) => i + 1))('after %i characters', (length) => {
    expect(readJson(whole.slice(0, length))).toEqual({ ok: false, error: { reason: 'cut' } });
  });

  test('inside a text that looks like an end', () => {
    expect(readJson('{"msg":"}')).toEqual({ ok: false, error: { reason: 'cut' } });
  });

  test('an empty one too', () => {
    expect(readJson(' \n')).toEqual({ ok: false, error: { reason: 'cut' } });
  });
});

test.each(['<html></html>', '{"a":1}}', '{"a":1} x', '{a:1}', "{'a':1}", '[1,]', '{"a":1,"a":2}', 'undefined'])(
  '%s is malformed',
  (text) => {
    expect(readJson(text)).toEqual({ ok: false, error: { reason: 'malformed' } });
  },
);

test('a hundred thousand open brackets are refused like any other text', () => {
  expect(readJson('['.repeat(100_000)).ok).toBe(false);
});

test('every other value is read as JSON.parse reads it', () => {
  const asTexts = (value: unknown): unknown => {
    if (typeof value === 'number') return JSON.stringify(value);
    if (Array.isArray(value)) return value.map(asTexts);
    if (typeof value === 'object' && value !== null) {
      return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, asTexts(inner)]));
    }
    return value;
  };
  fc.assert(
    fc.property(fc.json(), (text) => {
      expect(readJson(text)).toEqual({ ok: true, value: asTexts(JSON.parse(text)) });
    }),
    { numRuns: 300 },
  );
});
